package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scaled dot-product attention of several heads as one operation,
/// `softmax(query·keyᵀ·scale)·value` (Vaswani et al., *Attention Is All You Need*, 2017). The
/// weights are there a tile at a time, and the gradient computes them again (Dao et al.,
/// *FlashAttention*, 2022), so that memory grows with the number of positions and not with its
/// square.
///
/// Operands: query `[batch, T, heads, d]`, key `[batch, S, groups, d]`, value `[batch, S, groups,
/// e]`; the result is `[batch, T, heads, e]`. The number of heads is a multiple of that of groups,
/// and neighbouring heads share a group.
///
/// @param scale what the products are multiplied by
/// @param isCausal whether a position of the query sees only those of the key that are not later
public record ScaledDotProductAttention(double scale, boolean isCausal) implements Op.Single {
  private static final String NAME = "dotProductAttention";

  @Override
  public String name() {
    return NAME;
  }

  /// Checks that query, key and value fit together.
  ///
  /// @throws ShapeException if there are not four axes each or lengths do not agree
  public static void check(TensorType query, TensorType key, TensorType value) {
    boolean fits =
        query.shape().rank() == 4 && key.shape().rank() == 4 && value.shape().rank() == 4;
    if (fits) {
      long[] q = query.shape().dims();
      long[] k = key.shape().dims();
      long[] v = value.shape().dims();
      fits =
          agree(q[0], k[0])
              && agree(q[0], v[0])
              && agree(k[1], v[1])
              && k[2] == v[2]
              && k[2] > 0
              && q[2] % k[2] == 0
              && q[3] == k[3];
    }
    if (!fits) {
      throw new ShapeException(
          ("dotProductAttention: needs query [batch, T, heads, d], key [batch, S, groups, d] and"
                  + " value [batch, S, groups, e], heads a multiple of groups; got query=%s,"
                  + " key=%s, value=%s")
              .formatted(query, key, value));
    }
  }

  private static boolean agree(long a, long b) {
    return a == b || a == Shape.UNKNOWN || b == Shape.UNKNOWN;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    TensorType query = inputs.get(0);
    TensorType value = inputs.get(2);
    check(query, inputs.get(1), value);
    DType dtype = query.dtype();
    if (!dtype.isFloating() || inputs.stream().anyMatch(input -> input.dtype() != dtype)) {
      throw new DTypeException(NAME + ": needs one floating type; got " + inputs);
    }
    long[] dims = query.shape().dims();
    return query.withShape(Shape.of(dims[0], dims[1], dims[2], value.shape().dims()[3]));
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.attention(out, inputs.get(0), inputs.get(1), inputs.get(2), scale, isCausal);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 2 * weights(inputs) * (inputs.get(1).shape().dim(3) + inputs.get(2).shape().dim(3));
  }

  private static long weights(List<TensorType> inputs) {
    Shape query = inputs.getFirst().shape();
    return query.dim(0) * query.dim(1) * query.dim(2) * inputs.get(1).shape().dim(1);
  }

  @Override
  public boolean readsInput(int input) {
    return true;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    Gradient gradient = new Gradient(scale, isCausal);
    return at.once(() ->
            List.copyOf(
                Tensor.apply(gradient, at.input(0), at.input(1), at.input(2), at.gradient())))
        .get(input);
  }

  /// The gradients of a [ScaledDotProductAttention] by query, key and value, which are its operands
  /// with the gradient that arrives.
  ///
  /// @param scale what the products are multiplied by
  /// @param isCausal whether later positions are hidden
  public record Gradient(double scale, boolean isCausal) implements Op {
    @Override
    public String name() {
      return NAME + "Gradient";
    }

    @Override
    public List<TensorType> types(List<TensorType> inputs) {
      List<TensorType> operands = inputs.subList(0, 3);
      TensorType result = new ScaledDotProductAttention(scale, isCausal).type(operands);
      TensorType arriving = inputs.getLast();
      if (!arriving.equals(result)) {
        throw new ShapeException(
            "%s: the gradient must be of the result's type, %s; got %s"
                .formatted(name(), result, arriving));
      }
      return operands;
    }

    @Override
    public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      kernels.attentionGradient(outputs, inputs, scale, isCausal);
    }

    @Override
    public long flops(List<TensorType> inputs, List<TensorType> outputs) {
      long features = 3 * inputs.get(1).shape().dim(3) + 2 * inputs.get(2).shape().dim(3);
      return 2 * weights(inputs) * features;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return at.through(this::composed).get(input);
    }

    /// {@return the gradients by operations on all weights at once, which have gradients}
    private List<Tensor> composed(List<Tensor> operands) {
      Tensor query = operands.get(0);
      int sharing = Math.toIntExact(query.dim(2) / operands.get(1).dim(2));
      Tensor q = query.swapAxes(1, 2);
      Tensor k = operands.get(1).repeat(sharing, 2).swapAxes(1, 2);
      Tensor v = operands.get(2).repeat(sharing, 2).swapAxes(1, 2);
      Tensor g = operands.get(3).swapAxes(1, 2);
      Tensor products = q.matmul(k.swapAxes(2, 3)).mul(scale);
      if (isCausal) {
        Tensor columns = Tensor.arange(0L, k.dim(2), 1L, DType.INT32);
        Tensor rows = Tensor.arange(0L, q.dim(2), 1L, DType.INT32).reshape(-1, 1);
        products = rows.greaterEqual(columns).where(products, Double.NEGATIVE_INFINITY);
      }
      Tensor weights = products.softmax(-1);
      Tensor ofWeights = g.matmul(v.swapAxes(2, 3));
      Tensor mean = ofWeights.mul(weights).sum(Axes.of(-1).keep());
      Tensor ofProducts = ofWeights.sub(mean).mul(weights).mul(scale);
      List<Tensor> gradients = new ArrayList<>();
      gradients.add(ofProducts.matmul(k).swapAxes(1, 2));
      gradients.add(summed(ofProducts.swapAxes(2, 3).matmul(q), sharing));
      gradients.add(summed(weights.swapAxes(2, 3).matmul(g), sharing));
      return gradients;
    }

    /// {@return the sums over the heads that share a group, `[batch, S, groups, …]`}
    private static Tensor summed(Tensor heads, int sharing) {
      Tensor x = heads.swapAxes(1, 2);
      Shape apart = Shape.of(x.dim(0), x.dim(1), x.dim(2) / sharing, sharing, x.dim(3));
      return x.reshape(apart).sum(3);
    }
  }
}
