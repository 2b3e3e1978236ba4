package io.gradus.tensor;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The axes a reduction combines, and whether they stay with length 1.
public final class Axes {
  private final int[] axes;
  private final boolean kept;

  private Axes(int[] axes, boolean kept) {
    this.axes = axes;
    this.kept = kept;
  }

  /// {@return these axes; negative ones count from the end, and none stands for all}
  public static Axes of(int... axes) {
    return new Axes(axes.clone(), false);
  }

  /// {@return these axes, kept in the result with length 1 (`keepdims`)}
  public Axes keep() {
    return new Axes(axes, true);
  }

  /// {@return whether the axes stay in the result}
  public boolean areKept() {
    return kept;
  }

  /// {@return the axes counted from the front, in the order given; all where none are}
  int[] inOrder(String operation, Shape shape) {
    if (axes.length == 0) {
      return IntStream.range(0, shape.rank()).toArray();
    }
    int[] resolved = Arrays.stream(axes).map(axis -> shape.axis(operation, axis)).toArray();
    for (int i = 0; i < resolved.length; i++) {
      for (int j = 0; j < i; j++) {
        if (resolved[i] == resolved[j]) {
          throw new ShapeException(
              "%s: axis %d is given twice in %s"
                  .formatted(operation, resolved[i], Arrays.toString(axes)));
        }
      }
    }
    return resolved;
  }

  /// {@return the axes counted from the front, in rising order}
  int[] resolve(String operation, Shape shape) {
    return Arrays.stream(inOrder(operation, shape)).sorted().toArray();
  }

  /// Refuses axes that the shape does not have.
  void check(String operation, Shape shape) {
    var _ = inOrder(operation, shape);
  }

  /// {@return how many elements lie along the axes}
  long count(String operation, Shape shape) {
    long count = 1;
    for (int axis : inOrder(operation, shape)) {
      count *= shape.dim(axis);
    }
    return count;
  }

  /// {@return the result of a reduction over the axes, with them where they stay}
  Tensor restored(Tensor result, int[] resolved) {
    Tensor restored = result;
    if (kept) {
      for (int axis : resolved) {
        restored = restored.expandDims(axis);
      }
    }
    return restored;
  }

  /// {@return `x` with the given axes last}
  static Tensor moveToEnd(Tensor x, int[] axes) {
    int[] others =
        IntStream.range(0, x.rank())
            .filter(axis -> IntStream.of(axes).noneMatch(moved -> moved == axis))
            .toArray();
    return x.transpose(IntStream.concat(IntStream.of(others), IntStream.of(axes)).toArray());
  }

  static Tensor moveToEnd(Tensor x, int axis) {
    return axis == x.rank() - 1 ? x : x.transpose(toEnd(x.rank(), axis));
  }

  static Tensor moveFromEnd(Tensor x, int axis) {
    if (axis == x.rank() - 1) {
      return x;
    }
    int[] order = toEnd(x.rank(), axis);
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return x.transpose(inverse);
  }

  private static int[] toEnd(int rank, int axis) {
    return IntStream.concat(
            IntStream.range(0, rank).filter(other -> other != axis), IntStream.of(axis))
        .toArray();
  }

  @Override
  public String toString() {
    return Arrays.toString(axes) + (kept ? " kept" : "");
  }
}
