package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An optimizer and its state for certain variables. All of the state is in variables: the number
/// of steps done, the learning rate, and what each variable needs.
public final class BoundOptimizer {
  private final Optimizer optimizer;
  private final Variable iterations;
  private final Variable learningRate;
  private final Map<Variable, Slots> slots = new LinkedHashMap<>();
  private final List<Variable> state = new ArrayList<>();

  BoundOptimizer(Optimizer optimizer, List<Variable> variables) {
    this.optimizer = optimizer;
    this.iterations = new Variable("iteration", Tensor.of(0L)).trainable(false);
    this.learningRate =
        new Variable("learning_rate", Tensor.scalar(DType.FLOAT32, optimizer.learningRate()))
            .trainable(false);
    state.add(iterations);
    state.add(learningRate);
    for (Variable variable : variables) {
      slots.put(variable, new Slots(Map.of()));
    }
    Map<Variable, Map<String, Variable>> made = new LinkedHashMap<>();
    // Keras' order: the state of one name for all variables, then the next name.
    for (String name : optimizer.slots()) {
      for (Variable variable : variables) {
        Variable slot =
            new Variable(
                    variable.name().replace('/', '_') + "_" + name, Tensor.zeros(variable.type()))
                .trainable(false);
        made.computeIfAbsent(variable, _ -> new LinkedHashMap<>()).put(name, slot);
        state.add(slot);
      }
    }
    made.forEach((variable, byName) -> slots.put(variable, new Slots(byName)));
  }

  /// {@return the settings}
  public Optimizer optimizer() {
    return optimizer;
  }

  /// {@return the number of steps done, `int64`}
  public Variable iterations() {
    return iterations;
  }

  /// {@return the learning rate, which may be assigned at any time}
  public Variable learningRate() {
    return learningRate;
  }

  /// {@return the variables it changes}
  public List<Variable> targets() {
    return List.copyOf(slots.keySet());
  }

  /// {@return all state, in Keras' order: step number, learning rate, then by name and variable}
  public List<Variable> variables() {
    return List.copyOf(state);
  }

  /// Does one step with a gradient for each variable of [#targets], in their order; a variable
  /// whose gradient is null stays.
  public void apply(@Nullable Tensor[] gradients) {
    if (gradients.length != slots.size()) {
      throw new IllegalArgumentException(
          "optimizer: needs %d gradients, one for each variable; got %d"
              .formatted(slots.size(), gradients.length));
    }
    int i = 0;
    for (Map.Entry<Variable, Slots> entry : slots.entrySet()) {
      Tensor gradient = gradients[i++];
      if (gradient != null && entry.getKey().isTrainable()) {
        Variable variable = entry.getKey();
        Tensor rate = learningRate.value().cast(variable.dtype());
        optimizer.update(variable, gradient, entry.getValue(), rate);
      }
    }
    iterations.assignAdd(Tensor.of(1L));
  }

  /// Does one step with a gradient for each variable of [#targets], in their order.
  public void apply(List<Tensor> gradients) {
    apply(gradients.toArray(Tensor[]::new));
  }
}
