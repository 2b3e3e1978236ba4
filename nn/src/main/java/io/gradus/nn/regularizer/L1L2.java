package io.gradus.nn.regularizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The penalty `l1 · Σ |x| + l2 · Σ x²` (`keras.regularizers.L1L2`).
///
/// @param l1 the strength of the first part, at least 0, 0 by default
/// @param l2 the strength of the second part, at least 0, 0 by default
public record L1L2(double l1, double l2) implements Regularizer {
  private static final String OF = "l1L2";
  private static final ConfigKey<Double> FIRST = new ConfigKey<>("l1", Codec.NUMBER);
  private static final ConfigKey<Double> SECOND = new ConfigKey<>("l2", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<L1L2> SCHEMA =
      Schema.<L1L2>of("L1L2")
          .optional(FIRST, L1L2::l1, 0.0)
          .optional(SECOND, L1L2::l2, 0.0)
          .build(c -> new L1L2(c.get(FIRST), c.get(SECOND)));

  /// Checks the strengths.
  public L1L2 {
    Limits.atLeast(OF, "l1", l1, 0);
    Limits.atLeast(OF, "l2", l2, 0);
  }

  @Override
  public Tensor penalty(Tensor x) {
    if (l1 == 0) {
      return l2 == 0 ? Tensor.scalar(x.dtype(), 0) : new L2(l2).penalty(x);
    }
    Tensor first = new L1(l1).penalty(x);
    return l2 == 0 ? first : first.add(new L2(l2).penalty(x));
  }

  @Override
  public Schema<L1L2> schema() {
    return SCHEMA;
  }
}
