package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers of any type as integers: indices, labels, data for an integer input. Each must be whole
/// and in a range; the first that is not is refused, wherever the operation runs, in a recorded
/// program too. No gradient.
///
/// @param what what a number is, in messages: `embedding: index`
/// @param dtype the integer type of the result
/// @param least the least number of the range
/// @param most the greatest
/// @param also a number that is allowed beside the range, or null
/// @param range what a message says of others: `out of range for 5 rows`
/// @param place what a message ends with: ` (in layer "embedding")`
public record WholeNumbers(
    String what,
    DType dtype,
    long least,
    long most,
    @Nullable Long also,
    String range,
    String place)
    implements Op.Single {
  /// {@return for numbers from 0 up to but not including a count}
  ///
  /// ```java
  /// var row = WholeNumbers.below(5, "rows", "embedding: index", DType.INT32, "");
  /// row.of(Tensor.of(4f, 5f)); // embedding: index 5.0 at [1] is out of range for 5 rows
  /// ```
  ///
  /// @param count how many there are: the numbers end before it
  /// @param things in messages, what there are so many of: `rows`
  /// @param what in messages, what a number is, and who asks: `embedding: index`
  /// @param dtype the integer type of the result
  /// @param place what messages end with: ` (in layer "embedding")`, or nothing
  public static WholeNumbers below(
      long count, String things, String what, DType dtype, String place) {
    String range = "out of range for %d %s".formatted(count, things);
    return new WholeNumbers(what, dtype, 0, count - 1, null, range, place);
  }

  /// {@return for all numbers that a type has}
  ///
  /// @param dtype the integer type of the result
  /// @param what in messages, what a number is, and who asks: `model: input`
  /// @param place what messages end with: ` (in layer "embedding")`, or nothing
  public static WholeNumbers of(DType dtype, String what, String place) {
    boolean signed = !dtype.isUnsigned();
    int bits = Math.toIntExact(8L * dtype.bytes());
    long most = dtype == DType.UINT64 ? Long.MAX_VALUE : (1L << (signed ? bits - 1 : bits)) - 1;
    return new WholeNumbers(what, dtype, signed ? -most - 1 : 0, most, null, "no " + dtype, place);
  }

  /// {@return these, one more number allowed}
  public WholeNumbers also(long number) {
    return new WholeNumbers(what, dtype, least, most, number, range, place);
  }

  /// {@return the checked numbers as integers}
  ///
  /// @throws IllegalArgumentException if one is not whole or not in the range, with its position
  public Tensor of(Tensor numbers) {
    return Tensor.apply(this, numbers).getFirst();
  }

  /// Checks numbers that are known.
  ///
  /// @throws IllegalArgumentException if one is not whole or not in the range, with its position
  public void check(Tensor numbers) {
    Strided x = numbers.strided();
    check(dense(x.storage().device().kernels(), x));
  }

  private static Strided dense(Kernels kernels, Strided x) {
    if (x.isDense()) {
      return x;
    }
    Strided dense = Strided.allocate(x.storage().device(), x.type());
    kernels.copy(dense, x);
    return dense;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    if (!dtype.isInteger()) {
      throw new DTypeException("wholeNumbers: needs an integer type; got " + dtype);
    }
    return inputs.getFirst().withDType(dtype);
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    check(dense(kernels, x));
    if (x.dtype() == dtype) {
      kernels.copy(out, x);
    } else {
      kernels.cast(out, x);
    }
  }

  private void check(Strided x) {
    int from = Math.toIntExact(x.offset());
    int n = Math.toIntExact(x.size());
    switch (x.dtype()) {
      case INT32 -> check(x.ints(), from, n, x.shape());
      case INT64 -> check(x.longs(), from, n, x.shape());
      case FLOAT32 -> check(x.floats(), from, n, x.shape());
      default -> {
        for (int i = 0; i < n; i++) {
          checkOther(x, from + i, i);
        }
      }
    }
  }

  // The usual kinds have loops of their own.
  private void check(int[] x, int from, int n, Shape shape) {
    for (int i = 0; i < n; i++) {
      if (!isIn(x[from + i])) {
        throw refused(Integer.toString(x[from + i]), true, i, shape);
      }
    }
  }

  private void check(long[] x, int from, int n, Shape shape) {
    for (int i = 0; i < n; i++) {
      if (!isIn(x[from + i])) {
        throw refused(Long.toString(x[from + i]), true, i, shape);
      }
    }
  }

  private void check(float[] x, int from, int n, Shape shape) {
    for (int i = 0; i < n; i++) {
      if (!isIn(x[from + i])) {
        throw refused(Float.toString(x[from + i]), isWhole(x[from + i]), i, shape);
      }
    }
  }

  private void checkOther(Strided x, int at, int i) {
    switch (x.dtype()) {
      case FLOAT64, FLOAT16, BFLOAT16 -> {
        double value =
            switch (x.dtype()) {
              case FLOAT64 -> x.doubles()[at];
              case FLOAT16 -> Float.float16ToFloat(x.shorts()[at]);
              default -> Float.intBitsToFloat(x.shorts()[at] << 16);
            };
        if (!isIn(value)) {
          throw refused(Double.toString(value), isWhole(value), i, x.shape());
        }
      }
      case UINT64 -> {
        long value = x.longs()[at];
        if (value < 0 || !isIn(value)) {
          throw refused(Long.toUnsignedString(value), true, i, x.shape());
        }
      }
      default -> {
        long value =
            switch (x.dtype()) {
              case BOOL, INT8 -> x.bytes()[at];
              case UINT8 -> x.bytes()[at] & 0xFF;
              case INT16 -> x.shorts()[at];
              case UINT16 -> x.shorts()[at] & 0xFFFF;
              case UINT32 -> Integer.toUnsignedLong(x.ints()[at]);
              default -> throw new AssertionError(x);
            };
        if (!isIn(value)) {
          throw refused(Long.toString(value), true, i, x.shape());
        }
      }
    }
  }

  private boolean isIn(long value) {
    return (value >= least && value <= most) || (also != null && value == also);
  }

  // 2⁶³ is beyond every long, and (double) Long.MAX_VALUE is 2⁶³.
  private boolean isIn(double value) {
    return isWhole(value) && value < 0x1p63 && value >= -0x1p63 && isIn((long) value);
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && !Double.isInfinite(value);
  }

  private IllegalArgumentException refused(String value, boolean whole, int i, Shape shape) {
    String text = value.endsWith(".0") ? value.substring(0, value.length() - 2) : value;
    return new IllegalArgumentException(
        "%s %s%s is %s%s"
            .formatted(what, text, position(i, shape), whole ? range : "no whole number", place));
  }

  private static String position(int i, Shape shape) {
    if (shape.rank() == 0) {
      return "";
    }
    long[] at = new long[shape.rank()];
    long rest = i;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return " at " + Arrays.toString(at);
  }

  @Override
  public boolean isDifferentiable(int input) {
    return false;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    return null;
  }
}
