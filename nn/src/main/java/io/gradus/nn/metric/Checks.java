package io.gradus.nn.metric;

/// Checks of settings.
final class Checks {
  private Checks() {}

  /// {@return the value, which must be at least this}
  static int atLeast(int least, String metric, String setting, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %s must be at least %d, got %d".formatted(metric, setting, least, value));
    }
    return value;
  }

  /// {@return the value, which must be in [0, 1]}
  static double share(String metric, String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: %s must be in [0, 1], got %s".formatted(metric, setting, value));
    }
    return value;
  }
}
