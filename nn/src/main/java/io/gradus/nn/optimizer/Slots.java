package io.gradus.nn.optimizer;

import io.gradus.tensor.Variable;
import java.util.Map;

/// An optimizer's state for one variable, by the names the optimizer gave.
public final class Slots {
  private final Map<String, Variable> state;

  Slots(Map<String, Variable> state) {
    this.state = state;
  }

  /// {@return the state of this name}
  public Variable get(String name) {
    Variable slot = state.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "optimizer: no state called " + name + " in " + state.keySet());
    }
    return slot;
  }
}
