package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Adam with Nesterov momentum (Dozat 2015; `keras.optimizers.Nadam`): with `uₜ = beta1·(1 −
/// 0.96ᵗ/2)` and `Uₜ` the product of all `u` so far, `w ← w − rate·m̂ / (√(v / (1 − beta2ᵗ)) +
/// epsilon)`, where `m̂ = uₜ₊₁·m / (1 − Uₜ·uₜ₊₁) + (1 − uₜ)·g / (1 − Uₜ)`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param beta1 the share of the running mean of gradients that is kept, 0.9 by default
/// @param beta2 the share of the running mean of their squares that is kept, 0.999 by default
/// @param epsilon keeps the denominator from 0, 1e-7 by default
/// @param scheduleDecay how fast the momentum grows: `uₜ` has `0.96` to the power of
///   `scheduleDecay·t`; 1, as in Keras 3, by default; 0.004 in Keras 2
public record Nadam(
    OptimizerOptions options, double beta1, double beta2, double epsilon, double scheduleDecay)
    implements StandardOptimizer<Nadam> {
  private static final String OF = "nadam";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("nadam", LearningRate.of(0.001));
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);

  // Keras 3 does not know the key.
  private static final ConfigKey<Double> SCHEDULE_DECAY =
      new ConfigKey<>("schedule_decay", Codec.NUMBER);

  private static final String MOMENTUM = "momentum";
  private static final String VELOCITY = "velocity";
  private static final String PRODUCT = "u_product";

  /// The configuration, as Keras writes it.
  public static final Schema<Nadam> SCHEMA =
      StandardOptimizer.<Nadam>schemaOf("Nadam", STANDARD)
          .optional(BETA_1, Nadam::beta1, 0.9)
          .optional(BETA_2, Nadam::beta2, 0.999)
          .optional(EPSILON, Nadam::epsilon, 1e-7)
          .earlier(SCHEDULE_DECAY, Nadam::scheduleDecay, 1.0)
          .build(c ->
              new Nadam(
                  StandardOptimizer.options(c),
                  c.get(BETA_1),
                  c.get(BETA_2),
                  c.get(EPSILON),
                  c.get(SCHEDULE_DECAY)));

  /// Checks the settings.
  public Nadam {
    Limits.within(OF, "beta1", beta1, 0, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
    Limits.atLeast(OF, "scheduleDecay", scheduleDecay, 0);
  }

  /// Keras' defaults.
  public Nadam() {
    this(STANDARD, 0.9, 0.999, 1e-7, 1);
  }

  /// Keras' defaults at this rate.
  public Nadam(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.999, 1e-7, 1);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Nadam(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.999, 1e-7, 1);
  }

  /// {@return this optimizer, keeping another share of the mean of gradients}
  public Nadam beta1(double changed) {
    return new Nadam(options, changed, beta2, epsilon, scheduleDecay);
  }

  /// {@return this optimizer, keeping another share of the mean of squares}
  public Nadam beta2(double changed) {
    return new Nadam(options, beta1, changed, epsilon, scheduleDecay);
  }

  /// {@return this optimizer with another number beside the denominator}
  public Nadam epsilon(double changed) {
    return new Nadam(options, beta1, beta2, changed, scheduleDecay);
  }

  /// {@return this optimizer with another growth of the momentum}
  public Nadam scheduleDecay(double changed) {
    return new Nadam(options, beta1, beta2, epsilon, changed);
  }

  @Override
  public Nadam with(OptimizerOptions changed) {
    return new Nadam(changed, beta1, beta2, epsilon, scheduleDecay);
  }

  @Override
  public Schema<Nadam> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(MOMENTUM, VELOCITY);
    state.shared(PRODUCT, Tensor.of(1f));
  }

  @Override
  public void begin(Step step) {
    Variable product = step.shared(PRODUCT);
    product.assign(product.mul(momentum(step, step.number())));
  }

  @Override
  public Rule rule(Step step) {
    Tensor one = step.scalar(1);
    Tensor product = step.shared(PRODUCT).cast(step.dtype());
    Tensor now = momentum(step, step.number());
    Tensor next = momentum(step, step.number().add(1));
    Tensor ofMean = next.div(one.sub(product.mul(next)));
    Tensor ofGradient = one.sub(now).div(one.sub(product));
    Tensor left = Adam.left(step, beta2);
    return (variable, gradient, slots) -> {
      Tensor mean = Adam.toward(slots.get(MOMENTUM), gradient, beta1);
      Tensor squares = Adam.toward(slots.get(VELOCITY), gradient.square(), beta2);
      Tensor ahead = mean.mul(ofMean).add(gradient.mul(ofGradient));
      variable.assignSub(ahead.mul(step.rate()).div(squares.div(left).sqrt().add(epsilon)));
    };
  }

  private Tensor momentum(Step step, Tensor number) {
    Tensor grown = scheduleDecay == 1 ? number : number.cast(step.dtype()).mul(scheduleDecay);
    return step.scalar(0.96).pow(grown).mul(-0.5).add(1).mul(beta1);
  }
}
