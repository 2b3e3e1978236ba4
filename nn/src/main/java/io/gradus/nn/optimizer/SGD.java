package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Gradient descent (`keras.optimizers.SGD`): `w ← w − rate·g`, or with momentum `v ← momentum·v −
/// rate·g`, `w ← w + v`, in Nesterov's form `w ← w + momentum·v − rate·g`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.01 by default
/// @param momentum the share of the last change that is kept, in [0, 1], 0 by default
/// @param nesterov whether the gradient counts as taken after the momentum
public record SGD(OptimizerOptions options, double momentum, boolean nesterov)
    implements StandardOptimizer<SGD> {
  private static final String OF = "sgd";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("sgd", LearningRate.of(0.01));
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Boolean> NESTEROV = new ConfigKey<>("nesterov", Codec.TRUTH);

  private static final String MOMENTUM_SLOT = "momentum";

  /// The configuration, as Keras writes it.
  public static final Schema<SGD> SCHEMA =
      StandardOptimizer.<SGD>schemaOf("SGD", STANDARD)
          .optional(MOMENTUM, SGD::momentum, 0.0)
          .optional(NESTEROV, SGD::nesterov, false)
          .build(c -> new SGD(StandardOptimizer.options(c), c.get(MOMENTUM), c.get(NESTEROV)));

  /// Checks the settings.
  public SGD {
    Limits.within(OF, "momentum", momentum, 0, 1);
  }

  /// Keras' defaults.
  public SGD() {
    this(STANDARD, 0, false);
  }

  /// Keras' defaults at this rate.
  public SGD(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0, false);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public SGD(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0, false);
  }

  /// {@return this optimizer with momentum, in [0, 1]}
  public SGD momentum(double changed) {
    return new SGD(options, changed, nesterov);
  }

  /// {@return this optimizer with or without Nesterov's form of momentum}
  public SGD nesterov(boolean changed) {
    return new SGD(options, momentum, changed);
  }

  @Override
  public SGD with(OptimizerOptions changed) {
    return new SGD(changed, momentum, nesterov);
  }

  @Override
  public Schema<SGD> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    if (momentum != 0) {
      state.zeros(MOMENTUM_SLOT);
    }
  }

  @Override
  public Rule rule(Step step) {
    Tensor rate = step.rate();
    if (momentum == 0) {
      return (variable, gradient, _) -> variable.assignSub(gradient.mul(rate));
    }
    return (variable, gradient, slots) -> {
      Variable slot = slots.get(MOMENTUM_SLOT);
      Tensor change = gradient.mul(rate);
      Tensor velocity = slot.mul(momentum).sub(change);
      slot.assign(velocity);
      variable.assignAdd(nesterov ? velocity.mul(momentum).sub(change) : velocity);
    };
  }
}
