package io.gradus.nn.model;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/// Keras' progress line: rewritten in place on a terminal, one line for each epoch elsewhere.
final class Progress {
  private static final int WIDTH = 20;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream out;
  private final boolean inPlace;
  private final int epochs;
  private final long steps;
  private long started;
  private long drawn;
  private int length;

  Progress(PrintStream out, boolean inPlace, int epochs, long steps) {
    this.out = out;
    this.inPlace = inPlace;
    this.epochs = epochs;
    this.steps = steps;
  }

  /// {@return whether standard output is a terminal, on which lines can be rewritten}
  // JDK 25 is back to giving null where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal(PrintStream out) {
    Console console = System.console();
    return out.equals(System.out) && console != null && console.isTerminal();
  }

  void epoch(int number) {
    out.printf(Locale.ROOT, "Epoch %d/%d%n", number, epochs);
    started = System.nanoTime();
    drawn = started;
    length = 0;
  }

  /// {@return whether it is time to draw the line again}
  boolean isDue() {
    return inPlace && System.nanoTime() - drawn > REDRAW_NANOS;
  }

  void step(long done, Map<String, Double> logs) {
    drawn = System.nanoTime();
    draw(line(done, drawn - started, logs));
  }

  void end(Map<String, Double> logs) {
    draw(line(steps, System.nanoTime() - started, logs));
    out.println();
  }

  private void draw(String line) {
    if (inPlace) {
      out.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
      length = line.length();
    } else {
      out.print(line);
    }
    out.flush();
  }

  String line(long done, long nanos, Map<String, Double> logs) {
    int full = (int) (WIDTH * done / Math.max(1, steps));
    String bar = "━".repeat(full) + (full < WIDTH ? "─".repeat(WIDTH - full) : "");
    double seconds = nanos / 1e9;
    double remaining = done == steps ? seconds : seconds / Math.max(1, done) * (steps - done);
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%" + Long.toString(steps).length() + "d/%d %s %s %s/step",
            done,
            steps,
            bar,
            clock(remaining),
            perStep(seconds / Math.max(1, done))));
    logs.forEach(
        (name, value) -> line.append(" - ").append(name).append(": ").append(number(value)));
    return line.toString();
  }

  private static String clock(double seconds) {
    long whole = (long) seconds;
    if (whole >= 3600) {
      return "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    }
    return whole >= 60 ? "%d:%02d".formatted(whole / 60, whole % 60) : whole + "s";
  }

  private static String perStep(double seconds) {
    if (seconds >= 1) {
      return Math.round(seconds) + "s";
    }
    return seconds >= 1e-3 ? Math.round(seconds * 1e3) + "ms" : Math.round(seconds * 1e6) + "us";
  }

  private static String number(double value) {
    boolean small = Math.abs(value) <= 1e-3;
    return String.format(Locale.ROOT, small ? "%.4e" : "%.4f", value);
  }
}
