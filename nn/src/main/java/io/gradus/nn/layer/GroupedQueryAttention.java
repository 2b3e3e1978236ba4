package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;

/// Attention in several heads that share keys and values (Ainslie et al., *GQA*, 2023;
/// `keras.layers.GroupQueryAttention`): neighbouring heads of the query form a group with one key
/// and one value. One group is multi-query attention, as many groups as heads are
/// [MultiHeadAttention].
///
/// Inputs are query `[batch, T, …]`, value `[batch, S, …]` and perhaps key `[batch, S, …]`, else
/// the value is the key; the output is `[batch, T, features of the query]`. Masks and arguments of
/// a call are those of [MultiHeadAttention], but `query_mask` counts.
///
/// Weights: `query` `[features, query heads, head_dim]`, `key` and `value` `[features, key heads,
/// head_dim]`, `attention_output` `[query heads, head_dim, features]`, each a kernel and a bias.
public final class GroupedQueryAttention extends HeadAttention<GroupedQueryAttention> {
  private static final ConfigKey<Integer> HEAD_DIM = new ConfigKey<>("head_dim", Codec.INTEGER);
  private static final ConfigKey<Integer> QUERY_HEADS =
      new ConfigKey<>("num_query_heads", Codec.INTEGER);
  private static final ConfigKey<Integer> KEY_HEADS =
      new ConfigKey<>("num_key_value_heads", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<GroupedQueryAttention> SCHEMA = schemaOfHeads();

  /// A layer of `numQueryHeads` heads with `headDim` features each, which share `numKeyValueHeads`
  /// keys and values.
  ///
  /// @throws IllegalArgumentException if the number of heads is no multiple of that of keys
  public GroupedQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
    this(
        Settings.DEFAULT,
        new Heads(numQueryHeads, numKeyValueHeads, headDim, headDim, null, null),
        Projections.DEFAULT);
  }

  private GroupedQueryAttention(Settings settings, Heads heads, Projections projections) {
    super(settings, heads, projections);
    if (heads.keyDim() < 1
        || heads.groups() < 1
        || heads.query() < 1
        || heads.query() % heads.groups() != 0) {
      throw new IllegalArgumentException(
          ("grouped-query attention: num_query_heads must be a multiple of num_key_value_heads, and"
                  + " head_dim at least 1; got %d, %d, %d")
              .formatted(heads.query(), heads.groups(), heads.keyDim()));
    }
  }

  private GroupedQueryAttention(Config config) {
    this(
        settings(config),
        new Heads(
            config.get(QUERY_HEADS),
            config.get(KEY_HEADS),
            config.get(HEAD_DIM),
            config.get(HEAD_DIM),
            null,
            null),
        Projections.of(config));
  }

  private static Schema<GroupedQueryAttention> schemaOfHeads() {
    Schema.Builder<GroupedQueryAttention> schema =
        Layer.<GroupedQueryAttention>schemaOf("GroupQueryAttention")
            .alias("GroupedQueryAttention")
            .required(HEAD_DIM, layer -> layer.heads().keyDim())
            .required(QUERY_HEADS, layer -> layer.heads().query())
            .required(KEY_HEADS, layer -> layer.heads().groups());
    return weights(dropout(window(gates(schema)))).build(GroupedQueryAttention::new);
  }

  /// {@return the name Keras gives a layer of this class, which its configurations call otherwise}
  @Override
  public String standardName() {
    return "grouped_query_attention";
  }

  @Override
  GroupedQueryAttention with(Settings settings, Heads heads, Projections projections) {
    return new GroupedQueryAttention(settings, heads, projections);
  }

  @Override
  String attributePrefix() {
    return "_";
  }

  @Override
  boolean takesQueryMask() {
    return true;
  }

  @Override
  public Schema<GroupedQueryAttention> schema() {
    return SCHEMA;
  }
}
