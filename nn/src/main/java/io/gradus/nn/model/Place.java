package io.gradus.nn.model;

import java.util.List;

/// An output of a call, as Keras writes it: `[layer, call, output]`.
///
/// @param caller the name of the layer or operation that is called
/// @param call the number of the call, from 0
/// @param output the number of the output
record Place(String caller, int call, int output) {
  /// {@return whether a value is such a place}
  static boolean isPlace(Object value) {
    return value instanceof List<?> parts
        && parts.size() == 3
        && parts.get(0) instanceof String
        && parts.get(1) instanceof Number
        && parts.get(2) instanceof Number;
  }

  /// {@return the place that a configuration holds}
  ///
  /// @throws IllegalArgumentException if the value is none
  static Place of(Object value) {
    if (value instanceof List<?> parts
        && isPlace(value)
        && parts.get(1) instanceof Number call
        && parts.get(2) instanceof Number output) {
      return new Place(String.valueOf(parts.get(0)), call.intValue(), output.intValue());
    }
    throw new IllegalArgumentException("expected [layer, call, output], got " + value);
  }

  List<Object> written() {
    return List.of(caller, call, output);
  }
}
