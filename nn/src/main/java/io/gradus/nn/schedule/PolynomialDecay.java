package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Decays along a power of the steps left (`keras.optimizers.schedules.PolynomialDecay`): `(initial
/// − end) · (1 − step / decaySteps)^power + end`, and `end` after `decaySteps` steps. A schedule
/// that cycles takes for `decaySteps` its first multiple that the step does not pass.
///
/// @param initialLearningRate the rate of the first step, at least 0
/// @param decaySteps the steps in which it decays, greater than 0
/// @param endLearningRate the rate it decays to, 0.0001 by default, at least 0
/// @param power the power, 1 by default, greater than 0
/// @param cycle whether it starts again, false by default
/// @param name the name
public record PolynomialDecay(
    double initialLearningRate,
    double decaySteps,
    double endLearningRate,
    double power,
    boolean cycle,
    String name)
    implements Schedule {
  private static final String OF = "polynomialDecay";
  private static final String STANDARD_NAME = "PolynomialDecay";
  private static final ConfigKey<Double> INITIAL =
      new ConfigKey<>("initial_learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> STEPS = new ConfigKey<>("decay_steps", Codec.PLAIN_NUMBER);
  private static final ConfigKey<Double> END = new ConfigKey<>("end_learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> POWER = new ConfigKey<>("power", Codec.NUMBER);
  private static final ConfigKey<Boolean> CYCLE = new ConfigKey<>("cycle", Codec.TRUTH);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<PolynomialDecay> SCHEMA =
      Schema.<PolynomialDecay>of(STANDARD_NAME)
          .required(INITIAL, PolynomialDecay::initialLearningRate)
          .required(STEPS, PolynomialDecay::decaySteps)
          .optional(END, PolynomialDecay::endLearningRate, 0.0001)
          .optional(POWER, PolynomialDecay::power, 1.0)
          .optional(CYCLE, PolynomialDecay::cycle, false)
          .optional(NAME, PolynomialDecay::name, STANDARD_NAME)
          .build(c ->
              new PolynomialDecay(
                  c.get(INITIAL),
                  c.get(STEPS),
                  c.get(END),
                  c.get(POWER),
                  c.get(CYCLE),
                  c.get(NAME)));

  /// Checks the settings.
  public PolynomialDecay {
    Limits.atLeast(OF, "initialLearningRate", initialLearningRate, 0);
    Limits.above(OF, "decaySteps", decaySteps, 0);
    Limits.atLeast(OF, "endLearningRate", endLearningRate, 0);
    Limits.above(OF, "power", power, 0);
  }

  /// A straight line down to 0.0001.
  public PolynomialDecay(double initialLearningRate, double decaySteps) {
    this(initialLearningRate, decaySteps, 0.0001, 1, false, STANDARD_NAME);
  }

  /// {@return this schedule with another last rate}
  public PolynomialDecay endLearningRate(double changed) {
    return new PolynomialDecay(initialLearningRate, decaySteps, changed, power, cycle, name);
  }

  /// {@return this schedule with another power}
  public PolynomialDecay power(double changed) {
    return new PolynomialDecay(
        initialLearningRate, decaySteps, endLearningRate, changed, cycle, name);
  }

  /// {@return this schedule, starting again or not}
  public PolynomialDecay cycle(boolean changed) {
    return new PolynomialDecay(
        initialLearningRate, decaySteps, endLearningRate, power, changed, name);
  }

  @Override
  public Tensor rate(Tensor step) {
    Tensor done = step.cast(DType.FLOAT32);
    Tensor part =
        cycle
            ? done.div(done.div(decaySteps).ceil().maximum(1).mul(decaySteps))
            : done.minimum(decaySteps).div(decaySteps);
    return part.neg()
        .add(1)
        .pow(power)
        .mul(initialLearningRate - endLearningRate)
        .add(endLearningRate);
  }

  @Override
  public Schema<PolynomialDecay> schema() {
    return SCHEMA;
  }
}
