package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;

/// What every recurrent layer can be told; all off by default.
///
/// @param returnSequences whether the outputs of all steps come out, not the last alone
/// @param returnState whether the last states come out after the output
/// @param goBackwards whether the last step comes first; the outputs are then in that order
/// @param stateful whether the states go on from batch to batch
/// @param unroll whether the steps are laid out one by one instead of looped over
/// @param zeroOutputForMask whether masked steps give 0 rather than the output before
/// @param passesMask whether the mask goes on to the outputs of all steps, as up to Keras 2
record LoopOptions(
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean unroll,
    boolean zeroOutputForMask,
    boolean passesMask) {
  static final LoopOptions DEFAULT =
      new LoopOptions(false, false, false, false, false, false, false);

  private static final ConfigKey<Boolean> RETURN_SEQUENCES =
      new ConfigKey<>("return_sequences", Codec.TRUTH);
  private static final ConfigKey<Boolean> RETURN_STATE =
      new ConfigKey<>("return_state", Codec.TRUTH);
  private static final ConfigKey<Boolean> GO_BACKWARDS =
      new ConfigKey<>("go_backwards", Codec.TRUTH);
  private static final ConfigKey<Boolean> STATEFUL = new ConfigKey<>("stateful", Codec.TRUTH);
  private static final ConfigKey<Boolean> UNROLL = new ConfigKey<>("unroll", Codec.TRUTH);
  private static final ConfigKey<Boolean> ZERO_OUTPUT =
      new ConfigKey<>("zero_output_for_mask", Codec.TRUTH);

  // Keras 3 does not know the key.
  private static final ConfigKey<Boolean> PASSES_MASK = new ConfigKey<>("passes_mask", Codec.TRUTH);

  LoopOptions(Config config) {
    this(
        config.get(RETURN_SEQUENCES),
        config.get(RETURN_STATE),
        config.get(GO_BACKWARDS),
        config.get(STATEFUL),
        config.get(UNROLL),
        config.get(ZERO_OUTPUT),
        config.get(PASSES_MASK));
  }

  /// {@return the schema's builder with the keys that every recurrent layer has}
  static <L extends Recurrent<L>> Schema.Builder<L> keys(Schema.Builder<L> schema) {
    return schema
        .optional(RETURN_SEQUENCES, layer -> layer.loop().returnSequences, false)
        .optional(RETURN_STATE, layer -> layer.loop().returnState, false)
        .optional(GO_BACKWARDS, layer -> layer.loop().goBackwards, false)
        .optional(STATEFUL, layer -> layer.loop().stateful, false)
        .optional(UNROLL, layer -> layer.loop().unroll, false)
        .optional(ZERO_OUTPUT, layer -> layer.loop().zeroOutputForMask, false)
        .extra(PASSES_MASK, layer -> layer.loop().passesMask, false);
  }

  LoopOptions returns(boolean sequences, boolean state) {
    return new LoopOptions(
        sequences, state, goBackwards, stateful, unroll, zeroOutputForMask, passesMask);
  }

  LoopOptions runs(boolean backwards, boolean keepsState, boolean unrolled) {
    return new LoopOptions(
        returnSequences,
        returnState,
        backwards,
        keepsState,
        unrolled,
        zeroOutputForMask,
        passesMask);
  }

  LoopOptions zeroOutputForMask(boolean zero) {
    return new LoopOptions(
        returnSequences, returnState, goBackwards, stateful, unroll, zero, passesMask);
  }
}
