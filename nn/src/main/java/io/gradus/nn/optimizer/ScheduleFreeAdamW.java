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

/// AdamW that needs no schedule, since it averages its weights (Defazio et al. 2024;
/// `keras.optimizers.ScheduleFreeAdamW`). Of each variable there are `z`, which steps, and `x`, the
/// mean of all `z`; while training the variable is `y = (1 − beta1)·z + beta1·x`, where gradients
/// are taken. [#swapToEval] makes it `x`, [#swapToTrain] `y` again.
///
/// `v ← v + (g² − v)·(1 − beta2)`, `z ← z − rate·g / (√(v / (1 − beta2ᵗ)) + epsilon)`, `x ← (1 −
/// 1/t)·x
/// + z/t`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.0025 by default
/// @param beta1 the share of the mean in the variable, greater than 0, 0.9 by default
/// @param beta2 the share of the running mean of their squares that is kept, 0.999 by default
/// @param epsilon keeps the denominator from 0, 1e-8 by default
/// @param warmupSteps the steps in which the rate rises from 0, 0 by default
public record ScheduleFreeAdamW(
    OptimizerOptions options, double beta1, double beta2, double epsilon, int warmupSteps)
    implements StandardOptimizer<ScheduleFreeAdamW> {
  private static final String OF = "scheduleFreeAdamW";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("schedule_free_adam_w", LearningRate.of(0.0025));
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Integer> WARMUP_STEPS =
      new ConfigKey<>("warmup_steps", Codec.INTEGER);

  private static final String MOMENTUM = "momentum";
  private static final String VELOCITY = "velocity";

  /// The configuration, as Keras writes it.
  public static final Schema<ScheduleFreeAdamW> SCHEMA =
      StandardOptimizer.<ScheduleFreeAdamW>schemaOf("ScheduleFreeAdamW", STANDARD)
          .optional(BETA_1, ScheduleFreeAdamW::beta1, 0.9)
          .optional(BETA_2, ScheduleFreeAdamW::beta2, 0.999)
          .optional(EPSILON, ScheduleFreeAdamW::epsilon, 1e-8)
          .optional(WARMUP_STEPS, ScheduleFreeAdamW::warmupSteps, 0)
          .build(c ->
              new ScheduleFreeAdamW(
                  StandardOptimizer.options(c),
                  c.get(BETA_1),
                  c.get(BETA_2),
                  c.get(EPSILON),
                  c.get(WARMUP_STEPS)));

  /// Checks the settings.
  public ScheduleFreeAdamW {
    Limits.above(OF, "beta1", beta1, 0);
    Limits.atMost(OF, "beta1", beta1, 1);
    Limits.within(OF, "beta2", beta2, 0, 1);
    Limits.atLeast(OF, "warmupSteps", warmupSteps, 0);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public ScheduleFreeAdamW() {
    this(STANDARD, 0.9, 0.999, 1e-8, 0);
  }

  /// Keras' defaults at this rate.
  public ScheduleFreeAdamW(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0.999, 1e-8, 0);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public ScheduleFreeAdamW(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0.999, 1e-8, 0);
  }

  /// {@return this optimizer with another share of the mean in the variable}
  public ScheduleFreeAdamW beta1(double changed) {
    return new ScheduleFreeAdamW(options, changed, beta2, epsilon, warmupSteps);
  }

  /// {@return this optimizer, keeping another share of the mean of squares}
  public ScheduleFreeAdamW beta2(double changed) {
    return new ScheduleFreeAdamW(options, beta1, changed, epsilon, warmupSteps);
  }

  /// {@return this optimizer with another number beside the denominator}
  public ScheduleFreeAdamW epsilon(double changed) {
    return new ScheduleFreeAdamW(options, beta1, beta2, changed, warmupSteps);
  }

  /// {@return this optimizer with another number of steps in which the rate rises}
  public ScheduleFreeAdamW warmupSteps(int changed) {
    return new ScheduleFreeAdamW(options, beta1, beta2, epsilon, changed);
  }

  @Override
  public ScheduleFreeAdamW with(OptimizerOptions changed) {
    return new ScheduleFreeAdamW(changed, beta1, beta2, epsilon, warmupSteps);
  }

  @Override
  public Schema<ScheduleFreeAdamW> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.each(target ->
        List.of(
            OptimizerState.slot(target, MOMENTUM, target.value()),
            OptimizerState.slot(target, VELOCITY, Tensor.zeros(target.type()))));
  }

  @Override
  public Rule rule(Step step) {
    Tensor number = step.number();
    Tensor rate =
        warmupSteps == 0 ? step.rate() : step.rate().mul(number.div(warmupSteps).minimum(1));
    Tensor left = Adam.left(step, beta2);
    Tensor share = step.scalar(1).div(number);
    Tensor rest = step.scalar(1).sub(share);
    return (variable, gradient, slots) -> {
      Tensor squares = Adam.toward(slots.get(VELOCITY), gradient.square(), beta2);
      Variable slot = slots.get(MOMENTUM);
      Tensor mean = mean(variable.value(), slot.value());
      Tensor momentum = slot.sub(gradient.mul(rate).div(squares.div(left).sqrt().add(epsilon)));
      slot.assign(momentum);
      variable.assign(mixed(mean.mul(rest).add(momentum.mul(share)), momentum));
    };
  }

  /// Gives the variables the values to evaluate and predict with: the means.
  public void swapToEval(BoundOptimizer bound) {
    for (Variable variable : bound.targets()) {
      variable.assign(mean(variable.value(), bound.slots(variable).get(MOMENTUM).value()));
    }
  }

  /// Gives the variables the values to train with again, after [#swapToEval].
  public void swapToTrain(BoundOptimizer bound) {
    for (Variable variable : bound.targets()) {
      variable.assign(mixed(variable.value(), bound.slots(variable).get(MOMENTUM).value()));
    }
  }

  private Tensor mean(Tensor mixed, Tensor momentum) {
    return mixed.sub(momentum.mul(1 - beta1)).div(beta1);
  }

  private Tensor mixed(Tensor mean, Tensor momentum) {
    return momentum.mul(1 - beta1).add(mean.mul(beta1));
  }
}
