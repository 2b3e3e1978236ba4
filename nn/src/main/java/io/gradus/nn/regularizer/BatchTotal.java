package io.gradus.nn.regularizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The penalty of [L1L2] times the number of samples: what activity regularizers were up to Keras
/// 2.3, which did not divide the penalty of outputs by that number. For their files; Keras does not
/// know the class.
///
/// @param penalty the penalty of the whole batch
public record BatchTotal(L1L2 penalty) implements Regularizer {
  private static final ConfigKey<Double> FIRST = new ConfigKey<>("l1", Codec.NUMBER);
  private static final ConfigKey<Double> SECOND = new ConfigKey<>("l2", Codec.NUMBER);

  /// The configuration, of Gradus alone.
  public static final Schema<BatchTotal> SCHEMA =
      Schema.<BatchTotal>of("BatchTotal")
          .optional(FIRST, total -> total.penalty.l1(), 0.0)
          .optional(SECOND, total -> total.penalty.l2(), 0.0)
          .build(c -> new BatchTotal(new L1L2(c.get(FIRST), c.get(SECOND))));

  @Override
  public Tensor penalty(Tensor x) {
    Tensor mean = penalty.penalty(x);
    boolean counted = x.rank() > 0 && x.shape().isKnown(0) && x.dim(0) > 0;
    return counted ? mean.mul((double) x.dim(0)) : mean;
  }

  @Override
  public Schema<BatchTotal> schema() {
    return SCHEMA;
  }
}
