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

  // What an adaptation may take in any case.
  private static final long LEAST_DERIVED = 1 << 20;

  // What may be computed to see types that follow from elements.
  private static final long MOST_IN_SAMPLE = 1 << 22;

  private final LoadLimits limits;
  private final long most;
  private final long mostBytes;
  private final long start = System.nanoTime();
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
    return ScopedValue.where(ACTIVE, new Restoring(limits, elements, bytes)).call(code);
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

  /// Checks that there is time left, where a layer is made for a file.
  ///
  /// @throws IllegalArgumentException if there is none
  static void checkTime() {
    if (ACTIVE.isBound()) {
      Restoring active = ACTIVE.get();
      if ((System.nanoTime() - active.start) / 1_000_000_000 >= active.limits.seconds()) {
        throw beyond("layers that take more than %,d seconds", active.limits.seconds());
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
              "weight %s %s: of the %,d bytes that weights may take here, %,d are left",
              name,
              type,
              active.mostBytes,
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
