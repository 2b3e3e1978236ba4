package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Adam without momentum that keeps for a matrix only the running means of its squared gradient's
/// rows and columns (Shazeer & Stern 2018; `keras.optimizers.Adafactor`). Steps are relative to the
/// root mean square of the variable, and bounded.
///
/// With `b = 1 − t^beta2Decay` and `s = g² + epsilon1`: `r ← b·r + (1 − b)·mean(s)` over the last
/// axis, `c` over the axis before it, `v = r/mean(r) · c`; a vector has `v ← b·v + (1 − b)·s`. Then
/// `u = g/√v`, `w ← w − max(epsilon2, rms(w)) · min(rate, 1/√t) · u / max(1,
/// rms(u)/clipThreshold)`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param beta2Decay how fast the means forget less, −0.8 by default
/// @param epsilon1 keeps the denominator from 0, 1e-30 by default
/// @param epsilon2 the least that counts as the size of a variable, 0.001 by default
/// @param clipThreshold the largest root mean square of a step, greater than 0, 1 by default
/// @param relativeStep whether a rate that is a number is at most `1/√t`, true by default
public record Adafactor(
    OptimizerOptions options,
    double beta2Decay,
    double epsilon1,
    double epsilon2,
    double clipThreshold,
    boolean relativeStep)
    implements StandardOptimizer<Adafactor> {
  private static final String OF = "adafactor";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("adafactor", LearningRate.of(0.001));
  private static final ConfigKey<Double> BETA_2_DECAY =
      new ConfigKey<>("beta_2_decay", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON_1 = new ConfigKey<>("epsilon_1", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON_2 = new ConfigKey<>("epsilon_2", Codec.NUMBER);
  private static final ConfigKey<Double> CLIP_THRESHOLD =
      new ConfigKey<>("clip_threshold", Codec.NUMBER);
  private static final ConfigKey<Boolean> RELATIVE_STEP =
      new ConfigKey<>("relative_step", Codec.TRUTH);

  private static final String ROWS = "r";
  private static final String COLUMNS = "c";
  private static final String VELOCITY = "velocity";

  /// The configuration, as Keras writes it.
  public static final Schema<Adafactor> SCHEMA =
      StandardOptimizer.<Adafactor>schemaOf("Adafactor", STANDARD)
          .optional(BETA_2_DECAY, Adafactor::beta2Decay, -0.8)
          .optional(EPSILON_1, Adafactor::epsilon1, 1e-30)
          .optional(EPSILON_2, Adafactor::epsilon2, 1e-3)
          .optional(CLIP_THRESHOLD, Adafactor::clipThreshold, 1.0)
          .optional(RELATIVE_STEP, Adafactor::relativeStep, true)
          .build(c ->
              new Adafactor(
                  StandardOptimizer.options(c),
                  c.get(BETA_2_DECAY),
                  c.get(EPSILON_1),
                  c.get(EPSILON_2),
                  c.get(CLIP_THRESHOLD),
                  c.get(RELATIVE_STEP)));

  /// Checks the settings.
  public Adafactor {
    Limits.finite(OF, "beta2Decay", beta2Decay);
    Limits.atLeast(OF, "epsilon1", epsilon1, 0);
    Limits.atLeast(OF, "epsilon2", epsilon2, 0);
    Limits.above(OF, "clipThreshold", clipThreshold, 0);
  }

  /// Keras' defaults.
  public Adafactor() {
    this(STANDARD, -0.8, 1e-30, 1e-3, 1.0, true);
  }

  /// Keras' defaults at this rate.
  public Adafactor(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), -0.8, 1e-30, 1e-3, 1.0, true);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Adafactor(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), -0.8, 1e-30, 1e-3, 1.0, true);
  }

  /// {@return this optimizer whose means forget otherwise}
  public Adafactor beta2Decay(double changed) {
    return new Adafactor(options, changed, epsilon1, epsilon2, clipThreshold, relativeStep);
  }

  /// {@return this optimizer with another number beside the squares}
  public Adafactor epsilon1(double changed) {
    return new Adafactor(options, beta2Decay, changed, epsilon2, clipThreshold, relativeStep);
  }

  /// {@return this optimizer with another least size of variables}
  public Adafactor epsilon2(double changed) {
    return new Adafactor(options, beta2Decay, epsilon1, changed, clipThreshold, relativeStep);
  }

  /// {@return this optimizer with another bound of steps}
  public Adafactor clipThreshold(double changed) {
    return new Adafactor(options, beta2Decay, epsilon1, epsilon2, changed, relativeStep);
  }

  /// {@return this optimizer, its rate falling or not}
  public Adafactor relativeStep(boolean changed) {
    return new Adafactor(options, beta2Decay, epsilon1, epsilon2, clipThreshold, changed);
  }

  @Override
  public Adafactor with(OptimizerOptions changed) {
    return new Adafactor(changed, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep);
  }

  @Override
  public Schema<Adafactor> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.each(target -> {
      // Keras names the first two like the variable, and keeps the number 0 for a vector.
      String name = target.name().substring(target.name().lastIndexOf('/') + 1);
      Shape shape = target.shape();
      int rank = shape.rank();
      boolean factored = rank >= 2;
      TensorType type = target.type();
      Tensor rows =
          factored ? Tensor.zeros(type.withShape(shape.slice(0, rank - 1))) : Tensor.of(0);
      Tensor columns =
          factored
              ? Tensor.zeros(type.withShape(shape.slice(0, rank - 2).concat(shape.from(rank - 1))))
              : Tensor.of(0);
      return List.of(
          new Slot(ROWS, name, rows),
          new Slot(COLUMNS, name, columns),
          OptimizerState.slot(target, VELOCITY, Tensor.zeros(type)));
    });
  }

  @Override
  public Rule rule(Step step) {
    Tensor falling = step.scalar(1).div(step.number().sqrt());
    boolean falls = relativeStep && options.learningRate() instanceof LearningRate.Fixed;
    Tensor rate = falls ? step.rate().minimum(falling) : step.rate();
    Tensor relative = rate.minimum(falling);
    Tensor fresh = step.number().pow(beta2Decay);
    return (variable, gradient, slots) -> {
      Tensor alpha = rms(variable.value()).maximum(epsilon2).mul(relative);
      Tensor squares = gradient.square().add(epsilon1);
      Variable velocity = slots.get(VELOCITY);
      if (variable.rank() >= 2) {
        Tensor rows = running(slots.get(ROWS), squares.mean(-1), fresh);
        Tensor columns = running(slots.get(COLUMNS), squares.mean(-2), fresh);
        Tensor share = rows.div(rows.mean(Axes.of(-1).keep()));
        velocity.assign(share.expandDims(-1).mul(columns.expandDims(-2)));
      } else {
        running(velocity, squares, fresh);
      }
      Tensor update = gradient.div(velocity.sqrt());
      Tensor bounded = update.div(rms(update).div(clipThreshold).maximum(1));
      variable.assignSub(bounded.mul(alpha));
    };
  }

  private static Tensor rms(Tensor x) {
    return x.square().mean().sqrt();
  }

  private static Tensor running(Variable mean, Tensor x, Tensor fresh) {
    Tensor kept = fresh.neg().add(1);
    Tensor next = mean.mul(kept).add(x.mul(fresh));
    mean.assign(next);
    return next;
  }
}
