package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import org.jspecify.annotations.Nullable;

/// Decays along half a cosine (Loshchilov & Hutter 2016; `keras.optimizers.schedules.CosineDecay`):
/// `top · ((1 − alpha) · (1 + cos(π · step / decaySteps)) / 2 + alpha)`, and `top · alpha` after
/// `decaySteps` steps. With a warm-up the rate first rises in a line from the initial one to the
/// target, which is then `top`; without, `top` is the initial rate.
///
/// @param initialLearningRate the rate of the first step, at least 0
/// @param decaySteps the steps in which it decays, greater than 0
/// @param alpha the share of `top` it decays to, 0 by default
/// @param name the name
/// @param warmupTarget the rate after the warm-up, or null for none
/// @param warmupSteps the steps of the warm-up, at least 0
public record CosineDecay(
    double initialLearningRate,
    double decaySteps,
    double alpha,
    String name,
    @Nullable Double warmupTarget,
    double warmupSteps)
    implements Schedule {
  private static final String OF = "cosineDecay";
  private static final String STANDARD_NAME = "CosineDecay";
  private static final ConfigKey<Double> INITIAL =
      new ConfigKey<>("initial_learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> STEPS = new ConfigKey<>("decay_steps", Codec.PLAIN_NUMBER);
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);
  private static final ConfigKey<@Nullable Double> TARGET =
      new ConfigKey<>("warmup_target", Codec.NUMBER.orNull());
  private static final ConfigKey<Double> WARMUP =
      new ConfigKey<>("warmup_steps", Codec.PLAIN_NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<CosineDecay> SCHEMA =
      Schema.<CosineDecay>of(STANDARD_NAME)
          .required(INITIAL, CosineDecay::initialLearningRate)
          .required(STEPS, CosineDecay::decaySteps)
          .optional(ALPHA, CosineDecay::alpha, 0.0)
          .optional(NAME, CosineDecay::name, STANDARD_NAME)
          .optional(TARGET, CosineDecay::warmupTarget, null)
          .optional(WARMUP, CosineDecay::warmupSteps, 0.0)
          .build(c ->
              new CosineDecay(
                  c.get(INITIAL),
                  c.get(STEPS),
                  c.get(ALPHA),
                  c.get(NAME),
                  c.get(TARGET),
                  c.get(WARMUP)));

  /// Checks the settings.
  public CosineDecay {
    Limits.atLeast(OF, "initialLearningRate", initialLearningRate, 0);
    Limits.above(OF, "decaySteps", decaySteps, 0);
    Limits.within(OF, "alpha", alpha, 0, 1);
    Limits.atLeast(OF, "warmupSteps", warmupSteps, 0);
    if (warmupTarget != null) {
      Limits.atLeast(OF, "warmupTarget", warmupTarget, 0);
    }
  }

  /// A decay to 0 without a warm-up.
  public CosineDecay(double initialLearningRate, double decaySteps) {
    this(initialLearningRate, decaySteps, 0, STANDARD_NAME, null, 0);
  }

  /// {@return this schedule, decaying to another share}
  public CosineDecay alpha(double changed) {
    return new CosineDecay(
        initialLearningRate, decaySteps, changed, name, warmupTarget, warmupSteps);
  }

  /// {@return this schedule with a warm-up to `target` in `steps` steps}
  public CosineDecay warmup(double target, double steps) {
    return new CosineDecay(initialLearningRate, decaySteps, alpha, name, target, steps);
  }

  @Override
  public Tensor rate(Tensor step) {
    Tensor done = step.cast(DType.FLOAT32);
    if (warmupTarget == null) {
      return decayed(done.minimum(decaySteps), initialLearningRate);
    }
    Tensor decayed = decayed(done.minimum(decaySteps + warmupSteps).sub(warmupSteps), warmupTarget);
    Tensor rising =
        done.div(warmupSteps).mul(warmupTarget - initialLearningRate).add(initialLearningRate);
    return done.less(warmupSteps).where(rising, decayed);
  }

  private Tensor decayed(Tensor done, double top) {
    Tensor half = done.div(decaySteps).mul(Math.PI).cos().add(1).mul(0.5);
    return half.mul(1 - alpha).add(alpha).mul(top);
  }

  @Override
  public Schema<CosineDecay> schema() {
    return SCHEMA;
  }
}
