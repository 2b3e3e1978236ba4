package io.gradus.preprocessing;

import org.jspecify.annotations.Nullable;

/// The settings of a lookup.
///
/// @param layer the layer in messages
/// @param maxTokens the largest size of the vocabulary with its special tokens, or null
/// @param oov how many numbers there are for tokens outside the vocabulary
/// @param mask the token that stands for nothing, or null
/// @param oovToken what numbers of tokens outside the vocabulary stand for
/// @param invert whether numbers are turned into tokens
/// @param mode the output
/// @param pad whether vectors have the length `maxTokens` however small the vocabulary is
/// @param method which of several numbers a token outside gets
/// @param salt the key of the hash, or null
record LookupOptions<T>(
    String layer,
    @Nullable Integer maxTokens,
    int oov,
    @Nullable T mask,
    T oovToken,
    boolean invert,
    OutputMode mode,
    boolean pad,
    OovMethod method,
    @Nullable Salt salt) {
  // The vocabulary lists a token for each, also where a file asks for them.
  private static final int MOST_OOV = 1 << 20;

  LookupOptions {
    if (maxTokens != null && maxTokens <= 1) {
      throw new IllegalArgumentException(
          "%s: maxTokens must be greater than 1, got %d".formatted(layer, maxTokens));
    }
    if (oov < 0 || oov > MOST_OOV) {
      throw new IllegalArgumentException(
          "%s: numOovIndices must be in [0, %d], got %d".formatted(layer, MOST_OOV, oov));
    }
    if (pad && maxTokens == null) {
      throw new IllegalArgumentException(layer + ": padToMaxTokens needs maxTokens");
    }
    if (invert && mode != OutputMode.INT) {
      throw new IllegalArgumentException(
          "%s: output mode must be int where it is inverted, got %s".formatted(layer, mode));
    }
  }

  /// {@return the settings that a layer starts from}
  static <T> LookupOptions<T> of(String layer, T oovToken) {
    return new LookupOptions<>(
        layer, null, 1, null, oovToken, false, OutputMode.INT, false, OovMethod.FLOORMOD, null);
  }

  LookupOptions<T> maxTokens(@Nullable Integer changed) {
    return new LookupOptions<>(
        layer, changed, oov, mask, oovToken, invert, mode, pad, method, salt);
  }

  LookupOptions<T> tokens(int changedOov, @Nullable T changedMask, T changedOovToken) {
    return new LookupOptions<>(
        layer,
        maxTokens,
        changedOov,
        changedMask,
        changedOovToken,
        invert,
        mode,
        pad,
        method,
        salt);
  }

  LookupOptions<T> output(OutputMode changed, boolean padded) {
    return new LookupOptions<>(
        layer, maxTokens, oov, mask, oovToken, invert, changed, padded, method, salt);
  }

  LookupOptions<T> invert(boolean changed) {
    return new LookupOptions<>(
        layer, maxTokens, oov, mask, oovToken, changed, mode, pad, method, salt);
  }

  LookupOptions<T> hash(OovMethod changed, @Nullable Salt changedSalt) {
    return new LookupOptions<>(
        layer, maxTokens, oov, mask, oovToken, invert, mode, pad, changed, changedSalt);
  }

  /// {@return the first number for tokens outside the vocabulary}
  int oovStart() {
    return mask != null && mode == OutputMode.INT ? 1 : 0;
  }

  /// {@return the number of the first token}
  int start() {
    return oovStart() + oov;
  }
}
