package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import org.jspecify.annotations.Nullable;

/// What attention may look at: `bool` tensors whose last two axes are positions of the query and of
/// the key, true where the one sees the other.
final class AttentionMask {
  private AttentionMask() {}

  /// {@return what both let through; null lets everything through}
  static @Nullable Tensor and(@Nullable Tensor a, @Nullable Tensor b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.logicalAnd(b);
  }

  /// {@return the mask that hides later positions, `[T, S]` for scores `[…, T, S]`; null where
  /// lengths are not known, which is so only while types are looked for}
  static @Nullable Tensor causal(Shape scores) {
    if (!scores.isKnown(-1) || !scores.isKnown(-2)) {
      return null;
    }
    return causal(scores.dim(-2), scores.dim(-1));
  }

  /// {@return the mask that hides later positions, `[T, S]`}
  static Tensor causal(long queries, long keys) {
    return rows(queries).greaterEqual(columns(keys));
  }

  /// {@return the mask that hides what is `width` or more positions away on either side, `[T, S]`}
  static Tensor window(long queries, long keys, int width) {
    return rows(queries).sub(columns(keys)).abs().less(width);
  }

  /// {@return the mask with axes of length 1 for the heads and what else stands before the last
  /// `2·axes` of `rank` axes}
  static Tensor beside(Tensor mask, int rank, int axes) {
    Tensor result = mask;
    while (result.rank() < rank) {
      result = result.expandDims(-2 * axes - 1);
    }
    return result;
  }

  private static Tensor rows(long n) {
    return columns(n).reshape(n, 1);
  }

  private static Tensor columns(long n) {
    return Tensor.arange(0L, n, 1L, DType.INT32);
  }
}
