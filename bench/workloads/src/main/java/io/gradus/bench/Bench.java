package io.gradus.bench;

import io.gradus.tensor.kernel.Backends;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/// `gradus bench WORKLOAD [EPOCHS]`: runs one workload and prints a line for each result. Two
/// threads and the best backend, unless `-Dgradus.threads=` and `-Dgradus.backend=` say otherwise.
public final class Bench {
  private static final int USAGE = 2;

  private static final List<Workload> WORKLOADS =
      List.of(
          new GemmWorkload(),
          new MlpWorkload(),
          new CnnWorkload(),
          new ResnetWorkload(),
          new LstmWorkload(),
          new TransformerWorkload(),
          new ElementwiseWorkload(),
          new InferWorkload(),
          new ContentionWorkload(),
          new SizesWorkload(),
          new StartupWorkload());

  private Bench() {}

  /// Runs the workload named by the first argument; exits with 2 if the arguments are wrong.
  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) throws Exception {
    Workload workload;
    int epochs;
    Cpu device;
    try {
      if (arguments.length < 1 || arguments.length > 2) {
        throw new IllegalArgumentException(
            "usage: gradus bench WORKLOAD [EPOCHS]; known: " + names());
      }
      workload = workload(arguments[0]);
      epochs = arguments.length > 1 ? epochs(arguments[1]) : workload.epochs();
      device =
          Cpu.with(
              System.getProperty("gradus.backend", Backends.AUTO),
              Integer.getInteger("gradus.threads", 2));
    } catch (IllegalArgumentException e) {
      err.println("gradus: bench: " + e.getMessage());
      return USAGE;
    }
    MachineUse use = MachineUse.begin();
    ScopedValue.where(Device.SCOPE, device)
        .call(() -> {
          Report report = new Report(out, workload.name(), device.kernels().workers().threads());
          workload.run(report, epochs);
          use.end(report);
          return report;
        });
    out.flush();
    return 0;
  }

  private static Workload workload(String name) {
    return WORKLOADS.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown workload \"%s\"; known: %s".formatted(name, names())));
  }

  private static int epochs(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(
          "EPOCHS must be a number from 1 to 999999, got \"%s\"".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static String names() {
    return WORKLOADS.stream().map(Workload::name).collect(Collectors.joining(", "));
  }
}
