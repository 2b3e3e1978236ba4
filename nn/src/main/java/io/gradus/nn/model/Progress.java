package io.gradus.nn.model;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keras' progress lines: a bar rewritten in place on a terminal and written once an epoch
/// elsewhere, or a line for each epoch.
final class Progress implements TrainingCallback {
  private static final int WIDTH = 20;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream out;
  private final boolean bar;
  private final @Nullable TerminalLine line;
  private long started;
  private long drawn;
  private long done;

  Progress(PrintStream out, Verbosity verbosity) {
    this.out = out;
    this.bar = verbosity == Verbosity.BAR;
    this.line = bar && TerminalLine.isTerminal(out) ? new TerminalLine(out) : null;
  }

  @Override
  public void onEpochBegin(Training training, int epoch) {
    out.printf(Locale.ROOT, "Epoch %d/%d%n", epoch + 1, training.settings().epochs());
    started = System.nanoTime();
    drawn = started;
    done = 0;
  }

  @Override
  public void onTrainBatchEnd(Training training, long step) {
    done = step + 1;
    if (line != null && System.nanoTime() - drawn > REDRAW_NANOS) {
      drawn = System.nanoTime();
      draw(line(done, training.steps(), drawn - started, training.results()));
    }
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    long nanos = System.nanoTime() - started;
    // Training may have been stopped before it was known how long an epoch is.
    long steps = training.steps() == BatchSource.UNKNOWN ? done : training.steps();
    draw(bar ? line(done, steps, nanos, logs) : summary(done, steps, nanos, logs));
    end();
  }

  @Override
  public void onTrainEnd(Training training) {
    if (training.reason() != null) {
      out.println(training.reason());
    }
  }

  /// Says something in a line of its own.
  void tell(String text) {
    draw(text);
    end();
  }

  private void draw(String text) {
    if (line != null) {
      line.draw(text);
    } else {
      out.print(text);
      out.flush();
    }
  }

  private void end() {
    if (line != null) {
      line.end();
    } else {
      out.println();
    }
  }

  static String line(long done, long steps, long nanos, Map<String, Double> logs) {
    if (steps == BatchSource.UNKNOWN) {
      String time = clock(nanos / 1e9) + " " + perStep(nanos / 1e9 / Math.max(1, done));
      return String.format(Locale.ROOT, "%7d/Unknown %s/step%s", done, time, text(logs));
    }
    int full = (int) (WIDTH * done / Math.max(1, steps));
    String bar = "━".repeat(full) + (full < WIDTH ? "─".repeat(WIDTH - full) : "");
    double seconds = nanos / 1e9;
    double remaining = done == steps ? seconds : seconds / Math.max(1, done) * (steps - done);
    String count = String.format(Locale.ROOT, "%" + Long.toString(steps).length() + "d", done);
    return "%s/%d %s %s %s/step%s"
        .formatted(
            count, steps, bar, clock(remaining), perStep(seconds / Math.max(1, done)), text(logs));
  }

  static String summary(long done, long steps, long nanos, Map<String, Double> logs) {
    double seconds = nanos / 1e9;
    return "%d/%d - %s - %s/step%s"
        .formatted(done, steps, clock(seconds), perStep(seconds / Math.max(1, done)), text(logs));
  }

  private static String text(Map<String, Double> logs) {
    StringBuilder text = new StringBuilder();
    logs.forEach(
        (name, value) -> text.append(" - ").append(name).append(": ").append(number(value)));
    return text.toString();
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
