package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.List;

/// Divides the gradient by the root of its running mean square (Hinton 2012;
/// `keras.optimizers.RMSprop`, whose epsilon is under the root): `v ← rho·v + (1 − rho)·g²`, `w ← w
/// − rate·g / √(v + epsilon)`; centred, the running mean of the gradient, squared, is taken off `v`
/// first.
///
/// @param learningRate the factor of the step, 0.001 by default
/// @param rho how much of the running mean is kept, 0.9 by default
/// @param momentum the share of the last change that is kept, 0 by default
/// @param epsilon added under the root, 1e-7 by default
/// @param centered whether the running variance is used in place of the mean square
/// @param name the name
public record RMSprop(
    double learningRate, double rho, double momentum, double epsilon, boolean centered, String name)
    implements Optimizer {
  private static final String VELOCITY = "velocity";
  private static final String MOMENTUM_SLOT = "momentum";
  private static final String AVERAGE = "average_gradient";
  private static final ConfigKey<Double> RATE = new ConfigKey<>("learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> RHO = new ConfigKey<>("rho", Codec.NUMBER);
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Boolean> CENTERED = new ConfigKey<>("centered", Codec.TRUTH);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<RMSprop> SCHEMA =
      Optimizer.<RMSprop>schemaOf("RMSprop")
          .optional(NAME, RMSprop::name, "rmsprop")
          .optional(RATE, RMSprop::learningRate, 0.001)
          .optional(RHO, RMSprop::rho, 0.9)
          .optional(MOMENTUM, RMSprop::momentum, 0.0)
          .optional(EPSILON, RMSprop::epsilon, 1e-7)
          .optional(CENTERED, RMSprop::centered, false)
          .build(c ->
              new RMSprop(
                  c.get(RATE),
                  c.get(RHO),
                  c.get(MOMENTUM),
                  c.get(EPSILON),
                  c.get(CENTERED),
                  c.get(NAME)));

  /// Keras' defaults.
  public RMSprop() {
    this(0.001);
  }

  /// Keras' defaults at this rate.
  public RMSprop(double learningRate) {
    this(learningRate, 0.9, 0, 1e-7, false, "rmsprop");
  }

  /// {@return this optimizer, keeping another share of the running mean}
  public RMSprop rho(double changed) {
    return new RMSprop(learningRate, changed, momentum, epsilon, centered, name);
  }

  /// {@return this optimizer with momentum}
  public RMSprop momentum(double changed) {
    return new RMSprop(learningRate, rho, changed, epsilon, centered, name);
  }

  /// {@return this optimizer with another number under the root}
  public RMSprop epsilon(double changed) {
    return new RMSprop(learningRate, rho, momentum, changed, centered, name);
  }

  /// {@return this optimizer with or without centring}
  public RMSprop centered(boolean changed) {
    return new RMSprop(learningRate, rho, momentum, epsilon, changed, name);
  }

  @Override
  public Schema<RMSprop> schema() {
    return SCHEMA;
  }

  @Override
  public List<String> slots() {
    List<String> names = new ArrayList<>(List.of(VELOCITY));
    if (momentum > 0) {
      names.add(MOMENTUM_SLOT);
    }
    if (centered) {
      names.add(AVERAGE);
    }
    return names;
  }

  @Override
  public void update(Variable variable, Tensor gradient, Slots slots, Tensor rate) {
    Tensor velocity = running(slots.get(VELOCITY), gradient.square());
    Tensor denominator = velocity.add(epsilon);
    if (centered) {
      Tensor average = running(slots.get(AVERAGE), gradient);
      denominator = velocity.sub(average.square()).add(epsilon);
    }
    Tensor step = gradient.mul(rate).div(denominator.sqrt());
    if (momentum > 0) {
      Variable slot = slots.get(MOMENTUM_SLOT);
      step = slot.mul(momentum).add(step);
      slot.assign(step);
    }
    variable.assignSub(step);
  }

  private Tensor running(Variable mean, Tensor x) {
    Tensor next = mean.mul(rho).add(x.mul(1 - rho));
    mean.assign(next);
    return next;
  }
}
