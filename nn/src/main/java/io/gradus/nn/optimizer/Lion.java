package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Steps of one size, in the direction of a running mean (Chen et al. 2023;
/// `keras.optimizers.Lion`): `w ← w − rate·sign(beta1·m + (1 − beta1)·g)`, `m ← beta2·m + (1 −
/// beta2)·g`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param beta1 the share of the running mean in the direction, in (0, 1], 0.9 by default
/// @param beta2 the share of the running mean that is kept, 0.99 by default
public record Lion(OptimizerOptions options, double beta1, double beta2)
    implements StandardOptimizer<Lion> {
  private static final String OF = "lion";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("lion", LearningRate.of(0.001));
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);

  private static final String MOMENTUM = "momentum";

  /// The configuration, as Keras writes it.
  public static final Schema<Lion> SCHEMA =
      StandardOptimizer.<Lion>schemaOf("Lion", STANDARD)
          .optional(BETA_1, Lion::beta1, 0.9)
          .optional(BETA_2, Lion::beta2, 0.99)
          .build(c -> new Lion(StandardOptimizer.options(c), c.get(BETA_1), c.get(BETA_2)));

  /// Checks the settings.
  public Lion {
    Limits.above(OF, "beta1", beta1, 0);
    Limits.atMost(OF, "beta1", beta1, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
  }

  /// Keras' defaults.
  public Lion() {
    this(STANDARD, 0.9, 0.99);
  }

  /// Keras' defaults at this rate.
  public Lion(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.99);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Lion(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.99);
  }

  /// {@return this optimizer with another share of the running mean in the direction}
  public Lion beta1(double changed) {
    return new Lion(options, changed, beta2);
  }

  /// {@return this optimizer, keeping another share of the running mean}
  public Lion beta2(double changed) {
    return new Lion(options, beta1, changed);
  }

  @Override
  public Lion with(OptimizerOptions changed) {
    return new Lion(changed, beta1, beta2);
  }

  @Override
  public Schema<Lion> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(MOMENTUM);
  }

  @Override
  public Rule rule(Step step) {
    return (variable, gradient, slots) -> {
      Variable momentum = slots.get(MOMENTUM);
      Tensor direction = momentum.mul(beta1).add(gradient.mul(1 - beta1)).sign();
      variable.assignSub(direction.mul(step.rate()));
      momentum.assign(momentum.mul(beta2).add(gradient.mul(1 - beta2)));
    };
  }
}
