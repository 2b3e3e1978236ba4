package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Positions and counts of elements. No gradient flows through.
public sealed interface Searching extends Valued permits Operand {
  /// {@return the positions of all elements that are not 0, or true: for each axis an `int32`
  /// vector, in row-major order of the elements}
  ///
  /// @throws TracedValueException if the tensor is symbolic: the shape depends on its elements
  default List<Tensor> nonZero() {
    Tensor x = known("nonZero", value());
    double[] values = x.toDoubleArray();
    int[] found = IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    List<Tensor> positions = new ArrayList<>();
    long stride = x.size();
    for (int axis = 0; axis < x.rank(); axis++) {
      long length = Math.max(1, x.dim(axis));
      stride /= length;
      long step = Math.max(1, stride);
      int[] along = Arrays.stream(found).map(i -> (int) (i / step % length)).toArray();
      positions.add(Apply.beside(x, () -> Tensor.of(along)));
    }
    return List.copyOf(positions);
  }

  /// {@return for each of the values the position in this sorted vector before which it belongs, as
  /// `int32`: before equal elements, or with `right` behind them; NaN is the largest number}
  ///
  /// @throws ShapeException if this is no vector
  default Tensor searchSorted(Operand values, boolean right) {
    Tensor sorted = value();
    Tensor wanted = values.value();
    if (sorted.rank() != 1) {
      throw new ShapeException("searchSorted: needs a sorted vector; got " + sorted.type());
    }
    int length = Math.toIntExact(sorted.dim(0));
    Tensor position = Apply.beside(sorted, () -> Tensor.scalar(DType.INT32, 0));
    if (length == 0) {
      return position.broadcastTo(wanted.shape());
    }
    // From the highest power of two down: a step is taken if the element before its end is smaller.
    for (int step = Integer.highestOneBit(length); step > 0; step /= 2) {
      Tensor next = position.add(step);
      Tensor inside = next.lessEqual(length);
      Tensor before = sorted.gather(inside.where(next, length).sub(1), 0);
      Tensor passed = passed(before, wanted, right);
      position =
          inside.where(passed, Apply.beside(sorted, () -> Tensor.of(false))).where(next, position);
    }
    return position;
  }

  private static Tensor passed(Tensor before, Tensor wanted, boolean right) {
    Tensor passed = right ? before.lessEqual(wanted) : before.less(wanted);
    if (!wanted.dtype().isFloating()) {
      return passed;
    }
    // NaN is the largest number, as `sort` has it.
    Tensor largest = wanted.isNan();
    boolean same = right || !before.dtype().isFloating();
    return passed.logicalOr(same ? largest : largest.logicalAnd(before.isNan().logicalNot()));
  }

  /// {@return how often each number from 0 on occurs in this tensor of integers, as `int32`: a
  /// vector up to the largest number, at least `least` long}
  ///
  /// @throws DTypeException if this tensor does not hold integers
  /// @throws ShapeException if a number is negative
  /// @throws TracedValueException if the tensor is symbolic: the shape depends on its elements
  default Tensor binCount(int least) {
    Tensor x = value();
    return x.binCount(Apply.beside(x, () -> Tensor.scalar(DType.INT32, 1)), least)
        .cast(DType.INT32);
  }

  /// {@return for each number from 0 on the sum of the weights of its occurrences in this tensor of
  /// integers: a vector up to the largest number, at least `least` long, in the type that holds
  /// both}
  ///
  /// @throws DTypeException if this tensor does not hold integers
  /// @throws ShapeException if a number is negative, or the weights do not stretch to this shape
  /// @throws TracedValueException if the tensor is symbolic: the shape depends on its elements
  default Tensor binCount(Operand weights, int least) {
    Tensor x = value();
    if (!x.dtype().isInteger()) {
      throw new DTypeException("binCount: needs integers; got " + x.type());
    }
    long[] numbers = known("binCount", x).toLongArray();
    long length = least;
    for (long number : numbers) {
      if (number < 0) {
        throw new ShapeException(
            "binCount: numbers must not be negative; got %d in %s".formatted(number, x.type()));
      }
      length = Math.max(length, number + 1);
    }
    Tensor given = weights.value();
    DType dtype = x.dtype().promote(given.dtype());
    Tensor added = given.cast(dtype).broadcastTo(x.shape()).flatten();
    return Apply.two(new Indexing.ScatterAdd(0, length), x.flatten(), added);
  }

