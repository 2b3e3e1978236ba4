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

/// Divides the gradient by the root of the sum of all its squares so far (Duchi et al. 2011;
/// `keras.optimizers.Adagrad`): `a ← a + g²`, `w ← w − rate·g / √(a + epsilon)`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param initialAccumulatorValue what the sum starts with, at least 0, 0.1 by default
/// @param epsilon added under the root, 1e-7 by default
/// @param epsilonBesideRoot whether epsilon is added to the root, as in Keras 2, not under it
public record Adagrad(
    OptimizerOptions options,
    double initialAccumulatorValue,
    double epsilon,
    boolean epsilonBesideRoot)
    implements StandardOptimizer<Adagrad> {
  private static final String OF = "adagrad";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("adagrad", LearningRate.of(0.001));
  private static final ConfigKey<Double> INITIAL_ACCUMULATOR_VALUE =
      new ConfigKey<>("initial_accumulator_value", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);

  /// Whether epsilon is added to the root, as up to Keras 2; Keras 3 does not know the key.
  static final ConfigKey<Boolean> EPSILON_BESIDE_ROOT =
      new ConfigKey<>("epsilon_beside_root", Codec.TRUTH);

  private static final String ACCUMULATOR = "accumulator";

  /// The configuration, as Keras writes it.
  public static final Schema<Adagrad> SCHEMA =
      StandardOptimizer.<Adagrad>schemaOf("Adagrad", STANDARD)
          .optional(INITIAL_ACCUMULATOR_VALUE, Adagrad::initialAccumulatorValue, 0.1)
          .optional(EPSILON, Adagrad::epsilon, 1e-7)
          .earlier(EPSILON_BESIDE_ROOT, Adagrad::epsilonBesideRoot, false)
          .build(c ->
              new Adagrad(
                  StandardOptimizer.options(c),
                  c.get(INITIAL_ACCUMULATOR_VALUE),
                  c.get(EPSILON),
                  c.get(EPSILON_BESIDE_ROOT)));

  /// Checks the settings.
  public Adagrad {
    Limits.atLeast(OF, "initialAccumulatorValue", initialAccumulatorValue, 0);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public Adagrad() {
    this(STANDARD, 0.1, 1e-7, false);
  }

  /// Keras' defaults at this rate.
  public Adagrad(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.1, 1e-7, false);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Adagrad(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.1, 1e-7, false);
  }

  /// {@return this optimizer with another start of the sums}
  public Adagrad initialAccumulatorValue(double changed) {
    return new Adagrad(options, changed, epsilon, epsilonBesideRoot);
  }

  /// {@return this optimizer with another number under the root}
  public Adagrad epsilon(double changed) {
    return new Adagrad(options, initialAccumulatorValue, changed, epsilonBesideRoot);
  }

  /// {@return this optimizer with epsilon added to the root, as in Keras 2, or under it}
  public Adagrad epsilonBesideRoot(boolean changed) {
    return new Adagrad(options, initialAccumulatorValue, epsilon, changed);
  }

  @Override
  public Adagrad with(OptimizerOptions changed) {
    return new Adagrad(changed, initialAccumulatorValue, epsilon, epsilonBesideRoot);
  }

  @Override
  public Schema<Adagrad> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.each(target ->
        List.of(
            OptimizerState.slot(
                target, ACCUMULATOR, Tensor.full(target.type(), initialAccumulatorValue))));
  }

  @Override
  public Rule rule(Step step) {
    return (variable, gradient, slots) -> {
      Variable accumulator = slots.get(ACCUMULATOR);
      Tensor sum = accumulator.add(gradient.square());
      accumulator.assign(sum);
      Tensor root = epsilonBesideRoot ? sum.sqrt().add(epsilon) : sum.add(epsilon).sqrt();
      variable.assignSub(gradient.mul(step.rate()).div(root));
    };
  }
}
