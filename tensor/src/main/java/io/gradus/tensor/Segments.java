package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Parts of a tensor taken together: segments of the first axis, overlapping stretches of the last.
public sealed interface Segments extends Valued permits Operand {
  /// {@return for each of `count` segments the sum of the subtensors along the first axis that
  /// belong to it, 0 of none (Keras' `segment_sum`)}
  ///
  /// @param segments an integer vector: for each position of the first axis the number of its
  ///   segment; what belongs to none of `count` segments is left out
  default Tensor segmentSum(Operand segments, int count) {
    Tensor x = value();
    Tensor numbers = numbers("segmentSum", x, segments.value(), count);
    Tensor inside = numbers.greaterEqual(0).logicalAnd(numbers.less(count));
    Tensor places = inside.where(numbers, count).expandDims(-1);
    Shape all = Shape.of(count + 1).concat(x.shape().from(1));
    return x.cast(x.dtype().promoteWeakInteger()).scatter(places, all).get(Index.to(count));
  }

  /// {@return for each of `count` segments the largest elements of the subtensors along the first
  /// axis that belong to it, −∞ of none (Keras' `segment_max`). Looks at each subtensor for each
  /// segment}
  ///
  /// @param segments an integer vector: for each position of the first axis the number of its
  ///   segment; what belongs to none of `count` segments is left out
  /// @throws DTypeException if the elements are not floating
  default Tensor segmentMax(Operand segments, int count) {
    Tensor x = value();
    if (!x.dtype().isFloating()) {
      throw new DTypeException("segmentMax: needs floating numbers; got x=" + x.type());
    }
    Tensor numbers = numbers("segmentMax", x, segments.value(), count);
    Tensor all = Apply.beside(x, () -> Tensor.arange(count)).expandDims(-1);
    long[] open = new long[x.rank() + 1];
    Arrays.fill(open, 1);
    open[0] = count;
    open[1] = x.dim(0);
    Tensor belongs = all.equal(numbers.expandDims(0)).reshape(open);
    return belongs.where(x.expandDims(0), Double.NEGATIVE_INFINITY).max(1);
  }

  /// {@return stretches of `length` elements of the last axis that begin `stride` elements apart,
  /// as a new axis before it; what is left at the end is left out (Keras' `extract_sequences`)}
  ///
  /// @throws ShapeException if the axis is shorter than a stretch, or length or stride is below 1
  default Tensor sequences(int length, int stride) {
    Tensor x = value();
    if (x.rank() == 0 || length < 1 || stride < 1 || x.dim(-1) < length) {
      throw new ShapeException(
          "sequences: needs a last axis of at least the length, which must be at least 1 as the"
              + " stride must; got x=%s, length %d, stride %d".formatted(x.type(), length, stride));
    }
    int count = Math.toIntExact((x.dim(-1) - length) / stride + 1);
    int[] positions =
        IntStream.range(0, count * length).map(i -> i / length * stride + i % length).toArray();
    Tensor indices = Apply.beside(x, () -> Tensor.of(positions)).reshape(count, length);
    return x.gather(indices, -1);
  }

  private static Tensor numbers(String name, Tensor x, Tensor segments, int count) {
    boolean fits = x.rank() > 0 && segments.rank() == 1 && segments.dim(0) == x.dim(0);
    if (!fits || !segments.dtype().isInteger() || count < 1) {
      throw new ShapeException(
          "%s: needs an integer for each position of the first axis, and at least one segment; got"
                  .formatted(name)
              + " x=%s, segments=%s, count %d".formatted(x.type(), segments.type(), count));
    }
    return segments.cast(DType.INT32);
  }
}
