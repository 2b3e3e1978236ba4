package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;

/// Adam with weight decay apart from the gradient (Loshchilov & Hutter 2019;
/// `keras.optimizers.AdamW`): `w ← w·(1 − rate·decay)`, then the step of [Adam].
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default, the
///   weight decay 0.004
/// @param beta1 the share of the running mean of gradients that is kept, 0.9 by default
/// @param beta2 the share of the running mean of their squares that is kept, 0.999 by default
/// @param epsilon keeps the denominator from 0, 1e-7 by default
/// @param amsgrad whether the largest mean of squares so far is used
public record AdamW(
    OptimizerOptions options, double beta1, double beta2, double epsilon, boolean amsgrad)
    implements StandardOptimizer<AdamW> {
  private static final String OF = "adamW";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("adam_w", LearningRate.of(0.001)).weightDecay(0.004);
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Boolean> AMSGRAD = new ConfigKey<>("amsgrad", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<AdamW> SCHEMA =
      StandardOptimizer.<AdamW>schemaOf("AdamW", STANDARD)
          .optional(BETA_1, AdamW::beta1, 0.9)
          .optional(BETA_2, AdamW::beta2, 0.999)
          .optional(EPSILON, AdamW::epsilon, 1e-7)
          .optional(AMSGRAD, AdamW::amsgrad, false)
          .build(c ->
              new AdamW(
                  StandardOptimizer.options(c),
                  c.get(BETA_1),
                  c.get(BETA_2),
                  c.get(EPSILON),
                  c.get(AMSGRAD)));

  /// Checks the settings.
  public AdamW {
    if (options.weightDecay() == null) {
      throw new IllegalArgumentException("adamW: weightDecay must be a number, got null");
    }
    Limits.within(OF, "beta1", beta1, 0, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public AdamW() {
    this(STANDARD, 0.9, 0.999, 1e-7, false);
  }

  /// Keras' defaults at this rate.
  public AdamW(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.999, 1e-7, false);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public AdamW(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.999, 1e-7, false);
  }

  /// {@return this optimizer, keeping another share of the mean of gradients}
  public AdamW beta1(double changed) {
    return new AdamW(options, changed, beta2, epsilon, amsgrad);
  }

  /// {@return this optimizer, keeping another share of the mean of squares}
  public AdamW beta2(double changed) {
    return new AdamW(options, beta1, changed, epsilon, amsgrad);
  }

  /// {@return this optimizer with another number beside the denominator}
  public AdamW epsilon(double changed) {
    return new AdamW(options, beta1, beta2, changed, amsgrad);
  }

  /// {@return this optimizer with or without AMSGrad}
  public AdamW amsgrad(boolean changed) {
    return new AdamW(options, beta1, beta2, epsilon, changed);
  }

  @Override
  public AdamW with(OptimizerOptions changed) {
    return new AdamW(changed, beta1, beta2, epsilon, amsgrad);
  }

  @Override
  public Schema<AdamW> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    adam().declare(state);
  }

  @Override
  public Rule rule(Step step) {
    return adam().rule(step);
  }

  private Adam adam() {
    return new Adam(options, beta1, beta2, epsilon, amsgrad);
  }
}
