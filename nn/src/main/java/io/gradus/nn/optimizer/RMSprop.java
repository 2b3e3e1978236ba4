package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Divides the gradient by the root of its running mean square (Hinton 2012;
/// `keras.optimizers.RMSprop`, whose epsilon is under the root): `v ← rho·v + (1 − rho)·g²`, `w ← w
/// − rate·g / √(v + epsilon)`; centred, the running mean of the gradient, squared, is taken off `v`
/// first.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param rho how much of the running mean is kept, 0.9 by default
/// @param momentum the share of the last change that is kept, 0 by default
/// @param epsilon added under the root, 1e-7 by default
/// @param centered whether the running variance is used in place of the mean square
/// @param epsilonBesideRoot whether epsilon is added to the root, as in Keras 2, not under it
public record RMSprop(
    OptimizerOptions options,
    double rho,
    double momentum,
    double epsilon,
    boolean centered,
    boolean epsilonBesideRoot)
    implements StandardOptimizer<RMSprop> {
  private static final String OF = "rmsprop";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("rm_sprop", LearningRate.of(0.001));
  private static final ConfigKey<Double> RHO = new ConfigKey<>("rho", Codec.NUMBER);
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Boolean> CENTERED = new ConfigKey<>("centered", Codec.TRUTH);

  private static final String VELOCITY = "velocity";
  private static final String MOMENTUM_SLOT = "momentum";
  private static final String AVERAGE = "average_gradient";

  /// The configuration, as Keras writes it.
  public static final Schema<RMSprop> SCHEMA =
      StandardOptimizer.<RMSprop>schemaOf("RMSprop", STANDARD)
          .optional(RHO, RMSprop::rho, 0.9)
          .optional(MOMENTUM, RMSprop::momentum, 0.0)
          .optional(EPSILON, RMSprop::epsilon, 1e-7)
          .optional(CENTERED, RMSprop::centered, false)
          .earlier(Adagrad.EPSILON_BESIDE_ROOT, RMSprop::epsilonBesideRoot, false)
          .build(c ->
              new RMSprop(
                  StandardOptimizer.options(c),
                  c.get(RHO),
                  c.get(MOMENTUM),
                  c.get(EPSILON),
                  c.get(CENTERED),
                  c.get(Adagrad.EPSILON_BESIDE_ROOT)));

  /// Checks the settings.
  public RMSprop {
    Limits.within(OF, "rho", rho, 0, 1);
    Limits.within(OF, "momentum", momentum, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public RMSprop() {
    this(STANDARD, 0.9, 0, 1e-7, false, false);
  }

  /// Keras' defaults at this rate.
  public RMSprop(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.9, 0, 1e-7, false, false);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public RMSprop(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.9, 0, 1e-7, false, false);
  }

  /// {@return this optimizer, keeping another share of the running mean}
  public RMSprop rho(double changed) {
    return new RMSprop(options, changed, momentum, epsilon, centered, epsilonBesideRoot);
  }

  /// {@return this optimizer with momentum}
  public RMSprop momentum(double changed) {
    return new RMSprop(options, rho, changed, epsilon, centered, epsilonBesideRoot);
  }

  /// {@return this optimizer with another number under the root}
  public RMSprop epsilon(double changed) {
    return new RMSprop(options, rho, momentum, changed, centered, epsilonBesideRoot);
  }

  /// {@return this optimizer with or without centring}
  public RMSprop centered(boolean changed) {
    return new RMSprop(options, rho, momentum, epsilon, changed, epsilonBesideRoot);
  }

  /// {@return this optimizer with epsilon added to the root, as in Keras 2, or under it}
  public RMSprop epsilonBesideRoot(boolean changed) {
    return new RMSprop(options, rho, momentum, epsilon, centered, changed);
  }

  @Override
  public RMSprop with(OptimizerOptions changed) {
    return new RMSprop(changed, rho, momentum, epsilon, centered, epsilonBesideRoot);
  }

  @Override
  public Schema<RMSprop> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(VELOCITY);
    if (momentum > 0) {
      state.zeros(MOMENTUM_SLOT);
    }
    if (centered) {
      state.zeros(AVERAGE);
    }
  }

  @Override
  public Rule rule(Step step) {
    return (variable, gradient, slots) -> {
      Tensor velocity = running(slots.get(VELOCITY), gradient.square());
      Tensor squares =
          centered ? velocity.sub(running(slots.get(AVERAGE), gradient).square()) : velocity;
      Tensor root = epsilonBesideRoot ? squares.sqrt().add(epsilon) : squares.add(epsilon).sqrt();
      Tensor change = gradient.mul(step.rate()).div(root);
      if (momentum > 0) {
        Variable slot = slots.get(MOMENTUM_SLOT);
        change = slot.mul(momentum).add(change);
        slot.assign(change);
      }
      variable.assignSub(change);
    };
  }

  private Tensor running(Variable mean, Tensor x) {
    Tensor next = mean.mul(rho).add(x.mul(1 - rho));
    mean.assign(next);
    return next;
  }
}
