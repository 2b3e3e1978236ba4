package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.function.BinaryOperator;
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
    Tensor places = places(numbers, count).expandDims(-1);
    Shape all = Shape.of(count + 1).concat(x.shape().from(1));
    return x.scatter(places, all).get(Index.to(count));
  }

  /// {@return the numbers of segments, `count` for none of them}
  private static Tensor places(Tensor numbers, int count) {
    Tensor inside = numbers.greaterEqual(0).logicalAnd(numbers.less(count));
    return inside.where(numbers, count).cast(DType.INT32);
  }

  /// {@return for each of `count` segments the largest elements of the subtensors along the first
  /// axis that belong to it; of none −∞, or the type's least number (Keras' `segment_max`)}
  ///
  /// @param segments an integer vector: for each position of the first axis the number of its
  ///   segment; what belongs to none of `count` segments is left out
  default Tensor segmentMax(Operand segments, int count) {
    Tensor x = value();
    return reduced("segmentMax", x, segments, count, extreme(x, false), Tensor::maximum);
  }

  /// {@return for each of `count` segments the smallest elements of the subtensors along the first
  /// axis that belong to it; of none ∞, or the type's largest number (Keras' `segment_min`)}
  ///
  /// @param segments an integer vector: for each position of the first axis the number of its
  ///   segment; what belongs to none of `count` segments is left out
  default Tensor segmentMin(Operand segments, int count) {
    Tensor x = value();
    return reduced("segmentMin", x, segments, count, extreme(x, true), Tensor::minimum);
  }

  /// {@return for each of `count` segments the product of the subtensors along the first axis that
  /// belong to it, 1 of none (Keras' `segment_prod`)}
  ///
  /// @param segments an integer vector: for each position of the first axis the number of its
  ///   segment; what belongs to none of `count` segments is left out
  default Tensor segmentProd(Operand segments, int count) {
    Tensor x = value();
    Tensor one = Apply.beside(x, () -> Tensor.scalar(x.dtype(), 1));
    return reduced("segmentProd", x, segments, count, one, Tensor::mul);
  }

  private static Tensor reduced(
      String name,
      Tensor x,
      Operand segments,
      int count,
      Tensor identity,
      BinaryOperator<Tensor> function) {
    Tensor numbers = numbers(name, x, segments.value(), count);
    DType dtype = x.dtype().promoteWeakInteger();
    return SegmentScan.reduce(
            x.cast(dtype), places(numbers, count), count, identity.cast(dtype), function)
        .cast(x.dtype());
  }

  // The largest or least number of the type.
  private static Tensor extreme(Tensor x, boolean largest) {
    DType dtype = x.dtype();
    if (dtype.isFloating()) {
      double infinity = largest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      return Apply.beside(x, () -> Tensor.scalar(dtype, infinity));
    }
    if (dtype == DType.BOOL || (dtype.isUnsigned() && !largest)) {
      return Apply.beside(x, () -> Tensor.scalar(dtype, largest ? 1 : 0));
    }
    // All bits but the sign's; of unsigned numbers all.
    long most = -1L >>> (Long.SIZE - 8 * dtype.bytes() + (dtype.isUnsigned() ? 0 : 1));
    Tensor number = Apply.beside(x, () -> Tensor.of(largest ? most : -most - 1));
    return number.cast(dtype);
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
    Tensor positions =
        Outlining.table(
            x,
            (long) count * length,
            () ->
                IntStream.range(0, Math.multiplyExact(count, length))
                    .map(i -> i / length * stride + i % length)
                    .toArray());
    Tensor indices = positions.reshape(count, length);
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
    // What is beyond every long becomes negative, and belongs to no segment either.
    return segments.cast(DType.INT64);
  }
}
