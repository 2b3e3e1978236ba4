package io.gradus.selection.tuning;

/// How the values of a range are spread (`sampling` of KerasTuner).
public enum Scale {
  /// Evenly.
  LINEAR,
  /// Evenly by their logarithms: small values are close to each other. Needs a minimum above 0.
  LOG,
  /// As [#LOG] from the other end: large values are close to each other.
  REVERSE_LOG;

  /// {@return the value of a range at a share of it from 0 to 1}
  double value(double min, double max, double share) {
    return switch (this) {
      case LINEAR -> min + share * (max - min);
      case LOG -> min * Math.pow(max / min, share);
      case REVERSE_LOG -> max + min - min * Math.pow(max / min, 1 - share);
    };
  }

  /// {@return the share of a range, from 0 to 1, at which it has a value}
  double share(double min, double max, double value) {
    if (min == max) {
      return 0.5;
    }
    return switch (this) {
      case LINEAR -> (value - min) / (max - min);
      case LOG -> Math.log(value / min) / Math.log(max / min);
      case REVERSE_LOG -> 1 - Math.log((max + min - value) / min) / Math.log(max / min);
    };
  }

  /// {@return the number of values that a step leaves of a range: added to the last one, or by a
  /// logarithmic scale multiplied with it}
  int count(double min, double max, double step) {
    // A little more, so that 0.3 / 0.1 has three steps.
    double steps = this == LINEAR ? (max - min) / step : Math.log(max / min) / Math.log(step);
    return (int) Math.floor(steps + 1e-8) + 1;
  }

  /// {@return the value of a range after so many steps}
  double stepped(double min, double max, double step, int index) {
    return switch (this) {
      case LINEAR -> min + index * step;
      case LOG -> min * Math.pow(step, index);
      case REVERSE_LOG -> max + min - min * Math.pow(step, index);
    };
  }

  String suffix() {
    return switch (this) {
      case LINEAR -> "";
      case LOG -> ", log";
      case REVERSE_LOG -> ", reverse log";
    };
  }

  /// Checks a range.
  ///
  /// @throws IllegalArgumentException if it is none, or cannot have this scale or step
  void check(String kind, double min, double max, double step) {
    if (!(min <= max) || !Double.isFinite(max - min)) {
      throw new IllegalArgumentException(
          "%s: needs a minimum that is not above the maximum, both finite; got %s to %s"
              .formatted(kind, text(min), text(max)));
    }
    if (this != LINEAR && !(min > 0)) {
      throw new IllegalArgumentException(
          "%s: a logarithmic scale needs a minimum above 0; got %s".formatted(kind, text(min)));
    }
    if (step != 0 && !(step > (this == LINEAR ? 0 : 1))) {
      throw new IllegalArgumentException(
          "%s: the step must be above %d; got %s"
              .formatted(kind, this == LINEAR ? 0 : 1, text(step)));
    }
  }

  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
