package io.gradus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A whole process that multiplies two 2×2 matrices ([Tiny]), timed from outside, five times.
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
    List<String> command = command();
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      List<String> lines = process.inputReader().readAllLines();
      int status = process.waitFor();
      double millis = (System.nanoTime() - start) / 1e6;
      if (status != 0 || lines.size() < 2 || !lines.get(1).equals(" [43. 50.]]")) {
        throw new IllegalStateException("startup: exit " + status + " after " + lines);
      }
      report.result("process_ms", millis, "");
      if (lines.size() > 2) {
        report.result("peak_rss_mib", Double.parseDouble(lines.get(2)), "");
      }
    }
  }

  /// The same Java with the same options, and the same library as this process.
  private static List<String> command() {
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
    Module module = Tiny.class.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
      command.addAll(List.of("--add-modules", "io.gradus.vector"));
      command.addAll(List.of("-m", module.getName() + "/" + Tiny.class.getName()));
    } else {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tiny.class.getName()));
    }
    return command;
  }
}
