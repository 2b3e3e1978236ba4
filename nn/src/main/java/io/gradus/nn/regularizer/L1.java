package io.gradus.nn.regularizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The penalty `l1 · Σ |x|` (`keras.regularizers.L1`).
///
/// @param l1 its strength, at least 0, 0.01 by default
public record L1(double l1) implements Regularizer {
  private static final ConfigKey<Double> STRENGTH = new ConfigKey<>("l1", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<L1> SCHEMA =
      Schema.<L1>of("L1").optional(STRENGTH, L1::l1, 0.01).build(c -> new L1(c.get(STRENGTH)));

  /// Checks the strength.
  public L1 {
    Limits.atLeast("l1", "l1", l1, 0);
  }

  /// A strength of 0.01.
  public L1() {
    this(0.01);
  }

  @Override
  public Tensor penalty(Tensor x) {
    return x.abs().sum().mul(l1);
  }

  @Override
  public Schema<L1> schema() {
    return SCHEMA;
  }
}
