package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Ones;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Dot-product attention (Luong et al. 2015; `keras.layers.Attention`): `softmax(query·keyᵀ)·value`
/// without weights, but for a learned factor `scale` with [#useScale]. With score mode [#CONCAT]
/// the scores are `concat_score_weight·Σ tanh(scale·(query + key))`.
///
/// Inputs are query `[batch, T, d]`, value `[batch, S, e]` and perhaps key `[batch, S, d]`, else
/// the value is the key; the output is `[batch, T, e]`. A mask of the value hides its positions,
/// one of the query makes outputs 0 and goes on to the output. Arguments of a call:
/// `use_causal_mask` hides later positions, `return_attention_scores` adds the output `[batch, T,
/// S]` of the weights. A row in which all is hidden averages all values alike.
public final class Attention extends ScoredAttention {
  /// Scores are products of queries and keys.
  public static final String DOT = "dot";

  /// Scores are sums of `tanh` of queries and keys added.
  public static final String CONCAT = "concat";

  private static final ConfigKey<String> SCORE_MODE = new ConfigKey<>("score_mode", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<Attention> SCHEMA =
      Layer.<Attention>schemaOf("Attention")
          .optional(USE_SCALE, layer -> layer.options().useScale(), false)
          .optional(SCORE_MODE, layer -> layer.scoreMode, DOT)
          .optional(DROPOUT, layer -> layer.options().dropout(), 0.0)
          .optional(SEED, layer -> layer.options().seed(), null)
          .build(Attention::new);

  private final String scoreMode;

  /// Attention by products without a factor, which drops nothing.
  public Attention() {
    this(Settings.DEFAULT, new Options(false, 0, null), DOT);
  }

  private Attention(Settings settings, Options options, String scoreMode) {
    super(settings, options);
    if (!scoreMode.equals(DOT) && !scoreMode.equals(CONCAT)) {
      throw new IllegalArgumentException(
          "attention: score_mode must be dot or concat, got " + scoreMode);
    }
    this.scoreMode = scoreMode;
  }

  private Attention(Config config) {
    this(
        settings(config),
        new Options(config.get(USE_SCALE), config.get(DROPOUT), config.get(SEED)),
        config.get(SCORE_MODE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Attention named(String name) {
    return new Attention(settings().named(name), options(), scoreMode);
  }

  /// {@return this layer, unbuilt, with or without a learned factor of the scores}
  public Attention useScale(boolean useScale) {
    return new Attention(settings(), options().useScale(useScale), scoreMode);
  }

  /// {@return this layer, unbuilt, with another way to score: [#DOT] or [#CONCAT]}
  public Attention scoreMode(String changed) {
    return new Attention(settings(), options(), changed);
  }

  /// {@return this layer, unbuilt, with another share of weights dropped while training}
  public Attention dropout(double rate) {
    return new Attention(settings(), options().dropout(rate), scoreMode);
  }

  @Override
  public Schema<Attention> schema() {
    return SCHEMA;
  }

  @Override
  Scores scores(TensorType query, Weights weights) {
    Variable scale = options().useScale() ? weights.add("scale", Shape.SCALAR, new Ones()) : null;
    if (scoreMode.equals(DOT)) {
      return (q, k) -> scaled(q.matmul(k.swapAxes(-1, -2)), scale);
    }
    Variable factor = weights.add("concat_score_weight", Shape.SCALAR, new Ones());
    return (q, k) -> {
      Tensor both = q.expandDims(-2).add(k.expandDims(-3));
      return scaled(scaled(both, scale).tanh().sum(-1), factor);
    };
  }

  private Tensor scaled(Tensor x, @Nullable Variable factor) {
    return factor == null ? x : x.mul(factor.cast(policy().compute()));
  }
}
