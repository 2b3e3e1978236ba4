package io.gradus.nn.layer;

import io.gradus.tensor.type.Shape;
import java.util.Locale;

/// A model being read from a file. Its weights need no first values: they are zeros until the
/// file's are in, and may have no more elements than the file, so that a configuration of huge
/// numbers takes no memory.
public final class Restoring {
  private static final ScopedValue<Restoring> ACTIVE = ScopedValue.newInstance();

  // What an adaptation may take in any case.
  private static final long LEAST_DERIVED = 1 << 20;

  private final long most;
  private long taken;
  private long derived;

  private Restoring(long most) {
    this.most = most;
  }

  /// {@return what the code gives, in which weights are made for a file's}
  ///
  /// @param elements the number of elements in the file
  public static <T, X extends Throwable> T within(long elements, ScopedValue.CallableOp<T, X> code)
      throws X {
    return ScopedValue.where(ACTIVE, new Restoring(elements)).call(code);
  }

  /// {@return whether a new weight's value is going to come of a file}
  ///
  /// @param trial whether the weight is given up at once
  /// @throws IllegalArgumentException if the file has not as many elements
  static boolean takes(String name, Shape shape, boolean trial) {
    if (!ACTIVE.isBound()) {
      return false;
    }
    Restoring active = ACTIVE.get();
    // What is given up at once may be there beside what is taken already.
    long left = trial ? active.most : active.most - active.taken;
    long size = size(shape, left);
    if (size > left) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight %s %s: the file's weights have %,d elements, of which %,d are left",
              name,
              shape,
              active.most,
              left));
    }
    active.taken += trial ? 0 : size;
    return true;
  }

  /// Checks that there is room for a weight that the file does not have, since it follows from
  /// others: together such weights may have as many elements as the file.
  ///
  /// @throws IllegalArgumentException if it is larger
  static void allows(String name, Shape shape) {
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
