package io.gradus.nn.optimizer;

import io.gradus.tensor.Variable;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pieces of an optimizer's state, by the names the optimizer gave: those for one variable, or
/// those for all.
public final class Slots {
  private final Map<String, Variable> state;

  Slots(Map<String, Variable> state) {
    this.state = state;
  }

  /// {@return the state of this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing those there are
  public Variable get(String name) {
    Variable slot = state.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "optimizer: no state called " + name + " in " + state.keySet());
    }
    return slot;
  }

  /// {@return the state of this name, or null if there is none}
  public @Nullable Variable find(String name) {
    return state.get(name);
  }

  Collection<Variable> all() {
    return state.values();
  }
}
