package io.gradus.nn.layer;

import io.gradus.nn.config.LoadLimits;
import io.gradus.tensor.kernel.Allowance;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Locale;

/// A model being read from a file, and what it may take. Its weights need no first values: they are
/// zeros without memory until the file's are in, and may have no more elements than the file, so
/// that a configuration of huge numbers takes nothing.
public final class Restoring {
  private static final ScopedValue<Restoring> ACTIVE = ScopedValue.newInstance();
  private static final ScopedValue<Clock> CLOCK = ScopedValue.newInstance();

  // What an adaptation may take in any case.
  private static final long LEAST_DERIVED = 1 << 20;

  // What may be computed to see types that follow from elements.
  private static final long MOST_IN_SAMPLE = 1 << 22;

  private final LoadLimits limits;
  private final long most;
  private final long mostBytes;
  private long taken;
  private long bytes;
  private long derived;
  private int layers;
  private int depth;

  private Restoring(LoadLimits limits, long most, long mostBytes) {
    this.limits = limits;
    this.most = most;
    this.mostBytes = Math.min(mostBytes, limits.bytes());
  }

  /// {@return what the code gives, in which weights are made for a file's}
  ///
  /// @param elements the number of elements in the file
  /// @param bytes how many bytes the weights may take
  public static <T, X extends Throwable> T within(
      LoadLimits limits, long elements, long bytes, ScopedValue.CallableOp<T, X> code) throws X {
    Restoring restoring = new Restoring(limits, elements, bytes);
    return timed(limits, () -> ScopedValue.where(ACTIVE, restoring).call(code));
  }

  // When it began, and how long it may take.
  private record Clock(long start, long seconds) {}

  /// {@return what the code gives, which reads a file and has the seconds of the limits for it}
  /// Where there is a clock already, that one holds.
  public static <T, X extends Throwable> T timed(
      LoadLimits limits, ScopedValue.CallableOp<T, X> code) throws X {
    return CLOCK.isBound()
        ? code.call()
        : ScopedValue.where(CLOCK, new Clock(System.nanoTime(), limits.seconds())).call(code);
  }

  /// {@return what the code gives, which computes to see types; in bounds where it is for a file}
  static <T> T sample(ScopedValue.CallableOp<T, RuntimeException> code) {
    return ACTIVE.isBound() ? Allowance.within(MOST_IN_SAMPLE, code) : code.call();
  }

  /// {@return the layer that the code reads, which counts as one more, and as one inside those that
  /// are being read}
  ///
  /// @throws IllegalArgumentException if there are too many, they are too deep, or it takes too
  ///   long
  static <T> T layer(ScopedValue.CallableOp<T, RuntimeException> code) {
    if (!ACTIVE.isBound()) {
      return code.call();
    }
    Restoring active = ACTIVE.get();
    if (++active.layers > active.limits.layers()) {
      throw beyond("more than %,d layers", active.limits.layers());
    }
    if (++active.depth > active.limits.depth()) {
      throw beyond("layers within layers, more than %,d deep", active.limits.depth());
    }
    checkTime();
    try {
      return code.call();
    } finally {
      active.depth--;
    }
  }

  /// Checks that there is time left, where a file is read.
  ///
  /// @throws IllegalArgumentException if there is none
  public static void checkTime() {
    if (CLOCK.isBound()) {
      Clock clock = CLOCK.get();
      if ((System.nanoTime() - clock.start) / 1_000_000_000 >= clock.seconds) {
        throw beyond("takes more than %,d seconds", clock.seconds);
      }
    }
  }

  private static IllegalArgumentException beyond(String problem, long limit) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, problem + " (LoadLimits)", limit));
  }

  /// {@return whether a new weight's value is going to come of a file}
  ///
  /// @param trial whether the weight is given up at once
  /// @throws IllegalArgumentException if the file has not as many elements
  static boolean takes(String name, TensorType type, boolean trial) {
    if (!ACTIVE.isBound()) {
      return false;
    }
    Restoring active = ACTIVE.get();
    // What is given up at once may be there beside what is taken already.
    long left = trial ? active.most : active.most - active.taken;
    long size = size(type.shape(), left);
    if (size > left) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight %s %s: the file's weights have %,d elements, of which %,d are left",
              name,
              type.shape(),
              active.most,
              left));
    }
    long room = trial ? active.mostBytes : active.mostBytes - active.bytes;
    if (size > room / type.dtype().bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight %s %s takes %,d bytes: of the %,d that weights may take here%s, %,d are left",
              name,
              type,
              size * type.dtype().bytes(),
              active.mostBytes,
              active.mostBytes == active.limits.bytes() ? " (LoadLimits.bytes)" : "",
              room));
    }
    active.taken += trial ? 0 : size;
    active.bytes += trial ? 0 : size * type.dtype().bytes();
    return true;
  }

  /// Checks that there is room for numbers that the file does not have, since they follow from
  /// others: together such may be as many as the file has.
  ///
  /// @throws IllegalArgumentException if they are more
  public static void allows(String name, Shape shape) {
    if (!ACTIVE.isBound()) {
      return;
    }
    Restoring active = ACTIVE.get();
    long left = Math.max(active.most, LEAST_DERIVED) - active.derived;
    long size = size(shape, left);
    if (size > left) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight %s %s: larger than all weights of the file, %,d elements",
              name,
              shape,
              active.most));
    }
    active.derived += size;
  }

  /// {@return the number of elements, or one more than a limit}
  private static long size(Shape shape, long limit) {
    long size = 1;
    for (long dim : shape.dims()) {
      size = dim > 0 && size > limit / dim ? limit + 1 : size * dim;
    }
    return size;
  }
}
