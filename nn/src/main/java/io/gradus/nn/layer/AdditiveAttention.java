package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// Additive attention (Bahdanau et al. 2015; `keras.layers.AdditiveAttention`): the scores are `Σ
/// scale·tanh(query + key)` with a learned vector `scale` `[d]`, or ones without [#useScale].
///
/// Inputs, masks, arguments of a call and outputs are those of [Attention].
public final class AdditiveAttention extends ScoredAttention {
  /// The configuration, as Keras writes it.
  public static final Schema<AdditiveAttention> SCHEMA =
      Layer.<AdditiveAttention>schemaOf("AdditiveAttention")
          .optional(USE_SCALE, layer -> layer.options().useScale(), true)
          .optional(DROPOUT, layer -> layer.options().dropout(), 0.0)
          .optional(SEED, layer -> layer.options().seed(), null)
          .build(AdditiveAttention::new);

  /// Additive attention with a learned vector, which drops nothing.
  public AdditiveAttention() {
    this(Settings.DEFAULT, new Options(true, 0, null));
  }

  private AdditiveAttention(Settings settings, Options options) {
    super(settings, options);
  }

  private AdditiveAttention(Config config) {
    this(
        settings(config),
        new Options(config.get(USE_SCALE), config.get(DROPOUT), config.get(SEED)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public AdditiveAttention named(String name) {
    return new AdditiveAttention(settings().named(name), options());
  }

  /// {@return this layer, unbuilt, with or without a learned vector}
  public AdditiveAttention useScale(boolean useScale) {
    return new AdditiveAttention(settings(), options().useScale(useScale));
  }

  /// {@return this layer, unbuilt, with another share of weights dropped while training}
  public AdditiveAttention dropout(double rate) {
    return new AdditiveAttention(settings(), options().dropout(rate));
  }

  @Override
  public Schema<AdditiveAttention> schema() {
    return SCHEMA;
  }

  @Override
  Scores scores(TensorType query, Weights weights) {
    if (!options().useScale()) {
      return (q, k) -> agreement(q, k).sum(-1);
    }
    if (!query.shape().isKnown(-1)) {
      throw new ShapeException(
          "additive attention: the last axis of the query must have a known length; got query="
              + query);
    }
    Variable scale = weights.add("scale", Shape.of(query.shape().dim(-1)), new GlorotUniform());
    return (q, k) -> agreement(q, k).mul(scale.cast(policy().compute())).sum(-1);
  }

  private static Tensor agreement(Tensor query, Tensor key) {
    return query.expandDims(-2).add(key.expandDims(-3)).tanh();
  }
}
