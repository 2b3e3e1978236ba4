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

  int[] resolve(String operation, Shape shape) {
    if (axes.length == 0) {
      return IntStream.range(0, shape.rank()).toArray();
    }
    int[] resolved =
        Arrays.stream(axes).map(axis -> shape.axis(operation, axis)).sorted().toArray();
    for (int i = 1; i < resolved.length; i++) {
      if (resolved[i] == resolved[i - 1]) {
        throw new ShapeException(
            operation + ": axis " + resolved[i] + " is given twice in " + Arrays.toString(axes));
      }
    }
    return resolved;
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
