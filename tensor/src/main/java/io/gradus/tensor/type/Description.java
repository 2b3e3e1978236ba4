package io.gradus.tensor.type;

import java.util.Locale;

/// A type in words.
final class Description {
  private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

  private Description() {}

  static String of(TensorType type) {
    return "%s, %s: %s".formatted(kind(type.shape()), type.dtype(), extent(type));
  }

  private static String kind(Shape shape) {
    return switch (shape.rank()) {
      case 0 -> "scalar";
      case 1 -> "vector of length " + (shape.isKnown() ? shape.dim(0) : "?");
      case 2 -> "matrix of shape " + tuple(shape);
      default -> "rank-" + shape.rank() + " tensor of shape " + tuple(shape);
    };
  }

  private static String tuple(Shape shape) {
    String lengths = shape.toString();
    return "(" + lengths.substring(1, lengths.length() - 1) + ")";
  }

  private static String extent(TensorType type) {
    if (!type.shape().isKnown()) {
      return "number of values not known yet";
    }
    long size = type.shape().size();
    String values = String.format(Locale.ROOT, "%,d %s", size, size == 1 ? "value" : "values");
    return values + ", " + memory((double) size * type.dtype().bytes());
  }

  /// {@return the bytes in the largest unit, of 1024 the next smaller ones, that gives at least 1}
  private static String memory(double bytes) {
    if (bytes < 1024) {
      return (long) bytes + (bytes == 1 ? " byte" : " bytes");
    }
    int unit = -1;
    double amount = bytes;
    while (amount >= 1023.5 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    String digits = String.format(Locale.ROOT, amount < 99.95 ? "%.1f" : "%.0f", amount);
    String shown = digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    return shown + " " + UNITS[unit];
  }
}
