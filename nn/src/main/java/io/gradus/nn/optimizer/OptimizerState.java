package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Where an optimizer declares its state while it is bound to variables. The order of declaration
/// is the order of the state, as in Keras.
public final class OptimizerState {
  private final Map<Variable, Map<String, Variable>> slots = new LinkedHashMap<>();
  private final Map<String, Variable> shared = new LinkedHashMap<>();
  private final List<Variable> all = new ArrayList<>();

  OptimizerState(List<Variable> targets) {
    for (Variable target : targets) {
      if (slots.put(target, new LinkedHashMap<>()) != null) {
        throw new IllegalArgumentException(
            "optimizer: a variable is there twice: " + target.name());
      }
    }
  }

  /// {@return the variables that the optimizer changes}
  public List<Variable> targets() {
    return List.copyOf(slots.keySet());
  }

  /// Declares zeros of each variable's type: for the first variable a piece of each of these names,
  /// then for the next.
  public void zeros(String... names) {
    each(target -> {
      List<Slot> made = new ArrayList<>();
      for (String name : names) {
        made.add(slot(target, name, Tensor.zeros(target.type())));
      }
      return made;
    });
  }

  /// Declares what the function gives for each variable, one variable after the other.
  public void each(Function<Variable, List<Slot>> function) {
    slots.forEach((target, byName) -> {
      for (Slot slot : function.apply(target)) {
        byName.put(slot.key(), add(slot.name(), slot.initial()));
      }
    });
  }

  /// Declares a piece that all variables share.
  public void shared(String name, Tensor initial) {
    shared.put(name, add(name, initial));
  }

  /// {@return a piece with the name that Keras gives it, such as `dense_kernel_momentum`}
  public static Slot slot(Variable target, String name, Tensor initial) {
    return new Slot(name, target.name().replace('/', '_') + "_" + name, initial);
  }

  private Variable add(String name, Tensor initial) {
    Variable variable = new Variable(name, initial).trainable(false);
    all.add(variable);
    return variable;
  }

  Slots shared() {
    return new Slots(shared);
  }

  Map<Variable, Slots> slots() {
    Map<Variable, Slots> bound = new LinkedHashMap<>();
    slots.forEach((target, byName) -> bound.put(target, new Slots(byName)));
    return bound;
  }

  List<Variable> all() {
    return List.copyOf(all);
  }
}
