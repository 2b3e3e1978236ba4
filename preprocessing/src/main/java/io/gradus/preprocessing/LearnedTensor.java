package io.gradus.preprocessing;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import org.jspecify.annotations.Nullable;

/// A tensor that a layer learns when it is adapted. The layer's forward function reads it as a
/// variable, so that recorded programs see what is learned later; its type stays what it was when
/// the layer was built.
final class LearnedTensor {
  private final String layer;
  private final String what;
  private @Nullable Tensor value;
  private @Nullable Variable variable;

  /// @param layer the layer in messages
  /// @param what what is learned, in messages
  LearnedTensor(String layer, String what) {
    this.layer = layer;
    this.what = what;
  }

  /// Gives it this value.
  ///
  /// @throws IllegalStateException if the layer is built for a value of another type
  synchronized void set(Tensor changed) {
    if (variable != null) {
      if (!variable.type().equals(changed.type())) {
        throw new IllegalStateException(
            "%s: the size of the %s must not change once the layer was called; was %s, got %s"
                .formatted(layer, what, variable.type(), changed.type()));
      }
      variable.assign(changed);
    }
    value = changed;
  }

  /// {@return the present value, or null if nothing was learned yet}
  synchronized @Nullable Tensor value() {
    return value;
  }

  /// {@return the variable that holds the value from now on}
  ///
  /// @throws IllegalStateException if nothing was learned yet
  synchronized Variable variable() {
    if (value == null) {
      throw new IllegalStateException(
          "%s: has no %s; give them, or call adapt before the layer is called"
              .formatted(layer, what));
    }
    if (variable == null) {
      variable = new Variable(what, value).trainable(false);
    }
    return variable;
  }
}
