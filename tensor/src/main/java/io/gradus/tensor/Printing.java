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
  private static final double LIMIT_FLOAT32 = 1e6;

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
    int width = texts.stream().mapToInt(String::length).max().orElse(0);
    IntFunction<String> padded = i -> " ".repeat(width - texts.get(i).length()) + texts.get(i);
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
      case UINT8, INT32, INT64 -> Long.toString(x.toLongArray()[0]);
      case FLOAT32, FLOAT64 -> scalarFloat(x);
    };
  }

  private static String scalarFloat(Tensor x) {
    double value = x.item();
    if (!Double.isFinite(value)) {
      return special(value);
    }
    double size = Math.abs(value);
    double limit = x.dtype() == DType.FLOAT32 ? LIMIT_FLOAT32 : 1e16;
    boolean scientific = size != 0 && (size >= limit || size < 1e-4);
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
      case UINT8, INT32, INT64 -> {
        for (long value : x.toLongArray()) {
          texts.add(Long.toString(value));
        }
      }
      case FLOAT32, FLOAT64 -> floats(texts, x);
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
      String text =
          scientific
              ? scientific(significant(exact(value), digits + 1), digits, exponents)
              : positional(shown(value, x.dtype(), false), digits);
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
    // NumPy compares in the elements' type.
    return dtype == DType.FLOAT32
        ? largest >= LIMIT_FLOAT32
            || (largest > 0
                && ((float) smallest < 1e-4f || (float) largest / (float) smallest > 1000))
        : largest >= 1e8 || (largest > 0 && (smallest < 1e-4 || largest / smallest > 1000));
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
    boolean single = dtype == DType.FLOAT32;
    BigDecimal shortest =
        new BigDecimal(single ? Float.toString((float) size) : Double.toString(size));
    BigDecimal one = significant(exact(value), 1);
    boolean oneIsEnough = single ? one.floatValue() == (float) size : one.doubleValue() == size;
    return stripped(oneIsEnough ? one : shortest);
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
