package io.gradus.nn.layer;

import io.gradus.tensor.Op;
import io.gradus.tensor.Operand;
import io.gradus.tensor.ScaledDotProductAttention;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scaled dot-product attention of several heads (Vaswani et al., *Attention Is All You Need*,
/// 2017; `keras.ops.dot_product_attention`): `softmax(query·keyᵀ·scale + bias)·value`.
///
/// Shapes: query `[batch, T, heads, d]`, key `[batch, S, groups, d]`, value `[batch, S, groups,
/// e]`, result `[batch, T, heads, e]`. The number of heads is a multiple of that of groups, and
/// neighbouring heads share a group.
///
/// A position whose mask is false gets no weight; a row in which all are false averages all values
/// alike.
///
/// @param bias what is added to the products, broadcast to `[batch, heads, T, S]`, or null
/// @param mask which positions of the key a position of the query sees, broadcast to `[batch,
///   heads, T, S]`, or null for all
/// @param scale what the products are multiplied by, or null for `1/√d`
/// @param isCausal whether a position of the query sees only those of the key that are not later
public record DotProductAttention(
    @Nullable Tensor bias, @Nullable Tensor mask, @Nullable Double scale, boolean isCausal) {
  // Far below all products, yet finite when they are added.
  private static final double NEVER = -0.7 * 3.38953e38;
  private static final double NEVER_IN_FLOAT16 = -0.7 * 65_500;

  /// Checks that bias and mask are not both given.
  ///
  /// @throws IllegalArgumentException if they are
  public DotProductAttention {
    if (bias != null && mask != null) {
      throw new IllegalArgumentException(
          "dotProductAttention: takes bias or mask, not both; got bias=%s, mask=%s"
              .formatted(bias.type(), mask.type()));
    }
  }

  /// Every position sees every other, and the products are scaled by `1/√d`.
  public DotProductAttention() {
    this(null, null, null, false);
  }

  /// {@return this attention with something added to the products}
  public DotProductAttention bias(@Nullable Tensor changed) {
    return new DotProductAttention(changed, mask, scale, isCausal);
  }

  /// {@return this attention with another mask, whose elements are true or not 0 where a position
  /// is seen}
  public DotProductAttention mask(@Nullable Tensor changed) {
    return new DotProductAttention(bias, changed, scale, isCausal);
  }

  /// {@return this attention with another factor of the products}
  public DotProductAttention scale(double changed) {
    return new DotProductAttention(bias, mask, changed, isCausal);
  }

  /// {@return this attention, with later positions hidden or not}
  public DotProductAttention causal(boolean changed) {
    return new DotProductAttention(bias, mask, scale, changed);
  }

  /// {@return for each position of the query the mean of the values it sees}
  ///
  /// @throws io.gradus.tensor.type.ShapeException if there are not four axes each or lengths do not
  ///   agree
  public Tensor apply(Operand query, Operand key, Operand value) {
    Tensor q = query.value();
    Tensor k = key.value();
    Tensor v = value.value();
    ScaledDotProductAttention.check(q.type(), k.type(), v.type());
    DType dtype = q.dtype().promote(k.dtype()).promote(v.dtype());
    if (bias == null && dtype.isFloating()) {
      return tiles(List.of(q.cast(dtype), k.cast(dtype), v.cast(dtype)), 0, List.of());
    }
    int groups = groups(q, k, v);
    Tensor products =
        q.cast(dtype)
            .mul(factor(q))
            .swapAxes(1, 2)
            .matmul(shared(k, groups).cast(dtype).transpose(0, 2, 3, 1));
    Tensor weights = hidden(bias == null ? products : products.add(bias.cast(dtype))).softmax(-1);
    return weights.matmul(shared(v, groups).cast(dtype).swapAxes(1, 2)).swapAxes(1, 2);
  }

  private double factor(Tensor query) {
    return scale == null ? 1 / Math.sqrt((double) query.dim(-1)) : scale;
  }

  /// {@return what [#apply] gives without a bias, the weights a tile at a time}
  ///
  /// @param operands query, key and value of one floating type
  /// @param dropout the share of the weights that is dropped
  /// @param words key and counter of the random numbers if it is not 0
  Tensor tiles(List<Tensor> operands, double dropout, List<Tensor> words) {
    double factor = factor(operands.getFirst());
    List<Tensor> all = new ArrayList<>(operands);
    if (mask != null) {
      all.add(mask.cast(DType.BOOL));
    }
    all.addAll(words);
    Op op = new ScaledDotProductAttention(factor, isCausal, mask != null, dropout);
    return Tensor.apply(op, all.toArray(Tensor[]::new)).getFirst();
  }

  private static int groups(Tensor q, Tensor k, Tensor v) {
    return k.dim(2) == 1 && v.dim(2) == 1 ? 1 : Math.toIntExact(q.dim(2) / k.dim(2));
  }

  // One group for all heads is stretched by the product itself.
  private static Tensor shared(Tensor x, int heads) {
    return heads == 1 ? x : x.repeat(heads, 2);
  }

  private Tensor hidden(Tensor products) {
    Tensor seen = mask == null ? null : mask.cast(DType.BOOL);
    if (isCausal) {
      seen = AttentionMask.and(seen, AttentionMask.causal(products.shape()));
    }
    double never = products.dtype() == DType.FLOAT16 ? NEVER_IN_FLOAT16 : NEVER;
    // Where a position is seen, −0 is added, which changes nothing.
    return seen == null
        ? products
        : products.add(seen.logicalNot().cast(products.dtype()).mul(never));
  }
}
