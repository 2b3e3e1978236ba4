package io.gradus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Whole processes, timed from outside, five times each: one that multiplies two 2×2 matrices
/// ([Tiny]), and one that loads MNIST and does the first training step of the mlp ([FirstStep]).
final class StartupWorkload implements Workload {
  private static final int TIMES = 5;

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public boolean isInside() {
    return false;
  }

  @Override
  public void run(Report report, int epochs) throws IOException, InterruptedException {
    for (int i = 0; i < TIMES; i++) {
      List<String> lines = run(report, "process_ms", Tiny.class);
      if (lines.size() < 2 || !lines.get(1).equals(" [43. 50.]]")) {
        throw new IllegalStateException("startup: the product was " + lines);
      }
      if (lines.size() > 2) {
        report.result("peak_rss_mib", Double.parseDouble(lines.get(2)), "");
      }
    }
    for (int i = 0; i < TIMES; i++) {
      run(report, "first_step_ms", FirstStep.class);
    }
  }

  /// Runs a program and reports how long that took; returns what it printed.
  private static List<String> run(Report report, String metric, Class<?> program)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command(program)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = process.inputReader().readAllLines();
    int status = process.waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    if (status != 0) {
      throw new IllegalStateException("startup: exit " + status + " after " + lines);
    }
    report.result(metric, millis, "");
    return lines;
  }

  /// The same Java with the same options, and the same library as this process.
  private static List<String> command(Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
    Arrays.stream(arguments)
        .filter(option -> option.startsWith("-X") || option.startsWith("@"))
        .forEach(command::add);
    for (String property : List.of("gradus.backend", "gradus.threads")) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    Module module = program.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
      command.addAll(List.of("--add-modules", "io.gradus.vector"));
      command.addAll(List.of("-m", module.getName() + "/" + program.getName()));
    } else {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    }
    return command;
  }
}
