package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;

/// Gradient descent (`keras.optimizers.SGD`): `w ← w − rate·g`, or with momentum `v ← momentum·v −
/// rate·g`, `w ← w + v`, in Nesterov's form `w ← w + momentum·v − rate·g`.
///
/// @param learningRate the factor of the gradient, 0.01 by default
/// @param momentum the share of the last change that is kept, 0 by default, at most 1
/// @param nesterov whether the gradient counts as taken after the momentum
/// @param name the name
public record SGD(double learningRate, double momentum, boolean nesterov, String name)
    implements Optimizer {
  private static final String MOMENTUM_SLOT = "momentum";
  private static final ConfigKey<Double> RATE = new ConfigKey<>("learning_rate", Codec.NUMBER);
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Boolean> NESTEROV = new ConfigKey<>("nesterov", Codec.TRUTH);
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<SGD> SCHEMA =
      Optimizer.<SGD>schemaOf("SGD")
          .optional(NAME, SGD::name, "SGD")
          .optional(RATE, SGD::learningRate, 0.01)
          .optional(MOMENTUM, SGD::momentum, 0.0)
          .optional(NESTEROV, SGD::nesterov, false)
          .build(c -> new SGD(c.get(RATE), c.get(MOMENTUM), c.get(NESTEROV), c.get(NAME)));

  /// Checks the settings.
  public SGD {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("sgd: momentum must be in [0, 1], got " + momentum);
    }
  }

  /// Plain descent at Keras' rate of 0.01.
  public SGD() {
    this(0.01);
  }

  /// Plain descent at this rate.
  public SGD(double learningRate) {
    this(learningRate, 0, false, "SGD");
  }

  /// {@return this optimizer with momentum}
  public SGD momentum(double changed) {
    return new SGD(learningRate, changed, nesterov, name);
  }

  /// {@return this optimizer with or without Nesterov's form of momentum}
  public SGD nesterov(boolean changed) {
    return new SGD(learningRate, momentum, changed, name);
  }

  @Override
  public Schema<SGD> schema() {
    return SCHEMA;
  }

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of(MOMENTUM_SLOT);
  }

  @Override
  public void update(Variable variable, Tensor gradient, Slots slots, Tensor rate) {
    if (momentum == 0) {
      variable.assignSub(gradient.mul(rate));
      return;
    }
    Variable slot = slots.get(MOMENTUM_SLOT);
    Tensor step = gradient.mul(rate);
    Tensor velocity = slot.mul(momentum).sub(step);
    slot.assign(velocity);
    variable.assignAdd(nesterov ? velocity.mul(momentum).sub(step) : velocity);
  }
}
