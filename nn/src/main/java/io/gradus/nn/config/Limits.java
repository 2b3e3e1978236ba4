package io.gradus.nn.config;

/// Checks of settings: each gives the value back, or says what it must be.
public final class Limits {
  private Limits() {}

  /// {@return the value, which must be at least `low` and finite}
  ///
  /// @param of whose setting it is, such as `adam`
  /// @param name the setting
  public static double atLeast(String of, String name, double value, double low) {
    if (!(value >= low && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: %s must be at least %s, got %s".formatted(of, name, text(low), text(value)));
    }
    return value;
  }

  /// {@return the value, which must be greater than `low` and finite}
  ///
  /// @param of whose setting it is
  /// @param name the setting
  public static double above(String of, String name, double value, double low) {
    if (!(value > low && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: %s must be greater than %s, got %s".formatted(of, name, text(low), text(value)));
    }
    return value;
  }

  /// {@return the value, which must be at most `high` and finite}
  ///
  /// @param of whose setting it is
  /// @param name the setting
  public static double atMost(String of, String name, double value, double high) {
    if (!(value <= high && value > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: %s must be at most %s, got %s".formatted(of, name, text(high), text(value)));
    }
    return value;
  }

  /// {@return the value, which must be at least `low` and at most `high`}
  ///
  /// @param of whose setting it is
  /// @param name the setting
  public static double within(String of, String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "%s: %s must be in [%s, %s], got %s"
              .formatted(of, name, text(low), text(high), text(value)));
    }
    return value;
  }

  /// {@return the value, which must be finite}
  ///
  /// @param of whose setting it is
  /// @param name the setting
  public static double finite(String of, String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be finite, got %s".formatted(of, name, value));
    }
    return value;
  }

  // Whole numbers without a point; the first of `1.5` and `NaN` stays as it is.
  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
