package io.gradus.tensor.kernel;

import org.jspecify.annotations.Nullable;

/// How a kernel of attention makes weights of products.
///
/// @param scale what the products are multiplied by
/// @param isCausal whether a position of the query sees only those of the key that are not later
/// @param mask `bool`, true where a position of the key is seen; stretched to `[batch, heads, T,
///   S]`; null if all are
/// @param dropout which weights are dropped; null if none are
public record AttentionOptions(
    double scale, boolean isCausal, @Nullable Strided mask, @Nullable Dropout dropout) {
  /// The product where a mask hides a position: finite, so that no row is without weights.
  public static final double HIDDEN = -0.7 * Float.MAX_VALUE;

  /// Weights that are dropped: those whose uniform number, the element of the same position in what
  /// [Kernels#uniform] writes for `[batch, heads, T, S]` in the type that is computed in, is less
  /// than the rate. The others are divided by `1 − rate`.
  public record Dropout(double rate, long key, long counter) {}
}
