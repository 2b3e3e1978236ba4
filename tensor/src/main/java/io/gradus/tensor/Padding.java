package io.gradus.tensor;

import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.stream.LongStream;

/// How a tensor is continued beyond its ends, named as in NumPy's `pad`.
public enum Padding {
  /// Mirrored at the outermost elements, which are not repeated: `3 2 | 1 2 3 | 2 1`.
  REFLECT {
    @Override
    long source(long position, long length) {
      long period = Math.max(1, 2 * length - 2);
      long at = Math.floorMod(position, period);
      return Math.min(at, period - at);
    }
  },
  /// Mirrored at the ends: `2 1 | 1 2 3 | 3 2`.
  SYMMETRIC {
    @Override
    long source(long position, long length) {
      long at = Math.floorMod(position, 2 * length);
      return Math.min(at, 2 * length - 1 - at);
    }
  },
  /// The outermost elements again and again: `1 1 | 1 2 3 | 3 3`.
  EDGE {
    @Override
    long source(long position, long length) {
      return Math.clamp(position, 0, length - 1);
    }
  },
  /// Periodic: `2 3 | 1 2 3 | 1 2`.
  WRAP {
    @Override
    long source(long position, long length) {
      return Math.floorMod(position, length);
    }
  };

  /// {@return the position inside that a position inside or outside repeats}
  abstract long source(long position, long length);

  /// {@return the positions inside that positions inside or outside repeat}
  Tensor source(Tensor position, long length) {
    return switch (this) {
      case REFLECT -> {
        Tensor at = position.mod(Math.max(1, 2 * length - 2));
        yield at.minimum(at.neg().add(Math.max(1, 2 * length - 2))).minimum(length - 1);
      }
      case SYMMETRIC -> {
        Tensor at = position.mod(2 * length);
        yield at.minimum(at.neg().add(2 * length - 1));
      }
      case EDGE -> position.clip(0, length - 1);
      case WRAP -> position.mod(length);
    };
  }

  static void checkRepeats(TensorType x, int axis) {
    if (x.shape().dim(axis) == 0) {
      throw new ShapeException(
          "pad: axis %d is empty, so there is nothing to repeat; got %s".formatted(axis, x));
    }
  }

  int[] positions(TensorType x, int axis, long before, long after) {
    long length = x.shape().dim(axis);
    return LongStream.range(-before, length + after)
        .mapToInt(position -> Math.toIntExact(source(position, length)))
        .toArray();
  }

  static void check(TensorType x, long[][] widths) {
    boolean pairs = Arrays.stream(widths).allMatch(w -> w.length == 2 && w[0] >= 0 && w[1] >= 0);
    if (widths.length != x.shape().rank() || !pairs) {
      throw new ShapeException(
          "pad: needs two widths of at least 0 for each axis; got %s for %s"
              .formatted(Arrays.deepToString(widths), x));
    }
  }
}
