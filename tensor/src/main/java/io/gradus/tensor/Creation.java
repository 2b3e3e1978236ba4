package io.gradus.tensor;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Tensors whose elements follow a rule.
final class Creation {
  // Doubles that are whole numbers tell each from the next up to here.
  private static final double EXACT = 0x1p53;

  private Creation() {}

  static Tensor arange(double start, double stop, double step, DType dtype) {
    String operands = "start=%s, stop=%s, step=%s".formatted(start, stop, step);
    check(operands, step == 0, dtype);
    double count = Math.ceil((stop - start) / step);
    if (!Double.isFinite(count) || !Double.isFinite(step)) {
      throw new IllegalArgumentException("arange: numbers must be finite; got " + operands);
    }
    int n = length(operands, count);
    double last = start + (n - 1) * step;
    boolean fits = n == 0 || !dtype.isInteger() || (holds(dtype, start) && holds(dtype, last));
    checkRange(operands, fits, dtype);
    Tensor symbol = Outlining.symbol(TensorType.of(dtype, n));
    if (symbol != null) {
      return symbol;
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = start + i * step;
    }
    return Tensor.of(values).cast(dtype);
  }

  static Tensor arange(long start, long stop, long step, DType dtype) {
    String operands = "start=%d, stop=%d, step=%d".formatted(start, stop, step);
    check(operands, step == 0, dtype);
    boolean none = step > 0 ? stop <= start : stop >= start;
    // Unsigned, because the longest distance is no long.
    long distance = step > 0 ? stop - start : start - stop;
    long further = Long.divideUnsigned(distance - 1, Math.abs(step));
    int n = length(operands, none ? 0 : 1 + (further >= 0 ? (double) further : 0x1p63));
    long last = start + (n - 1) * step;
    checkRange(operands, n == 0 || (dtype.holds(start) && dtype.holds(last)), dtype);
    Tensor symbol = Outlining.symbol(TensorType.of(dtype, n));
    if (symbol != null) {
      return symbol;
    }
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = start + i * step;
    }
    return Tensor.of(values).cast(dtype);
  }

  private static void check(String operands, boolean standing, DType dtype) {
    if (standing) {
      throw new IllegalArgumentException("arange: step must not be 0; got " + operands);
    }
    if (dtype == DType.BOOL) {
      throw new DTypeException("arange: needs a number type; got bool");
    }
  }

  private static int length(String operands, double count) {
    if (count > ArrayStorage.MAX_LENGTH) {
      throw new IllegalArgumentException("arange: too many numbers for an array; got " + operands);
    }
    return (int) Math.max(0, count);
  }

  private static void checkRange(String operands, boolean fits, DType dtype) {
    if (!fits) {
      throw new DTypeException("arange: numbers must fit in " + dtype + "; got " + operands);
    }
  }

  private static boolean holds(DType dtype, double number) {
    return Math.abs(number) < EXACT && dtype.holds((long) number);
  }

  static Tensor linspace(double start, double stop, int num, boolean endpoint, DType dtype) {
    if (num < 0) {
      throw new IllegalArgumentException("linspace: num must be at least 0; got " + num);
    }
    if (dtype == DType.BOOL) {
      throw new DTypeException("linspace: needs a number type; got bool");
    }
    double parts = endpoint ? num - 1 : num;
    double step = (stop - start) / parts;
    Tensor symbol = Outlining.symbol(TensorType.of(dtype, num));
    if (symbol != null) {
      return symbol;
    }
    double[] values = new double[num];
    for (int i = 0; i < num; i++) {
      // NumPy's way where the step is too small for a double.
      double value = start + (step == 0 ? i / parts * (stop - start) : i * step);
      values[i] = i == 0 ? start : endpoint && i == num - 1 ? stop : value;
      if (dtype.isInteger()) {
        values[i] = Math.floor(values[i]);
      }
    }
    return Tensor.of(values).cast(dtype);
  }

  static Tensor linspace(Tensor start, Tensor stop, int num, boolean endpoint, int axis) {
    DType dtype = start.dtype().promote(stop.dtype()).toFloating();
    Tensor from = start.cast(dtype);
    Tensor way = stop.cast(dtype).sub(from);
    Tensor shares = linspace(0, 1, num, endpoint, dtype);
    return along(shares, way, axis, share -> from.add(way.mul(share)));
  }

  static Tensor geomspace(Tensor start, Tensor stop, int num, boolean endpoint, int axis) {
    DType dtype = start.dtype().promote(stop.dtype()).toFloating();
    Tensor from = start.cast(dtype);
    Tensor way = stop.cast(dtype).div(from);
    Tensor shares = linspace(0, 1, num, endpoint, dtype);
    return along(shares, way, axis, share -> from.mul(way.pow(share)));
  }

  /// {@return what the function makes of the numbers, which lie along a new axis before `axis`}
  private static Tensor along(Tensor shares, Tensor other, int axis, UnaryOperator<Tensor> f) {
    long[] dims = new long[other.rank() + 1];
    Arrays.fill(dims, 1);
    dims[0] = shares.dim(0);
    return f.apply(shares.reshape(dims)).moveAxis(0, axis);
  }

  static Tensor logspace(
      double start, double stop, int num, boolean endpoint, double base, DType dtype) {
    Tensor exponents = linspace(start, stop, num, endpoint, DType.FLOAT64);
    return Tensor.scalar(DType.FLOAT64, base).pow(exponents).cast(dtype);
  }

  static Tensor geomspace(double start, double stop, int num, boolean endpoint, DType dtype) {
    if (start == 0 || stop == 0 || start < 0 != stop < 0) {
      throw new IllegalArgumentException(
          "geomspace: start and stop must not be 0 and have one sign; got start=%s, stop=%s"
              .formatted(start, stop));
    }
    Tensor symbol = Outlining.symbol(TensorType.of(dtype, num));
    if (symbol != null) {
      return symbol;
    }
    double[] shares = linspace(0, 1, num, endpoint, DType.FLOAT64).toDoubleArray();
    double[] values = new double[num];
    for (int i = 0; i < num; i++) {
      double value = start * StrictMath.pow(stop / start, shares[i]);
      values[i] = endpoint && i > 0 && i == num - 1 ? stop : value;
    }
    return Tensor.of(values).cast(dtype);
  }

  static Tensor tri(long rows, long columns, long diagonal, DType dtype) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "tri: lengths must be at least 0; got %d × %d".formatted(rows, columns));
    }
    Tensor row = arange(0, rows, 1, DType.INT64).add(diagonal).expandDims(1);
    return row.greaterEqual(arange(0, columns, 1, DType.INT64)).cast(dtype);
  }

  static Tensor select(
      List<? extends Operand> conditions, List<? extends Operand> choices, Operand otherwise) {
    if (conditions.isEmpty() || conditions.size() != choices.size()) {
      throw new ShapeException(
          "select: needs a choice for each of at least one condition; got %d and %d"
              .formatted(choices.size(), conditions.size()));
    }
    Tensor result = otherwise.value();
    for (int i = conditions.size() - 1; i >= 0; i--) {
      result = conditions.get(i).where(choices.get(i), result);
    }
    return result;
  }

  static Tensor eye(long rows, long columns, long diagonal, DType dtype) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "eye: lengths must be at least 0; got %d × %d".formatted(rows, columns));
    }
    Tensor row = arange(0, rows, 1, DType.INT64).add(diagonal).expandDims(1);
    return row.equal(arange(0, columns, 1, DType.INT64)).cast(dtype);
  }

  static Tensor build(
      Shape shape, DType dtype, Function<? super long[], ? extends Number> element) {
    if (!shape.isKnown()) {
      throw new ShapeException("build: needs a known shape; got " + shape);
    }
    Tensor symbol = Outlining.symbol(new TensorType(dtype, shape));
    if (symbol != null) {
      return symbol;
    }
    int n = Math.toIntExact(shape.size());
    long[] whole = new long[n];
    double[] fractions = new double[n];
    boolean allWhole = true;
    long[] index = new long[shape.rank()];
    for (int i = 0; i < n; i++) {
      Number number = element.apply(index.clone());
      boolean isWhole = !(number instanceof Double || number instanceof Float);
      allWhole &= isWhole;
      whole[i] = number.longValue();
      fractions[i] = number.doubleValue();
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
    return (allWhole ? Tensor.of(whole, shape) : Tensor.of(fractions, shape)).cast(dtype);
  }
}
