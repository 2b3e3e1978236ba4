package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attention in several heads (Vaswani et al., *Attention Is All You Need*, 2017;
/// `keras.layers.MultiHeadAttention`): query, key and value are projected to heads, each head
/// attends with `softmax(q·kᵀ/√key_dim)·v`, and a last projection joins the heads.
///
/// Inputs are query `[batch, T, …]`, value `[batch, S, …]` and perhaps key `[batch, S, …]`, else
/// the value is the key; the output is `[batch, T, features of the query]`, or ends with
/// [#outputShape]. Masks of query, value and key hide positions; that of the query goes on to the
/// output.
///
/// Arguments of a call: `attention_mask` `[batch, T, S]` or `[batch, heads, T, S]`, true where a
/// position of the query sees one of the value; `use_causal_mask` hides later positions;
/// `value_mask` and `key_mask` stand in for the masks of these inputs (`query_mask` does not, as in
/// Keras); `return_attention_scores` adds the output `[batch, heads, T, S]` of the weights. A row
/// in which all is hidden averages all values alike; with dropout, with scores or with several
/// attention axes it has no weights, as in Keras.
///
/// Weights: `query`, `key` `[features, heads, key_dim]`, `value` `[features, heads, value_dim]`,
/// `attention_output` `[heads, value_dim, output features]`, each a kernel and a bias.
public final class MultiHeadAttention extends HeadAttention<MultiHeadAttention> {
  private static final ConfigKey<Integer> NUM_HEADS = new ConfigKey<>("num_heads", Codec.INTEGER);
  private static final ConfigKey<Integer> KEY_DIM = new ConfigKey<>("key_dim", Codec.INTEGER);
  private static final ConfigKey<@Nullable Integer> VALUE_DIM =
      new ConfigKey<>("value_dim", Codec.INTEGER.orNull());
  private static final Codec<List<Integer>> SEVERAL =
      new Codec<>(Codec.INTEGERS.read(), list -> list);
  private static final ConfigKey<@Nullable List<Integer>> OUTPUT_SHAPE =
      new ConfigKey<>("output_shape", SEVERAL.orNull());
  private static final ConfigKey<@Nullable List<Integer>> AXES =
      new ConfigKey<>("attention_axes", SEVERAL.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<MultiHeadAttention> SCHEMA = schemaOfHeads();

  /// A layer of `numHeads` heads with `keyDim` features each.
  public MultiHeadAttention(int numHeads, int keyDim) {
    this(
        Settings.DEFAULT,
        new Heads(numHeads, numHeads, keyDim, keyDim, null, null),
        Projections.DEFAULT);
  }

  private MultiHeadAttention(Settings settings, Heads heads, Projections projections) {
    super(settings, heads, projections);
    if (heads.query() < 1 || heads.keyDim() < 1 || heads.valueDim() < 1) {
      throw new IllegalArgumentException(
          ("multi-head attention: num_heads, key_dim and value_dim must be at least 1, got %d, %d,"
                  + " %d")
              .formatted(heads.query(), heads.keyDim(), heads.valueDim()));
    }
  }

  private MultiHeadAttention(Config config) {
    this(settings(config), heads(config), Projections.of(config));
  }

  private static Heads heads(Config config) {
    int count = config.get(NUM_HEADS);
    int keyDim = config.get(KEY_DIM);
    Integer valueDim = config.get(VALUE_DIM);
    return new Heads(
        count,
        count,
        keyDim,
        valueDim == null ? keyDim : valueDim,
        config.get(OUTPUT_SHAPE),
        config.get(AXES));
  }

  private static Schema<MultiHeadAttention> schemaOfHeads() {
    Schema.Builder<MultiHeadAttention> schema =
        Layer.<MultiHeadAttention>schemaOf("MultiHeadAttention")
            .required(NUM_HEADS, layer -> layer.heads().query())
            .required(KEY_DIM, layer -> layer.heads().keyDim())
            .optional(VALUE_DIM, layer -> layer.heads().valueDim(), null);
    schema =
        gates(dropout(schema))
            .optional(OUTPUT_SHAPE, layer -> layer.heads().outputShape(), null)
            .optional(AXES, layer -> layer.heads().axes(), null);
    return weights(window(schema)).build(MultiHeadAttention::new);
  }

  /// {@return the number of heads}
  public int numHeads() {
    return heads().query();
  }

  /// {@return the features of query and key in each head}
  public int keyDim() {
    return heads().keyDim();
  }

  /// {@return this layer, unbuilt, with another number of features of the value in each head; by
  /// default as many as the key has}
  public MultiHeadAttention valueDim(int valueDim) {
    return new MultiHeadAttention(settings(), heads().valueDim(valueDim), projections());
  }

  /// {@return this layer, unbuilt, with other last lengths of the output; by default the features
  /// of the query}
  public MultiHeadAttention outputShape(int... lengths) {
    return new MultiHeadAttention(settings(), heads().outputShape(list(lengths)), projections());
  }

  /// {@return this layer, unbuilt, with other axes that attention runs over; negative ones count
  /// from the end. By default all but those of samples and features}
  public MultiHeadAttention attentionAxes(int... axes) {
    return new MultiHeadAttention(settings(), heads().axes(list(axes)), projections());
  }

  private static List<Integer> list(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  @Override
  MultiHeadAttention with(Settings settings, Heads heads, Projections projections) {
    return new MultiHeadAttention(settings, heads, projections);
  }

  @Override
  String attributePrefix() {
    return "";
  }

  @Override
  boolean takesQueryMask() {
    return false;
  }

  @Override
  public Schema<MultiHeadAttention> schema() {
    return SCHEMA;
  }
}
