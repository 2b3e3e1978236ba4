package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The text of a tensor, letter for letter as NumPy's `print` gives it with its default options.
final class Printing {
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final int WIDTH = 75;
  private static final int PRECISION = 8;
  private static final int GENERAL = 6;
  private static final List<RoundingMode> NEAREST_FIRST =
      List.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN);
  private static final short LARGEST_HALF = 0x7BFF;
  // NumPy calls a number small below this.
  private static final double SMALL = 1e-4;

  private final boolean summarised;
  private final IntFunction<String> element;

  private Printing(boolean summarised, IntFunction<String> element) {
    this.summarised = summarised;
    this.element = element;
  }

  static String text(Tensor x) {
    if (x.rank() == 0) {
      return scalar(x);
    }
    if (x.size() == 0) {
      return "[]";
    }
    boolean summarised = x.size() > THRESHOLD;
    // What is not shown must not widen the columns either.
    Tensor shown = summarised ? edges(x) : x;
    List<String> texts = texts(shown);
    // NumPy does not know the widths of ml_dtypes' types.
    boolean aligned = x.dtype() != DType.BFLOAT16;
    int width = aligned ? texts.stream().mapToInt(String::length).max().orElse(0) : 0;
    IntFunction<String> padded =
        i -> " ".repeat(Math.max(0, width - texts.get(i).length())) + texts.get(i);
    StringBuilder out = new StringBuilder();
    new Printing(summarised, padded).append(out, shown, x, 0, 0, 1);
    return out.toString();
  }

  private static Tensor edges(Tensor x) {
    Tensor result = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      long n = x.dim(axis);
      if (n > 2 * EDGE) {
        int[] kept = new int[2 * EDGE];
        for (int i = 0; i < EDGE; i++) {
          kept[i] = i;
          kept[EDGE + i] = Math.toIntExact(n - EDGE + i);
        }
        result = result.gather(Tensor.of(kept), axis);
      }
    }
    return result;
  }

  /// Appends one level; `at` is the row-major position of its first element among the shown.
  private void append(StringBuilder out, Tensor shown, Tensor whole, int axis, int at, int indent) {
    int n = Math.toIntExact(shown.dim(axis));
    boolean cut = summarised && whole.dim(axis) > 2 * EDGE;
    out.append('[');
    if (axis == shown.rank() - 1) {
      appendRow(out, n, cut, at, indent, WIDTH - shown.rank());
    } else {
      int inner = 1;
      for (int a = axis + 1; a < shown.rank(); a++) {
        inner *= Math.toIntExact(shown.dim(a));
      }
      String gap = "\n".repeat(shown.rank() - axis - 1) + " ".repeat(indent);
      for (int i = 0; i < n; i++) {
        if (i > 0) {
          out.append(gap);
        }
        if (cut && i == EDGE) {
          out.append("...").append(gap);
        }
        append(out, shown, whole, axis + 1, at + i * inner, indent + 1);
      }
    }
    out.append(']');
  }

  private void appendRow(StringBuilder out, int n, boolean cut, int at, int indent, int width) {
    int column = indent;
    for (int i = 0; i < n; i++) {
      if (cut && i == EDGE) {
        column = appendWord(out, "...", i > 0, column, indent, width);
      }
      column = appendWord(out, element.apply(at + i), i > 0, column, indent, width);
    }
  }

  // A word that would end beyond the width starts a new line, and the old one loses its last
  // blanks.
  private static int appendWord(
      StringBuilder out, String word, boolean spaced, int column, int indent, int width) {
    int end = column + word.length();
    if (spaced && end > width) {
      while (out.charAt(out.length() - 1) == ' ') {
        out.setLength(out.length() - 1);
      }
      out.append('\n').append(" ".repeat(indent)).append(word);
      return indent + word.length() + 1;
    }
    if (spaced) {
      out.append(' ');
    }
    out.append(word);
    return end + 1;
  }

  private static String scalar(Tensor x) {
    return switch (x.dtype()) {
      case BOOL -> x.item() != 0 ? "True" : "False";
      case FLOAT16, FLOAT32, FLOAT64 -> scalarFloat(x);
      default -> texts(x).getFirst();
    };
  }

  private static String scalarFloat(Tensor x) {
    double value = x.item();
    if (!Double.isFinite(value)) {
      return special(value);
    }
    double size = Math.abs(value);
    double limit = x.dtype() == DType.FLOAT64 ? 1e16 : limit(x.dtype());
    boolean scientific = size != 0 && (size >= limit || size < SMALL);
    BigDecimal shortest = shortest(value, x.dtype());
    String text =
        scientific
            ? scientific(shortest, shortest.precision() - 1, 2).replace(".e", "e")
            : positional(shortest, 0) + (shortest.scale() <= 0 ? "0" : "");
    return isNegative(value) ? "-" + text : text;
  }

  private static List<String> texts(Tensor x) {
    List<String> texts = new ArrayList<>();
    switch (x.dtype()) {
      case BOOL -> {
        for (double value : x.toDoubleArray()) {
          texts.add(value != 0 ? " True" : "False");
        }
      }
      case UINT64 -> {
        for (long value : x.toLongArray()) {
          texts.add(Long.toUnsignedString(value));
        }
      }
      case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> {
        for (long value : x.toLongArray()) {
          texts.add(Long.toString(value));
        }
      }
      case FLOAT16, FLOAT32, FLOAT64 -> floats(texts, x);
      case BFLOAT16 -> {
        for (double value : x.toDoubleArray()) {
          texts.add(general(value));
        }
      }
    }
    return texts;
  }

  private static void floats(List<String> texts, Tensor x) {
    double[] values = x.toDoubleArray();
    boolean scientific = isScientific(values, x.dtype());
    int digits = 0;
    int exponents = 2;
    for (double value : values) {
      if (Double.isFinite(value)) {
        BigDecimal shown = shown(value, x.dtype(), scientific);
        digits = Math.max(digits, scientific ? shown.precision() - 1 : shown.scale());
        exponents = Math.max(exponents, Integer.toString(Math.abs(exponent(shown))).length());
      }
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        texts.add(special(value));
        continue;
      }
      BigDecimal shown = shown(value, x.dtype(), scientific);
      boolean longer = scientific && shown.precision() <= digits;
      String text =
          scientific
              ? scientific(
                  longer ? significant(exact(value), digits + 1) : shown, digits, exponents)
              : positional(shown, digits);
      texts.add(isNegative(value) ? "-" + text : text);
    }
  }

  private static boolean isScientific(double[] values, DType dtype) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      double size = Math.abs(value);
      if (Double.isFinite(value) && size > 0) {
        largest = Math.max(largest, size);
        smallest = Math.min(smallest, size);
      }
    }
    return largest >= limit(dtype)
        || (largest > 0 && (smallest < small(dtype) || quotient(largest, smallest, dtype) > 1000));
  }

  /// {@return from where on NumPy writes all of an array with exponents}
  private static double limit(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 1e3;
      case FLOAT32 -> 1e6;
      default -> 1e8;
    };
  }

  // NumPy compares in the elements' type.
  private static double small(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) SMALL));
      case FLOAT32 -> (float) SMALL;
      default -> SMALL;
    };
  }

  private static double quotient(double x, double y, DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) x / (float) y));
      case FLOAT32 -> (float) x / (float) y;
      default -> x / y;
    };
  }

  /// Six digits, as C's `%g` and so ml_dtypes gives them.
  private static String general(double value) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    String sign = isNegative(value) ? "-" : "";
    if (value == 0) {
      return sign + "0";
    }
    BigDecimal shown = stripped(significant(exact(value), GENERAL));
    int exponent = exponent(shown);
    return exponent < -4 || exponent >= GENERAL
        ? sign + scientific(shown, shown.precision() - 1, 2).replace(".e", "e")
        : sign + shown.toPlainString();
  }

  /// The size of a number with as many digits as it needs, but no more than the precision.
  private static BigDecimal shown(double value, DType dtype, boolean scientific) {
    BigDecimal shortest = shortest(value, dtype);
    int digits = scientific ? shortest.precision() - 1 : shortest.scale();
    if (digits <= PRECISION) {
      return shortest;
    }
    BigDecimal rounded =
        scientific
            ? significant(exact(value), PRECISION + 1)
            : exact(value).setScale(PRECISION, RoundingMode.HALF_EVEN);
    return stripped(rounded);
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(Math.abs(value));
  }

  private static BigDecimal significant(BigDecimal x, int digits) {
    return x.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static BigDecimal stripped(BigDecimal x) {
    return x.signum() == 0 ? BigDecimal.ZERO : x.stripTrailingZeros();
  }

  // The shortest decimal that reads back as the same number of its type. Java gives two digits
  // where one would do.
  private static BigDecimal shortest(double value, DType dtype) {
    double size = Math.abs(value);
    if (dtype == DType.FLOAT16) {
      return shortestHalf((float) size);
    }
    boolean single = dtype == DType.FLOAT32;
    BigDecimal shortest =
        new BigDecimal(single ? Float.toString((float) size) : Double.toString(size));
    BigDecimal one = significant(exact(value), 1);
    boolean oneIsEnough = single ? one.floatValue() == (float) size : one.doubleValue() == size;
    return stripped(oneIsEnough ? one : shortest);
  }

  // The nearest number of so many digits, or the one on the other side: above a power of two the
  // next float16 is twice as far away as below.
  private static BigDecimal shortestHalf(float half) {
    BigDecimal exact = exact(half);
    for (int digits = 1; ; digits++) {
      for (RoundingMode mode : NEAREST_FIRST) {
        BigDecimal number = exact.round(new MathContext(digits, mode));
        if (isHalf(number, half)) {
          return stripped(number);
        }
      }
    }
  }

  /// {@return whether the number is nearer to the `float16` than to its neighbours}
  private static boolean isHalf(BigDecimal number, float half) {
    short bits = Float.floatToFloat16(half);
    double below = bits == 0 ? half : Float.float16ToFloat((short) (bits - 1));
    double above = bits == LARGEST_HALF ? 0x1p16 : Float.float16ToFloat((short) (bits + 1));
    int low = number.compareTo(new BigDecimal((below + half) / 2));
    int high = number.compareTo(new BigDecimal((half + above) / 2));
    return bits % 2 == 0 ? low >= 0 && high <= 0 : low > 0 && high < 0;
  }

  private static boolean isNegative(double value) {
    return value < 0 || (value == 0 && 1 / value < 0);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  /// Digits padded with blanks on the right to `digits` places, as NumPy aligns the points.
  private static String positional(BigDecimal value, int digits) {
    String text = value.toPlainString();
    return (value.scale() <= 0 ? text + "." : text)
        + " ".repeat(Math.max(0, digits - Math.max(0, value.scale())));
  }

  private static int exponent(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }

  private static String scientific(BigDecimal value, int digits, int exponentDigits) {
    String all = value.unscaledValue().toString();
    String fraction = all.substring(1);
    if (fraction.length() > digits) {
      fraction = fraction.substring(0, digits);
    }
    int exponent = exponent(value);
    String power = Integer.toString(Math.abs(exponent));
    return all.charAt(0)
        + "."
        + fraction
        + "0".repeat(digits - fraction.length())
        + (exponent < 0 ? "e-" : "e+")
        + "0".repeat(Math.max(0, exponentDigits - power.length()))
        + power;
  }
}
