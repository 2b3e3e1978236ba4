package io.gradus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/// What this process took from its machine, and what others took meanwhile, as Linux tells in
/// `/proc`. Elsewhere nothing is reported.
///
/// @param nanos when the measurement began
/// @param machine how many seconds the processors had been busy by then, all together
/// @param own how many of them for this process
record MachineUse(long nanos, double machine, double own) {
  private static final int TICKS_PER_SECOND = 100;

  /// {@return the state now}
  static MachineUse begin() throws IOException {
    return new MachineUse(System.nanoTime(), busySeconds(), ownSeconds());
  }

  /// Reports the largest resident size, and what share of one core others used since the beginning:
  /// above a few percent, measure again.
  void end(Report report) throws IOException {
    OptionalDouble peak = peakMiB();
    if (peak.isEmpty()) {
      return;
    }
    MachineUse now = begin();
    double others = now.machine - machine - (now.own - own);
    report.result(
        "peak_rss_mib",
        peak.getAsDouble(),
        String.format(
            Locale.ROOT, "other_cpu_pct=%.1f", 100 * others / ((now.nanos - nanos) / 1e9)));
  }

  /// {@return the most memory this process has held, or nothing where that is not known}
  static OptionalDouble peakMiB() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalDouble.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst();
  }

  private static double busySeconds() throws IOException {
    Path stat = Path.of("/proc/stat");
    if (!Files.isReadable(stat)) {
      return 0;
    }
    String[] fields = Files.readAllLines(stat).getFirst().strip().split(" +");
    double ticks = 0;
    // user, nice, system, irq, softirq, steal: all but idle and waiting for disks
    for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
      ticks += Double.parseDouble(fields[field]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static double ownSeconds() throws IOException {
    Path stat = Path.of("/proc/self/stat");
    if (!Files.isReadable(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    // The process' name, in parentheses, may hold spaces: count from behind it.
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    double user = Double.parseDouble(fields[11]);
    double system = Double.parseDouble(fields[12]);
    return (user + system) / TICKS_PER_SECOND;
  }
}
