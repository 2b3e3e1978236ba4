package io.gradus.nn.schedule;

import io.gradus.nn.config.Limits;

/// A learning rate: a number, which may be changed between steps, or a [Schedule].
public sealed interface LearningRate permits LearningRate.Fixed, Schedule {
  /// {@return the learning rate that is this number until it is changed}
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  static LearningRate of(double value) {
    return new Fixed(value);
  }

  /// A number.
  ///
  /// @param value at least 0
  record Fixed(double value) implements LearningRate {
    /// Checks the number.
    public Fixed {
      Limits.atLeast("optimizer", "learningRate", value, 0);
    }

    /// {@return the number}
    @Override
    public String toString() {
      return value == Math.rint(value) && value < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }
}
