package io.gradus.nn.model;

import java.io.PrintStream;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A progress bar in Keras' form for what may take long, such as `evaluate`, `predict`, `adapt`,
/// and large models that are saved and loaded. It is shown on standard output once a second has
/// passed, and only if that is a terminal: what is quick, and what runs in a server or writes to a
/// file, tells nothing. Nor is one shown inside of `fit`, which has lines of its own, and where
/// [Verbosity#SILENT] or [Verbosity#LINE] was asked for.
///
/// ```java
/// for (Path file : ProgressBar.over(files, files.size())) {
///   Files.copy(file, folder.resolve(file.getFileName()));
/// }
/// ```
public final class ProgressBar {
  /// A number of steps that is not known.
  public static final long UNKNOWN = BatchSource.UNKNOWN;

  private static final long DELAY_NANOS = 1_000_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final TerminalLine line;
  private final BooleanSupplier wanted;
  private final LongSupplier clock;
  private final long steps;
  private final long started;
  private long drawn;
  private long done;
  private State state = State.WAITING;

  private enum State {
    WAITING,
    SHOWN,
    HIDDEN
  }

  /// A bar for so many steps, or [#UNKNOWN].
  public ProgressBar(long steps) {
    this(steps, System.out, () -> isWanted(System.out), System::nanoTime);
  }

  /// @param wanted whether it may be shown, asked once when it has taken long
  /// @param clock the time in nanoseconds
  ProgressBar(long steps, PrintStream out, BooleanSupplier wanted, LongSupplier clock) {
    this.line = new TerminalLine(out);
    this.wanted = wanted;
    this.clock = clock;
    this.steps = steps;
    this.started = clock.getAsLong();
  }

  private static boolean isWanted(PrintStream out) {
    return Verbosity.current() == Verbosity.BAR
        && !FitLoop.isUnderWay()
        && TerminalLine.isTerminal(out);
  }

  /// {@return the items, with a bar for those that have been gone through, in each pass}
  ///
  /// @param count how many there are, or [#UNKNOWN]
  public static <T> Iterable<T> over(Iterable<? extends T> items, long count) {
    return () -> {
      Iterator<? extends T> rest = items.iterator();
      ProgressBar bar = new ProgressBar(count);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          boolean more = rest.hasNext();
          if (!more) {
            bar.end(Map::of);
          }
          return more;
        }

        @Override
        public T next() {
          T item = rest.next();
          bar.step(Map::of);
          return item;
        }
      };
    };
  }

  /// Tells that a step is done.
  ///
  /// @param values what is shown behind the bar, by name; asked only when it is drawn
  public void step(Supplier<Map<String, Double>> values) {
    done++;
    if (state == State.HIDDEN) {
      return;
    }
    long now = clock.getAsLong();
    if (state == State.WAITING && now - started > DELAY_NANOS) {
      state = wanted.getAsBoolean() ? State.SHOWN : State.HIDDEN;
      drawn = now - 2 * REDRAW_NANOS;
    }
    if (state == State.SHOWN && now - drawn > REDRAW_NANOS) {
      drawn = now;
      line.draw(Progress.line(done, steps, now - started, values.get()));
    }
  }

  /// Tells that all is done: the bar, if it is shown, stays as the last line.
  ///
  /// @param values what is shown behind it, by name
  public void end(Supplier<Map<String, Double>> values) {
    if (state == State.SHOWN) {
      line.draw(Progress.line(done, done, clock.getAsLong() - started, values.get()));
      line.end();
    }
    state = State.HIDDEN;
  }
}
