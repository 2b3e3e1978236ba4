package io.gradus.bench;

import java.io.PrintStream;
import java.util.Locale;

/// Prints results, one a line: `workload=<w> metric=<m> value=<number> threads=<n> …`.
///
/// @param out where the lines go
/// @param workload the workload's name
/// @param threads the number of threads
record Report(PrintStream out, String workload, int threads) {
  /// {@return this report for another number of threads}
  Report threads(int changed) {
    return new Report(out, workload, changed);
  }

  /// Prints one result.
  ///
  /// @param details more of it, such as `op=softmax best=285`; may be empty
  void result(String metric, double value, String details) {
    out.println(
        "workload=%s metric=%s value=%s threads=%d %s"
            .formatted(workload, metric, number(value), threads, details)
            .strip());
    out.flush();
  }

  /// Prints how long one call takes.
  void perCall(String op, Timing timing) {
    result("us_per_call", timing.median(), "op=" + op + " best=" + number(timing.best()));
  }

  /// {@return the number with four digits}
  static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
