package io.gradus.nn.model;

import java.util.List;
import java.util.Map;

/// What `fit` measured (`keras.callbacks.History`): for each name, such as `loss` or
/// `val_accuracy`, one value for each epoch.
///
/// @param values the values by name, in the order of the progress line
public record History(Map<String, List<Double>> values) {
  /// {@return the values of one name, one for each epoch}
  ///
  /// @throws IllegalArgumentException if there is no such name, listing those there are
  public List<Double> get(String name) {
    List<Double> found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "history: no \"" + name + "\"; there are " + String.join(", ", values.keySet()));
    }
    return found;
  }

  /// {@return the value of one name after the last epoch}
  public double last(String name) {
    return get(name).getLast();
  }
}
