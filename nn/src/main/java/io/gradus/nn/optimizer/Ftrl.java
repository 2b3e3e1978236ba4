package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;

/// Follow the regularized leader, for sparse features (McMahan et al. 2013;
/// `keras.optimizers.Ftrl`): `n₊ = n + g²`, `z ← z + ĝ − (n₊^−p − n^−p) / rate · w` with `ĝ = g +
/// 2·l2Shrinkage·w` and `p` the power, `w ← (clip(z, −l1, l1) − z) / (n₊^−p / rate + 2·(l2 + beta /
/// (2·rate)))`, `n ← n₊`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param learningRatePower how the rate falls with the sum of squares, at most 0, −0.5 by default;
///   0 keeps it
/// @param initialAccumulatorValue what the sums of squares start with, at least 0, 0.1 by default
/// @param l1 the strength of the L1 penalty, at least 0, 0 by default
/// @param l2 the strength of the L2 penalty, at least 0, 0 by default
/// @param l2Shrinkage the strength of the L2 penalty that is part of the gradient, at least 0, 0 by
///   default
/// @param beta the paper's beta, 0 by default
public record Ftrl(
    OptimizerOptions options,
    double learningRatePower,
    double initialAccumulatorValue,
    double l1,
    double l2,
    double l2Shrinkage,
    double beta)
    implements StandardOptimizer<Ftrl> {
  private static final String OF = "ftrl";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("ftrl", LearningRate.of(0.001));
  private static final ConfigKey<Double> LEARNING_RATE_POWER =
      new ConfigKey<>("learning_rate_power", Codec.NUMBER);
  private static final ConfigKey<Double> INITIAL_ACCUMULATOR_VALUE =
      new ConfigKey<>("initial_accumulator_value", Codec.NUMBER);
  private static final ConfigKey<Double> L1_REGULARIZATION_STRENGTH =
      new ConfigKey<>("l1_regularization_strength", Codec.NUMBER);
  private static final ConfigKey<Double> L2_REGULARIZATION_STRENGTH =
      new ConfigKey<>("l2_regularization_strength", Codec.NUMBER);
  private static final ConfigKey<Double> L2_SHRINKAGE_REGULARIZATION_STRENGTH =
      new ConfigKey<>("l2_shrinkage_regularization_strength", Codec.NUMBER);
  private static final ConfigKey<Double> BETA = new ConfigKey<>("beta", Codec.NUMBER);

  private static final String ACCUMULATOR = "accumulator";
  private static final String LINEAR = "linear";

  /// The configuration, as Keras writes it.
  public static final Schema<Ftrl> SCHEMA =
      StandardOptimizer.<Ftrl>schemaOf("Ftrl", STANDARD)
          .optional(LEARNING_RATE_POWER, Ftrl::learningRatePower, -0.5)
          .optional(INITIAL_ACCUMULATOR_VALUE, Ftrl::initialAccumulatorValue, 0.1)
          .optional(L1_REGULARIZATION_STRENGTH, Ftrl::l1, 0.0)
          .optional(L2_REGULARIZATION_STRENGTH, Ftrl::l2, 0.0)
          .optional(L2_SHRINKAGE_REGULARIZATION_STRENGTH, Ftrl::l2Shrinkage, 0.0)
          .optional(BETA, Ftrl::beta, 0.0)
          .build(c ->
              new Ftrl(
                  StandardOptimizer.options(c),
                  c.get(LEARNING_RATE_POWER),
                  c.get(INITIAL_ACCUMULATOR_VALUE),
                  c.get(L1_REGULARIZATION_STRENGTH),
                  c.get(L2_REGULARIZATION_STRENGTH),
                  c.get(L2_SHRINKAGE_REGULARIZATION_STRENGTH),
                  c.get(BETA)));

  /// Checks the settings.
  public Ftrl {
    Limits.atMost(OF, "learningRatePower", learningRatePower, 0);
    Limits.atLeast(OF, "initialAccumulatorValue", initialAccumulatorValue, 0);
    Limits.atLeast(OF, "l1", l1, 0);
    Limits.atLeast(OF, "l2", l2, 0);
    Limits.atLeast(OF, "l2Shrinkage", l2Shrinkage, 0);
    Limits.finite(OF, "beta", beta);
  }

  /// Keras' defaults.
  public Ftrl() {
    this(STANDARD, -0.5, 0.1, 0, 0, 0, 0);
  }

  /// Keras' defaults at this rate.
  public Ftrl(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), -0.5, 0.1, 0, 0, 0, 0);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Ftrl(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), -0.5, 0.1, 0, 0, 0, 0);
  }

  /// {@return this optimizer with another power of the sum of squares}
  public Ftrl learningRatePower(double changed) {
    return new Ftrl(options, changed, initialAccumulatorValue, l1, l2, l2Shrinkage, beta);
  }

  /// {@return this optimizer with another start of the sums}
  public Ftrl initialAccumulatorValue(double changed) {
    return new Ftrl(options, learningRatePower, changed, l1, l2, l2Shrinkage, beta);
  }

  /// {@return this optimizer with another L1 penalty}
  public Ftrl l1(double changed) {
    return new Ftrl(
        options, learningRatePower, initialAccumulatorValue, changed, l2, l2Shrinkage, beta);
  }

  /// {@return this optimizer with another L2 penalty}
  public Ftrl l2(double changed) {
    return new Ftrl(
        options, learningRatePower, initialAccumulatorValue, l1, changed, l2Shrinkage, beta);
  }

  /// {@return this optimizer with another L2 penalty in the gradient}
  public Ftrl l2Shrinkage(double changed) {
    return new Ftrl(options, learningRatePower, initialAccumulatorValue, l1, l2, changed, beta);
  }

  /// {@return this optimizer with another beta}
  public Ftrl beta(double changed) {
    return new Ftrl(
        options, learningRatePower, initialAccumulatorValue, l1, l2, l2Shrinkage, changed);
  }

  @Override
  public Ftrl with(OptimizerOptions changed) {
    return new Ftrl(changed, learningRatePower, initialAccumulatorValue, l1, l2, l2Shrinkage, beta);
  }

  @Override
  public Schema<Ftrl> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.each(target ->
        List.of(
            OptimizerState.slot(
                target, ACCUMULATOR, Tensor.full(target.type(), initialAccumulatorValue)),
            OptimizerState.slot(target, LINEAR, Tensor.zeros(target.type()))));
  }

  @Override
  public Rule rule(Step step) {
    Tensor rate = step.rate();
    Tensor penalty = step.scalar(beta).div(rate).add(2 * l2);
    return (variable, gradient, slots) -> {
      Variable accumulator = slots.get(ACCUMULATOR);
      Tensor sum = accumulator.add(gradient.square());
      Tensor risen = sum.pow(-learningRatePower);
      Tensor sigma = risen.sub(accumulator.pow(-learningRatePower)).div(rate);
      Tensor shrunk = variable.mul(2 * l2Shrinkage).add(gradient);
      Variable slot = slots.get(LINEAR);
      Tensor linear = slot.add(shrunk.sub(sigma.mul(variable)));
      slot.assign(linear);
      Tensor clipped = linear.maximum(-l1).minimum(l1);
      variable.assign(clipped.sub(linear).div(risen.div(rate).add(penalty)));
      accumulator.assign(sum);
    };
  }
}
