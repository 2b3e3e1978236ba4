package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// The learning rate of the model in training.
final class LearningRate {
  /// Its name in logs.
  static final String NAME = "learning_rate";

  private LearningRate() {}

  /// Checks that the learning rate can be set.
  ///
  /// @param callback who wants to, for the message
  /// @throws IllegalStateException if it follows a schedule, or there are several
  static void check(String callback, Training training) {
    try {
      training.model().optimizer().learningRate();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(callback + ": " + e.getMessage(), e);
    }
  }

  static double of(Training training) {
    return training.model().optimizer().learningRate().value().item();
  }

  static void set(Training training, double rate) {
    Variable variable = training.model().optimizer().learningRate();
    variable.assign(Tensor.scalar(variable.dtype(), rate));
  }
}
