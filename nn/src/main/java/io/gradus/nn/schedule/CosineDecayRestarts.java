package io.gradus.nn.schedule;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Decays along half a cosine again and again (Loshchilov & Hutter 2016;
/// `keras.optimizers.schedules.CosineDecayRestarts`). Each period is `tMul` times as long as the
/// one before and starts at `mMul` times its rate; within one, with `p` the part of it done, the
/// rate is `initial · ((1 − alpha) · mMul^period · (1 + cos(π·p)) / 2 + alpha)`.
///
/// @param initialLearningRate the rate of the first step, at least 0
/// @param firstDecaySteps the steps of the first period, greater than 0
/// @param tMul how many times longer each period is, 2 by default, at least 1
/// @param mMul how many times higher each period starts, 1 by default, greater than 0
/// @param alpha the share of the initial rate it decays to, 0 by default
/// @param name the name
public record CosineDecayRestarts(
    double initialLearningRate,
    double firstDecaySteps,
    double tMul,
    double mMul,
    double alpha,
    String name)
    implements Schedule {
  private static final String OF = "cosineDecayRestarts";
  private static final String STANDARD_NAME = "SGDRDecay";
  private static final ConfigKey<Double> INITIAL =
      new ConfigKey<>("initial_learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> STEPS =
      new ConfigKey<>("first_decay_steps", Codec.PLAIN_NUMBER);
  private static final ConfigKey<Double> T_MUL = new ConfigKey<>("t_mul", Codec.NUMBER);
  private static final ConfigKey<Double> M_MUL = new ConfigKey<>("m_mul", Codec.NUMBER);
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<CosineDecayRestarts> SCHEMA =
      Schema.<CosineDecayRestarts>of("CosineDecayRestarts")
          .required(INITIAL, CosineDecayRestarts::initialLearningRate)
          .required(STEPS, CosineDecayRestarts::firstDecaySteps)
          .optional(T_MUL, CosineDecayRestarts::tMul, 2.0)
          .optional(M_MUL, CosineDecayRestarts::mMul, 1.0)
          .optional(ALPHA, CosineDecayRestarts::alpha, 0.0)
          .optional(NAME, CosineDecayRestarts::name, STANDARD_NAME)
          .build(c ->
              new CosineDecayRestarts(
                  c.get(INITIAL),
                  c.get(STEPS),
                  c.get(T_MUL),
                  c.get(M_MUL),
                  c.get(ALPHA),
                  c.get(NAME)));

  /// Checks the settings.
  public CosineDecayRestarts {
    Limits.atLeast(OF, "initialLearningRate", initialLearningRate, 0);
    Limits.above(OF, "firstDecaySteps", firstDecaySteps, 0);
    Limits.atLeast(OF, "tMul", tMul, 1);
    Limits.above(OF, "mMul", mMul, 0);
    Limits.within(OF, "alpha", alpha, 0, 1);
  }

  /// Periods that double, each from the initial rate to 0.
  public CosineDecayRestarts(double initialLearningRate, double firstDecaySteps) {
    this(initialLearningRate, firstDecaySteps, 2, 1, 0, STANDARD_NAME);
  }

  /// {@return this schedule, each period so many times as long as the one before}
  public CosineDecayRestarts tMul(double changed) {
    return new CosineDecayRestarts(
        initialLearningRate, firstDecaySteps, changed, mMul, alpha, name);
  }

  /// {@return this schedule, each period starting at so many times the rate of the one before}
  public CosineDecayRestarts mMul(double changed) {
    return new CosineDecayRestarts(
        initialLearningRate, firstDecaySteps, tMul, changed, alpha, name);
  }

  /// {@return this schedule, decaying to another share}
  public CosineDecayRestarts alpha(double changed) {
    return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, changed, name);
  }

  @Override
  public Tensor rate(Tensor step) {
    // In float64, and a little more, so that a whole number of periods is not rounded down.
    Tensor done = step.cast(DType.FLOAT64).div(firstDecaySteps);
    Tensor period;
    Tensor part;
    if (tMul == 1) {
      period = done.floor();
      part = done.sub(period);
    } else {
      Tensor grown = done.mul(tMul - 1).add(1);
      period = grown.log().div(StrictMath.log(tMul)).add(1e-9).floor();
      Tensor length = Tensor.scalar(DType.FLOAT64, tMul).pow(period);
      part = done.sub(length.sub(1).div(tMul - 1)).div(length);
    }
    Tensor height = Tensor.scalar(DType.FLOAT64, mMul).pow(period);
    Tensor half = part.mul(Math.PI).cos().add(1).mul(height).mul(0.5);
    return half.mul(1 - alpha).add(alpha).mul(initialLearningRate).cast(DType.FLOAT32);
  }

  @Override
  public Schema<CosineDecayRestarts> schema() {
    return SCHEMA;
  }
}
