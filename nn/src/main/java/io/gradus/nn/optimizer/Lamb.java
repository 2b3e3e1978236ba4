package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;

/// Adam whose step is as long as the weight times the rate, for large batches (You et al. 2020;
/// `keras.optimizers.Lamb`): with `u = m̂ / (√v̂ + epsilon)` of the corrected means of Adam, `w ← w
/// − rate·(‖w‖ / ‖u‖)·u`; a norm of 0 counts as a ratio of 1.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param beta1 the share of the running mean of gradients that is kept, 0.9 by default
/// @param beta2 the share of the running mean of their squares that is kept, 0.999 by default
/// @param epsilon keeps the denominator from 0, 1e-7 by default
public record Lamb(OptimizerOptions options, double beta1, double beta2, double epsilon)
    implements StandardOptimizer<Lamb> {
  private static final String OF = "lamb";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("lamb", LearningRate.of(0.001));
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);

  private static final String MOMENTUM = "momentum";
  private static final String VELOCITY = "velocity";

  /// The configuration, as Keras writes it.
  public static final Schema<Lamb> SCHEMA =
      StandardOptimizer.<Lamb>schemaOf("Lamb", STANDARD)
          .optional(BETA_1, Lamb::beta1, 0.9)
          .optional(BETA_2, Lamb::beta2, 0.999)
          .optional(EPSILON, Lamb::epsilon, 1e-7)
          .build(c ->
              new Lamb(StandardOptimizer.options(c), c.get(BETA_1), c.get(BETA_2), c.get(EPSILON)));

  /// Checks the settings.
  public Lamb {
    Limits.within(OF, "beta1", beta1, 0, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public Lamb() {
    this(STANDARD, 0.9, 0.999, 1e-7);
  }

  /// Keras' defaults at this rate.
  public Lamb(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.999, 1e-7);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Lamb(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.999, 1e-7);
  }

  /// {@return this optimizer, keeping another share of the mean of gradients}
  public Lamb beta1(double changed) {
    return new Lamb(options, changed, beta2, epsilon);
  }

  /// {@return this optimizer, keeping another share of the mean of squares}
  public Lamb beta2(double changed) {
    return new Lamb(options, beta1, changed, epsilon);
  }

  /// {@return this optimizer with another number beside the denominator}
  public Lamb epsilon(double changed) {
    return new Lamb(options, beta1, beta2, changed);
  }

  @Override
  public Lamb with(OptimizerOptions changed) {
    return new Lamb(changed, beta1, beta2, epsilon);
  }

  @Override
  public Schema<Lamb> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(MOMENTUM, VELOCITY);
  }

  @Override
  public Rule rule(Step step) {
    Tensor left1 = Adam.left(step, beta1);
    Tensor left2 = Adam.left(step, beta2);
    return (variable, gradient, slots) -> {
      Tensor mean = Adam.toward(slots.get(MOMENTUM), gradient, beta1).div(left1);
      Tensor squares = Adam.toward(slots.get(VELOCITY), gradient.square(), beta2).div(left2);
      Tensor update = mean.div(squares.sqrt().add(epsilon));
      Tensor weight = norm(variable.value());
      Tensor length = norm(update);
      Tensor usable = weight.mul(length).greater(0);
      Tensor ratio = usable.where(weight.div(length), 1);
      variable.assignSub(update.mul(ratio.mul(step.rate())));
    };
  }

  private static Tensor norm(Tensor x) {
    return x.square().sum().sqrt();
  }
}
