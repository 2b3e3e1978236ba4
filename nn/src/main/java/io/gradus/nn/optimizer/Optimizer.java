package io.gradus.nn.optimizer;

import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Variable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How gradients change variables (`keras.optimizers.Optimizer`): settings, which never change and
/// may serve any number of models. The state is apart, see [#bind].
///
/// An optimizer is its [#options], the state it declares, and its rule; bounding gradients, decay,
/// running means and the count of steps are done for it.
public interface Optimizer extends Configured {
  /// {@return the settings that every optimizer has}
  OptimizerOptions options();

  /// Declares the state, for example `state.zeros("momentum")`; by default there is none.
  default void declare(OptimizerState state) {}

  /// Changes the state that all variables share, once in each step, before them; by default there
  /// is none.
  default void begin(Step step) {}

  /// {@return the rule of one step. What all variables share, such as the correction of a bias, is
  /// computed here once}
  Rule rule(Step step);

  /// {@return the weight decay of this variable, by default that of the options, or null for none}
  default @Nullable Double weightDecay(Variable variable) {
    return options().weightDecay();
  }

  /// {@return this optimizer with state of its own for these variables}
  ///
  /// @throws IllegalArgumentException if a variable is there twice
  default BoundOptimizer bind(Collection<Variable> variables) {
    return new BoundOptimizer(this, List.copyOf(variables));
  }

  /// {@return the memory that the state for these variables takes, in bytes}
  default long stateBytes(Collection<Variable> variables) {
    return bind(variables).variables().stream().mapToLong(state -> state.type().bytes()).sum();
  }

  /// {@return the optimizer that Keras calls by this name, with its defaults; upper and lower case
  /// count as the same}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Optimizer of(String name) {
    Optimizer optimizer = Optimizers.named(name.toLowerCase(Locale.ROOT));
    if (optimizer == null) {
      throw Names.unknown("optimizer", name, Optimizers.names());
    }
    return optimizer;
  }
}
