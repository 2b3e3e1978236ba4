package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Running means of gradient and squared gradient, corrected for their start at 0 (Kingma & Ba
/// 2014; `keras.optimizers.Adam`): `m ← m + (g − m)·(1 − beta1)`, `v ← v + (g² − v)·(1 − beta2)`,
/// `w ← w − alpha·m / (√v + epsilon)` with `alpha = rate·√(1 − beta2ᵗ) / (1 − beta1ᵗ)` in step `t`.
/// AMSGrad (Reddi et al. 2018) divides by the root of the largest `v` so far.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param beta1 the share of the running mean of gradients that is kept, 0.9 by default
/// @param beta2 the share of the running mean of their squares that is kept, 0.999 by default
/// @param epsilon keeps the denominator from 0, 1e-7 by default
/// @param amsgrad whether the largest mean of squares so far is used
public record Adam(
    OptimizerOptions options, double beta1, double beta2, double epsilon, boolean amsgrad)
    implements StandardOptimizer<Adam> {
  private static final String OF = "adam";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("adam", LearningRate.of(0.001));
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Boolean> AMSGRAD = new ConfigKey<>("amsgrad", Codec.TRUTH);

  private static final String MOMENTUM = "momentum";
  private static final String VELOCITY = "velocity";
  private static final String LARGEST = "velocity_hat";

  /// The configuration, as Keras writes it.
  public static final Schema<Adam> SCHEMA =
      StandardOptimizer.<Adam>schemaOf("Adam", STANDARD)
          .optional(BETA_1, Adam::beta1, 0.9)
          .optional(BETA_2, Adam::beta2, 0.999)
          .optional(EPSILON, Adam::epsilon, 1e-7)
          .optional(AMSGRAD, Adam::amsgrad, false)
          .build(c ->
              new Adam(
                  StandardOptimizer.options(c),
                  c.get(BETA_1),
                  c.get(BETA_2),
                  c.get(EPSILON),
                  c.get(AMSGRAD)));

  /// Checks the settings.
  public Adam {
    Limits.within(OF, "beta1", beta1, 0, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public Adam() {
    this(STANDARD, 0.9, 0.999, 1e-7, false);
  }

  /// Keras' defaults at this rate.
  public Adam(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.999, 1e-7, false);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Adam(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.999, 1e-7, false);
  }

  /// {@return this optimizer, keeping another share of the mean of gradients}
  public Adam beta1(double changed) {
    return new Adam(options, changed, beta2, epsilon, amsgrad);
  }

  /// {@return this optimizer, keeping another share of the mean of squares}
  public Adam beta2(double changed) {
    return new Adam(options, beta1, changed, epsilon, amsgrad);
  }

  /// {@return this optimizer with another number beside the denominator}
  public Adam epsilon(double changed) {
    return new Adam(options, beta1, beta2, changed, amsgrad);
  }

  /// {@return this optimizer with or without AMSGrad}
  public Adam amsgrad(boolean changed) {
    return new Adam(options, beta1, beta2, epsilon, changed);
  }

  @Override
  public Adam with(OptimizerOptions changed) {
    return new Adam(changed, beta1, beta2, epsilon, amsgrad);
  }

  @Override
  public Schema<Adam> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(MOMENTUM, VELOCITY);
    if (amsgrad) {
      state.zeros(LARGEST);
    }
  }

  @Override
  public Rule rule(Step step) {
    return rule(step, 1);
  }

  /// {@return the rule at the rate times a factor}
  Rule rule(Step step, double factor) {
    // The rate corrected for means that started at 0.
    Tensor alpha = step.rate().mul(factor).mul(left(step, beta2).sqrt()).div(left(step, beta1));
    return (variable, gradient, slots) -> {
      Tensor mean = toward(slots.get(MOMENTUM), gradient, beta1);
      Tensor squares = toward(slots.get(VELOCITY), gradient.square(), beta2);
      if (amsgrad) {
        Variable largest = slots.get(LARGEST);
        squares = largest.maximum(squares);
        largest.assign(squares);
      }
      variable.assignSub(mean.mul(alpha).div(squares.sqrt().add(epsilon)));
    };
  }

  /// {@return `1 − betaᵗ`: how much of a running mean that started at 0 is of gradients}
  static Tensor left(Step step, double beta) {
    return step.scalar(1).sub(step.power(beta));
  }

  /// Moves a running mean toward `x`, keeping the share `beta`. Returns it.
  static Tensor toward(Variable mean, Tensor x, double beta) {
    Tensor next = mean.add(x.sub(mean).mul(1 - beta));
    mean.assign(next);
    return next;
  }
}
