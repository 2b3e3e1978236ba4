package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Decays as one over the number of steps (`keras.optimizers.schedules.InverseTimeDecay`): `initial
/// / (1 + decayRate · step / decaySteps)`, in stairs with the quotient rounded down.
///
/// @param initialLearningRate the rate of the first step, at least 0
/// @param decaySteps the steps after which the denominator has grown by `decayRate`, greater than 0
/// @param decayRate how much the denominator grows, at least 0
/// @param staircase whether the rate changes only every `decaySteps` steps, false by default
/// @param name the name
public record InverseTimeDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase, String name)
    implements Schedule {
  private static final String OF = "inverseTimeDecay";
  private static final String STANDARD_NAME = "InverseTimeDecay";
  private static final ConfigKey<Double> INITIAL =
      new ConfigKey<>("initial_learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> STEPS = new ConfigKey<>("decay_steps", Codec.PLAIN_NUMBER);
  private static final ConfigKey<Double> RATE = new ConfigKey<>("decay_rate", Codec.NUMBER);
  private static final ConfigKey<Boolean> STAIRCASE = new ConfigKey<>("staircase", Codec.TRUTH);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<InverseTimeDecay> SCHEMA =
      Schema.<InverseTimeDecay>of(STANDARD_NAME)
          .required(INITIAL, InverseTimeDecay::initialLearningRate)
          .required(STEPS, InverseTimeDecay::decaySteps)
          .required(RATE, InverseTimeDecay::decayRate)
          .optional(STAIRCASE, InverseTimeDecay::staircase, false)
          .optional(NAME, InverseTimeDecay::name, STANDARD_NAME)
          .build(c ->
              new InverseTimeDecay(
                  c.get(INITIAL), c.get(STEPS), c.get(RATE), c.get(STAIRCASE), c.get(NAME)));

  /// Checks the settings.
  public InverseTimeDecay {
    Limits.atLeast(OF, "initialLearningRate", initialLearningRate, 0);
    Limits.above(OF, "decaySteps", decaySteps, 0);
    Limits.atLeast(OF, "decayRate", decayRate, 0);
  }

  /// A smooth decay.
  public InverseTimeDecay(double initialLearningRate, double decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false, STANDARD_NAME);
  }

  /// {@return this schedule, smooth or in stairs}
  public InverseTimeDecay staircase(boolean changed) {
    return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, changed, name);
  }

  @Override
  public Tensor rate(Tensor step) {
    Tensor periods = step.cast(DType.FLOAT32).div(decaySteps);
    Tensor grown = staircase ? periods.floor() : periods;
    return Tensor.of((float) initialLearningRate).div(grown.mul(decayRate).add(1));
  }

  @Override
  public Schema<InverseTimeDecay> schema() {
    return SCHEMA;
  }
}