  /// {@return the elements without repetitions, in ascending order, NaN last}
  ///
  /// @throws TracedValueException if the tensor is symbolic: the shape depends on its elements
  default Tensor unique() {
    Tensor x = known("unique", value());
    if (x.dtype().isFloating()) {
      double[] sorted =
          Arrays.stream(x.toDoubleArray()).map(v -> v + 0.0).sorted().distinct().toArray();
      return Apply.beside(x, () -> Tensor.of(sorted)).cast(x.dtype());
    }
    long[] sorted = Arrays.stream(x.toLongArray()).sorted().distinct().toArray();
    return Apply.beside(x, () -> Tensor.of(sorted)).cast(x.dtype());
  }

  /// {@return where the element is one of those of the other tensor, as `bool` (`numpy.isin`); NaN
  /// is none}
  default Tensor isIn(Operand elements) {
    DType dtype = value().dtype().promote(elements.value().dtype());
    Tensor x = value().cast(dtype);
    Tensor sorted = elements.value().cast(dtype).flatten();
    if (sorted.dim(0) == 0) {
      return x.isNan().less(0);
    }
    sorted = sorted.sort(0);
    Tensor place = sorted.searchSorted(x, false).minimum(sorted.dim(0) - 1);
    return sorted.gather(place, 0).equal(x);
  }

  /// {@return for each axis of a shape the position that a position in row-major order has along it
  /// (`numpy.unravel_index`)}
  ///
  /// @throws DTypeException if this tensor does not hold integers
  default List<Tensor> unravelIndex(Shape shape) {
    Tensor x = value();
    if (!x.dtype().isInteger()) {
      throw new DTypeException("unravelIndex: needs integers; got " + x.type());
    }
    Tensor wide = x.cast(DType.INT64);
    List<Tensor> positions = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      long below = shape.from(axis + 1).size();
      positions.add(wide.floorDiv(Math.max(1, below)).mod(shape.dim(axis)).cast(x.dtype()));
    }
    return List.copyOf(positions);
  }

  /// How many elements lie between neighbouring edges.
  ///
  /// @param counts `[bins]`, as `int32`
  /// @param edges `[bins + 1]`, of which only the last belongs to the bin before it
  record Histogram(Tensor counts, Tensor edges) {}

  /// {@return how the elements spread over bins of equal width from the smallest to the largest of
  /// them (`numpy.histogram`)}
  ///
  /// @throws TracedValueException if the tensor is symbolic
  default Histogram histogram(int bins) {
    Tensor x = known("histogram", value());
    if (x.size() == 0) {
      return histogram(bins, 0, 1);
    }
    return histogram(bins, x.cast(DType.FLOAT64).min().item(), x.cast(DType.FLOAT64).max().item());
  }

  /// {@return how the elements from `low` to `high` spread over bins of equal width}
  ///
  /// @throws IllegalArgumentException if there is no bin, a bound is not finite, or `low > high`
  /// @throws TracedValueException if the tensor is symbolic
  default Histogram histogram(int bins, double low, double high) {
    Tensor x = known("histogram", value());
    if (bins < 1 || !(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "histogram: needs at least one bin and finite bounds in order; got %d, %s to %s"
              .formatted(bins, low, high));
    }
    double from = low == high ? low - 0.5 : low;
    double to = low == high ? high + 0.5 : high;
    Tensor edges = Creation.linspace(from, to, bins + 1, true, DType.FLOAT64);
    Tensor wide = x.cast(DType.FLOAT64).flatten();
    Tensor place = edges.searchSorted(wide, true).sub(1);
    Tensor last = wide.equal(to);
    Tensor inside = wide.greaterEqual(from).logicalAnd(wide.lessEqual(to));
    Tensor bin = inside.where(last.logicalNot().where(place, bins - 1), bins);
    Tensor counts = bin.cast(DType.INT32).binCount(bins + 1).get(Index.to(bins));
    return new Histogram(counts, edges.cast(x.dtype().toFloating()));
  }

  private static Tensor known(String operation, Tensor x) {
    if (x.isSymbolic()) {
      throw new TracedValueException(operation, x);
    }
    return x;
  }
}
