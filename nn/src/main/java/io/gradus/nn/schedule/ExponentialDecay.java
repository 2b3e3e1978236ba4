package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Decays by a factor every so many steps (`keras.optimizers.schedules.ExponentialDecay`): `initial
/// · decayRate^(step / decaySteps)`, in stairs with the quotient rounded down.
///
/// @param initialLearningRate the rate of the first step, at least 0
/// @param decaySteps the steps in which the rate decays by the factor, greater than 0
/// @param decayRate the factor, greater than 0
/// @param staircase whether the rate changes only every `decaySteps` steps, false by default
/// @param name the name
public record ExponentialDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase, String name)
    implements Schedule {
  private static final String OF = "exponentialDecay";
  private static final String STANDARD_NAME = "ExponentialDecay";
  private static final ConfigKey<Double> INITIAL =
      new ConfigKey<>("initial_learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> STEPS = new ConfigKey<>("decay_steps", Codec.PLAIN_NUMBER);
  private static final ConfigKey<Double> RATE = new ConfigKey<>("decay_rate", Codec.NUMBER);
  private static final ConfigKey<Boolean> STAIRCASE = new ConfigKey<>("staircase", Codec.TRUTH);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<ExponentialDecay> SCHEMA =
      Schema.<ExponentialDecay>of(STANDARD_NAME)
          .required(INITIAL, ExponentialDecay::initialLearningRate)
          .required(STEPS, ExponentialDecay::decaySteps)
          .required(RATE, ExponentialDecay::decayRate)
          .optional(STAIRCASE, ExponentialDecay::staircase, false)
          .optional(NAME, ExponentialDecay::name, STANDARD_NAME)
          .build(c ->
              new ExponentialDecay(
                  c.get(INITIAL), c.get(STEPS), c.get(RATE), c.get(STAIRCASE), c.get(NAME)));

  /// Checks the settings.
  public ExponentialDecay {
    Limits.atLeast(OF, "initialLearningRate", initialLearningRate, 0);
    Limits.above(OF, "decaySteps", decaySteps, 0);
    Limits.above(OF, "decayRate", decayRate, 0);
  }

  /// A smooth decay.
  public ExponentialDecay(double initialLearningRate, double decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false, STANDARD_NAME);
  }

  /// {@return this schedule, smooth or in stairs}
  public ExponentialDecay staircase(boolean changed) {
    return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, changed, name);
  }

  @Override
  public Tensor rate(Tensor step) {
    Tensor periods = step.cast(DType.FLOAT32).div(decaySteps);
    Tensor exponent = staircase ? periods.floor() : periods;
    return Tensor.of((float) decayRate).pow(exponent).mul(initialLearningRate);
  }

  @Override
  public Schema<ExponentialDecay> schema() {
    return SCHEMA;
  }
}
