package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// Divides the root mean square of the changes so far by that of the gradients (Zeiler 2012;
/// `keras.optimizers.Adadelta`): `a ← rho·a + (1 − rho)·g²`, `d = −g·√(b + epsilon) / √(a +
/// epsilon)`, `b ← rho·b + (1 − rho)·d²`, `w ← w + rate·d`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default
/// @param rho how much of the running means is kept, 0.95 by default
/// @param epsilon added under the roots, 1e-7 by default
public record Adadelta(OptimizerOptions options, double rho, double epsilon)
    implements StandardOptimizer<Adadelta> {
  private static final String OF = "adadelta";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("adadelta", LearningRate.of(0.001));
  private static final ConfigKey<Double> RHO = new ConfigKey<>("rho", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);

  private static final String GRADIENTS = "accumulated_grad";
  private static final String CHANGES = "accumulated_delta_var";

  /// The configuration, as Keras writes it.
  public static final Schema<Adadelta> SCHEMA =
      StandardOptimizer.<Adadelta>schemaOf("Adadelta", STANDARD)
          .optional(RHO, Adadelta::rho, 0.95)
          .optional(EPSILON, Adadelta::epsilon, 1e-7)
          .build(c -> new Adadelta(StandardOptimizer.options(c), c.get(RHO), c.get(EPSILON)));

  /// Checks the settings.
  public Adadelta {
    Limits.within(OF, "rho", rho, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
  }

  /// Keras' defaults.
  public Adadelta() {
    this(STANDARD, 0.95, 1e-7);
  }

  /// Keras' defaults at this rate.
  public Adadelta(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)), 0.95, 1e-7);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Adadelta(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate), 0.95, 1e-7);
  }

  /// {@return this optimizer, keeping another share of the running means}
  public Adadelta rho(double changed) {
    return new Adadelta(options, changed, epsilon);
  }

  /// {@return this optimizer with another number under the roots}
  public Adadelta epsilon(double changed) {
    return new Adadelta(options, rho, changed);
  }

  @Override
  public Adadelta with(OptimizerOptions changed) {
    return new Adadelta(changed, rho, epsilon);
  }

  @Override
  public Schema<Adadelta> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.zeros(GRADIENTS, CHANGES);
  }

  @Override
  public Rule rule(Step step) {
    return (variable, gradient, slots) -> {
      Variable changes = slots.get(CHANGES);
      Tensor before = root(changes.value());
      Tensor change = gradient.mul(before).div(root(running(slots.get(GRADIENTS), gradient)));
      running(changes, change);
      variable.assignSub(change.mul(step.rate()));
    };
  }

  private Tensor root(Tensor squares) {
    return squares.add(epsilon).sqrt();
  }

  private Tensor running(Variable mean, Tensor x) {
    Tensor next = mean.mul(rho).add(x.square().mul(1 - rho));
    mean.assign(next);
    return next;
  }
}
