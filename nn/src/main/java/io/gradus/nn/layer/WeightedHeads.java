package io.gradus.nn.layer;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Attention of several heads, over one axis or more, that makes all its weights at once.
final class WeightedHeads {
  // What Keras' Softmax layer puts where something is hidden.
  private static final double HIDDEN = -1e9;
  private static final double HIDDEN_IN_FLOAT16 = -3e4;

  private final int axes;
  private final Letters letters;
  private final double scale;
  private final double dropout;

  /// @param rank the number of axes of query, key and value, heads and features last
  /// @param axes those that attention goes over
  /// @param scale what the products are multiplied by
  /// @param dropout the share of weights that is dropped while training
  WeightedHeads(int rank, int[] axes, double scale, double dropout) {
    this.axes = axes.length;
    this.letters = Letters.of(rank, axes);
    this.scale = scale;
    this.dropout = dropout;
  }

  /// What attention gives, and its weights before some are dropped.
  record Result(Tensor output, Tensor weights) {}

  /// {@return what each position of the query finds}
  ///
  /// @param others what hides something but the order, `[batch, T, S]`, or null
  Result of(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor others, boolean causal, Call call) {
    Tensor scores =
        Tensor.einsum(
            letters.key + "," + letters.query + "->" + letters.scores, key, query.mul(scale));
    Tensor seen = others;
    if (causal && query.shape().isKnown(1) && key.shape().isKnown(1)) {
      seen = AttentionMask.and(seen, AttentionMask.causal(query.dim(1), key.dim(1)).expandDims(0));
    }
    Tensor weights = softmax(scores, seen);
    Tensor kept = ScoredAttention.dropped(weights, dropout, call);
    Tensor output =
        Tensor.einsum(letters.scores + "," + letters.key + "->" + letters.query, kept, value);
    return new Result(output, weights);
  }

  // As Keras' Softmax layer has it: what is hidden has no weight, even where all is hidden.
  private Tensor softmax(Tensor scores, @Nullable Tensor seen) {
    Tensor mask = seen == null ? null : AttentionMask.beside(seen, scores.rank(), axes);
    double far = scores.dtype() == DType.FLOAT16 ? HIDDEN_IN_FLOAT16 : HIDDEN;
    Tensor shown = mask == null ? scores : mask.where(scores, far);
    int[] last = IntStream.rangeClosed(-axes, -1).toArray();
    Tensor weights =
        axes == 1 ? shown.softmax(-1) : shown.sub(shown.logSumExp(Axes.of(last).keep())).exp();
    return mask == null ? weights : mask.where(weights, 0);
  }

  /// The axes of projected query and key and of scores as letters.
  private record Letters(String query, String key, String scores) {
    static Letters of(int rank, int[] axes) {
      String query = HeadAttention.letters(0, rank);
      StringBuilder key = new StringBuilder(query);
      StringBuilder scores = new StringBuilder();
      String far = HeadAttention.letters(rank, axes.length);
      for (int i = 0; i < axes.length; i++) {
        key.setCharAt(axes[i], far.charAt(i));
      }
      for (int axis = 0; axis < rank - 1; axis++) {
        if (key.charAt(axis) == query.charAt(axis)) {
          scores.append(query.charAt(axis));
        }
      }
      for (int axis : axes) {
        scores.append(query.charAt(axis));
      }
      for (int axis : axes) {
        scores.append(key.charAt(axis));
      }
      return new Letters(query, key.toString(), scores.toString());
    }
  }
}
