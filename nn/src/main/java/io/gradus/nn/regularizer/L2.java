package io.gradus.nn.regularizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The penalty `l2 · Σ x²` (`keras.regularizers.L2`).
///
/// @param l2 its strength, at least 0, 0.01 by default
public record L2(double l2) implements Regularizer {
  private static final ConfigKey<Double> STRENGTH = new ConfigKey<>("l2", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<L2> SCHEMA =
      Schema.<L2>of("L2").optional(STRENGTH, L2::l2, 0.01).build(c -> new L2(c.get(STRENGTH)));

  /// Checks the strength.
  public L2 {
    Limits.atLeast("l2", "l2", l2, 0);
  }

  /// A strength of 0.01.
  public L2() {
    this(0.01);
  }

  @Override
  public Tensor penalty(Tensor x) {
    return x.square().sum().mul(l2);
  }

  @Override
  public Schema<L2> schema() {
    return SCHEMA;
  }
}
