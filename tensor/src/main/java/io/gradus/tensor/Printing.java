package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/// The text of a tensor, letter for letter as NumPy's `print` gives it with its default options.
final class Printing {
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final int WIDTH = 75;
  private static final int PRECISION = 8;

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
  private void append(
      StringBuilder out, Tensor shown, Tensor whole, int axis, int at, int indent) {
    int n = Math.toIntExact(shown.dim(axis));
    boolean cut = summarised && whole.dim(axis) > 2 * EDGE;
    out.append('[');
    if (axis == shown.rank() - 1) {
      appendRow(out, n, cut, at, indent);
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

  private void appendRow(StringBuilder out, int n, boolean cut, int at, int indent) {
    String next = "\n" + " ".repeat(indent);
    int column = indent;
    for (int i = 0; i < n; i++) {
      if (cut && i == EDGE) {
        column = appendWord(out, "...", i > 0, column, next, indent);
      }
      column = appendWord(out, element.apply(at + i), i > 0, column, next, indent);
    }
  }

  // A word that would end beyond the line's width starts a new line.
  private static int appendWord(
      StringBuilder out, String word, boolean spaced, int column, String next, int indent) {
    int end = column + word.length();
    if (spaced && end >= WIDTH) {
      out.append(next).append(word);
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
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return special(value);
    }
    boolean scientific = size != 0 && (size >= 1e16 || size < 1e-4);
    BigDecimal exact = decimal(value, x.dtype());
    return scientific ? scientific(exact, -1) : positional(exact, -1);
  }

  private static List<String> texts(Tensor x) {
    List<String> texts = new ArrayList<>();
    switch (x.dtype()) {
      case BOOL -> {
        for (double value : x.toDoubleArray()) {
          texts.add(value != 0 ? "True" : "False");
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
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      double size = Math.abs(value);
      if (Double.isFinite(value) && size > 0) {
        largest = Math.max(largest, size);
        smallest = Math.min(smallest, size);
      }
    }
    boolean scientific =
        largest >= 1e8 || (largest > 0 && (smallest < 1e-4 || largest / smallest > 1000));
    int digits = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        BigDecimal exact = rounded(decimal(value, x.dtype()), scientific);
        digits = Math.max(digits, scientific ? exact.precision() - 1 : exact.scale());
      }
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        texts.add(special(value));
        continue;
      }
      BigDecimal exact = rounded(decimal(value, x.dtype()), scientific);
      boolean minusZero = value == 0 && 1 / value < 0;
      String text = scientific ? scientific(exact, digits) : positional(exact, digits);
      texts.add(minusZero ? "-" + text : text);
    }
  }

  private static BigDecimal rounded(BigDecimal exact, boolean scientific) {
    BigDecimal rounded =
        scientific
            ? exact.round(new java.math.MathContext(PRECISION + 1, RoundingMode.HALF_EVEN))
            : exact.setScale(Math.min(PRECISION, Math.max(0, exact.scale())), RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : plain(rounded);
  }

  private static BigDecimal plain(BigDecimal x) {
    BigDecimal stripped = x.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  // The shortest decimal that reads back as the same number of its type.
  private static BigDecimal decimal(double value, DType dtype) {
    BigDecimal shortest =
        dtype == DType.FLOAT32
            ? new BigDecimal(Float.toString((float) value))
            : new BigDecimal(Double.toString(value));
    return shortest.signum() == 0 ? BigDecimal.ZERO : plain(shortest);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  /// Digits padded with blanks on the right to `digits` places, as NumPy aligns the points.
  private static String positional(BigDecimal value, int digits) {
    String text = value.toPlainString();
    if (value.scale() <= 0) {
      text += ".";
      return digits < 0 ? text + "0" : text + " ".repeat(digits);
    }
    return text + " ".repeat(Math.max(0, digits - value.scale()));
  }

  private static String scientific(BigDecimal value, int digits) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    String all = stripped.unscaledValue().abs().toString();
    int exponent = value.signum() == 0 ? 0 : stripped.precision() - stripped.scale() - 1;
    String fraction = all.substring(1);
    String zeros = digits < 0 ? "" : "0".repeat(Math.max(0, digits - fraction.length()));
    String point = digits < 0 && fraction.isEmpty() ? "" : ".";
    return String.format(
        Locale.ROOT,
        "%s%s%s%s%se%s%02d",
        value.signum() < 0 ? "-" : "",
        all.charAt(0),
        point,
        fraction,
        zeros,
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
