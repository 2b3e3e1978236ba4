package io.gradus.nn.optimizer;

import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.Collection;
import java.util.List;

/// How gradients change variables (`keras.optimizers.Optimizer`): settings, which never change and
/// may serve any number of models. The state is apart, see [#bind].
public interface Optimizer extends Configured {
  /// {@return the learning rate it starts with}
  double learningRate();

  /// {@return the names of the state that each variable gets, zeros at first, such as `velocity`}
  List<String> slots();

  /// Changes one variable and its state.
  void update(Variable variable, Tensor gradient, Slots slots, Tensor learningRate);

  /// {@return this optimizer with state of its own for these variables}
  default BoundOptimizer bind(Collection<Variable> variables) {
    return new BoundOptimizer(this, List.copyOf(variables));
  }

  /// {@return the optimizer that Keras calls by this name, with its defaults}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Optimizer of(String name) {
    return switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "rmsprop" -> new RMSprop();
      case "sgd" -> new SGD();
      default -> throw Names.unknown("optimizer", name, List.of("rmsprop", "sgd"));
    };
  }

  /// {@return a schema with the keys that every optimizer has; only the values that leave them off
  /// are taken so far}
  static <O extends Optimizer> Schema.Builder<O> schemaOf(String className) {
    return Schema.<O>of(className)
        .absent("weight_decay", null)
        .absent("clipnorm", null)
        .absent("global_clipnorm", null)
        .absent("clipvalue", null)
        .absent("use_ema", false)
        .absent("ema_momentum", 0.99)
        .absent("ema_overwrite_frequency", null)
        .absent("loss_scale_factor", null)
        .absent("gradient_accumulation_steps", null);
  }
}
