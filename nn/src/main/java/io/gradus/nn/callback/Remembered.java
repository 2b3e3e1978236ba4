package io.gradus.nn.callback;

import io.gradus.tensor.Tensor;
import java.util.Map;

/// What a callback remembered in a training that is resumed.
///
/// @param callback the callback, for messages
/// @param state its tensors by name
record Remembered(String callback, Map<String, Tensor> state) {
  /// {@return the tensor of this name}
  ///
  /// @throws IllegalArgumentException if there is none: the earlier run had other callbacks
  Tensor tensor(String name) {
    Tensor found = state.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s: the training that is resumed had other callbacks; no \"%s\" in %s"
              .formatted(callback, name, state.keySet()));
    }
    return found;
  }
}
