package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys that the configurations of lookups share.
final class LookupKeys {
  static final ConfigKey<@Nullable Integer> MAX_TOKENS =
      new ConfigKey<>("max_tokens", Codec.INTEGER.orNull());
  static final ConfigKey<Integer> OOV = new ConfigKey<>("num_oov_indices", Codec.INTEGER);
  static final ConfigKey<@Nullable List<Double>> RARITY =
      new ConfigKey<>("idf_weights", Codec.listOf(Codec.NUMBER).orNull());
  static final ConfigKey<Boolean> INVERT = new ConfigKey<>("invert", Codec.TRUTH);
  static final ConfigKey<OutputMode> MODE = new ConfigKey<>("output_mode", OutputMode.CODEC);
  static final ConfigKey<Boolean> PAD = new ConfigKey<>("pad_to_max_tokens", Codec.TRUTH);
  static final ConfigKey<OovMethod> METHOD = new ConfigKey<>("oov_method", OovMethod.CODEC);
  static final ConfigKey<@Nullable Salt> SALT = new ConfigKey<>("salt", Salt.CODEC);

  /// How many numbers there are, which follows from the vocabulary.
  static final ConfigKey<@Nullable Integer> SIZE =
      new ConfigKey<>("vocabulary_size", Codec.INTEGER.orNull());

  private LookupKeys() {}

  /// Adds all of them.
  static <L> Schema.Builder<L> add(Schema.Builder<L> schema, Function<L, Lookup<?>> lookup) {
    return schema
        .optional(MAX_TOKENS, layer -> lookup.apply(layer).options().maxTokens(), null)
        .optional(OOV, layer -> lookup.apply(layer).options().oov(), 1)
        .optional(RARITY, layer -> lookup.apply(layer).rarity(), null)
        .optional(INVERT, layer -> lookup.apply(layer).options().invert(), false)
        .optional(MODE, layer -> lookup.apply(layer).options().mode(), OutputMode.INT)
        .optional(PAD, layer -> lookup.apply(layer).options().pad(), false)
        .optional(Sparse.KEY, _ -> false, false)
        .optional(METHOD, layer -> lookup.apply(layer).options().method(), OovMethod.FLOORMOD)
        .optional(SALT, layer -> lookup.apply(layer).options().salt(), null)
        .optional(SIZE, layer -> lookup.apply(layer).knownSize(), null)
        .ignored("has_input_vocabulary");
  }
}
