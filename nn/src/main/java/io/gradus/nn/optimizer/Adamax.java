package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Adam with the largest in place of the mean square (Kingma & Ba 2014, section 7;
/// `keras.optimizers.Adamax`): `m ← m + (g − m)·(1 − beta1)`, `u ← max(beta2·u, |g|)`, `w ← w −
/// rate·m / ((1 − beta1ᵗ)·(u + epsilon))`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param beta1 the share of the running mean of gradients that is kept, 0.9 by default
/// @param beta2 the share of the largest absolute gradient that is kept, 0.999 by default
/// @param epsilon keeps the denominator from 0, 1e-7 by default
public record Adamax(OptimizerOptions options, double beta1, double beta2, double epsilon)
    implements StandardOptimizer<Adamax> {
  private static final String OF = "adamax";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("adamax", LearningRate.of(0.001));
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);

  private static final String MOMENTUM = "momentum";
  private static final String NORM = "norm";

  /// The configuration, as Keras writes it.
  public static final Schema<Adamax> SCHEMA =
      StandardOptimizer.<Adamax>schemaOf("Adamax", STANDARD)
          .optional(BETA_1, Adamax::beta1, 0.9)
          .optional(BETA_2, Adamax::beta2, 0.999)
          .optional(EPSILON, Adamax::epsilon, 1e-7)
          .build(c ->
              new Adamax(
                  StandardOptimizer.options(c), c.get(BETA_1), c.get(BETA_2), c.get(EPSILON)));

  /// Checks the settings.
  public Adamax {
    Limits.within(OF, "beta1", beta1, 0, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public Adamax() {
    this(STANDARD, 0.9, 0.999, 1e-7);
  }

  /// Keras' defaults at this rate.
  public Adamax(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.999, 1e-7);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Adamax(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.999, 1e-7);
  }

  /// {@return this optimizer, keeping another share of the mean of gradients}
  public Adamax beta1(double changed) {
    return new Adamax(options, changed, beta2, epsilon);
  }

  /// {@return this optimizer, keeping another share of the largest absolute gradient}
  public Adamax beta2(double changed) {
    return new Adamax(options, beta1, changed, epsilon);
  }

  /// {@return this optimizer with another number beside the denominator}
  public Adamax epsilon(double changed) {
    return new Adamax(options, beta1, beta2, changed);
  }

  @Override
  public Adamax with(OptimizerOptions changed) {
    return new Adamax(changed, beta1, beta2, epsilon);
  }

  @Override
  public Schema<Adamax> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(MOMENTUM, NORM);
  }

  @Override
  public Rule rule(Step step) {
    Tensor alpha = step.rate().div(Adam.left(step, beta1));
    return (variable, gradient, slots) -> {
      Tensor mean = Adam.toward(slots.get(MOMENTUM), gradient, beta1);
      Variable slot = slots.get(NORM);
      Tensor norm = slot.mul(beta2).maximum(gradient.abs());
      slot.assign(norm);
      variable.assignSub(mean.mul(alpha).div(norm.add(epsilon)));
    };
  }
}
