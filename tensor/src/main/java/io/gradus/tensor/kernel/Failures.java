package io.gradus.tensor.kernel;

import org.jspecify.annotations.Nullable;

/// What was thrown on one thread and is to be told on another.
final class Failures {
  private Failures() {}

  /// Throws it, unless it is null.
  static void rethrow(@Nullable Throwable thrown) {
    switch (thrown) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      // Neither a task nor a supplier declares a checked exception, but may throw one all the same.
      case Throwable other -> throw new IllegalStateException(other);
    }
  }
}
