package io.gradus.tensor;

import io.gradus.tensor.kernel.AttentionOptions;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Scaled dot-product attention of several heads as one operation,
/// `softmax(query·keyᵀ·scale)·value` (Vaswani et al., *Attention Is All You Need*, 2017). The
/// weights are there a tile at a time, and the gradient computes them again (Dao et al.,
/// *FlashAttention*, 2022), so that memory grows with the number of positions and not with its
/// square.
///
/// Operands: query `[batch, T, heads, d]`, key `[batch, S, groups, d]`, value `[batch, S, groups,
/// e]`; then a mask if it is masked, and key and counter of random numbers, `int64` scalars, if it
/// drops weights. The result is `[batch, T, heads, e]`. The number of heads is a multiple of that
/// of groups, and neighbouring heads share a group.
///
/// @param scale what the products are multiplied by
/// @param isCausal whether a position of the query sees only those of the key that are not later
/// @param isMasked whether there is a mask: `bool`, true where a position of the key is seen, which
///   stretches to `[batch, heads, T, S]`. A row in which all is hidden weighs all alike, and its
///   gradient is that of the products, as if they had not vanished beside what hides them (Keras)
/// @param dropout the share of weights that is dropped; the others are divided by `1 − dropout`
public record ScaledDotProductAttention(
    double scale, boolean isCausal, boolean isMasked, double dropout) implements Op.Single {
  private static final String NAME = "dotProductAttention";

  /// Checks the share.
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1)
  public ScaledDotProductAttention {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(NAME + ": dropout must be in [0, 1), got " + dropout);
    }
  }

  /// Every position sees every other, or those that are not later, and no weight is dropped.
  public ScaledDotProductAttention(double scale, boolean isCausal) {
    this(scale, isCausal, false, 0);
  }

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
    if (inputs.size() != operands()) {
      throw new IllegalArgumentException(
          "%s: takes query, key, value%s%s; got %s"
              .formatted(
                  NAME, isMasked ? ", mask" : "", dropout > 0 ? ", key, counter" : "", inputs));
    }
    TensorType query = inputs.get(0);
    TensorType value = inputs.get(2);
    check(query, inputs.get(1), value);
    DType dtype = query.dtype();
    List<TensorType> operands = inputs.subList(0, 3);
    if (!dtype.isFloating() || operands.stream().anyMatch(input -> input.dtype() != dtype)) {
      throw new DTypeException(NAME + ": needs one floating type; got " + operands);
    }
    long[] dims = query.shape().dims();
    if (isMasked) {
      checkMask(inputs.get(3), Shape.of(dims[0], dims[2], dims[1], value.shape().dims()[1]));
    }
    if (dropout > 0) {
      RandomWords.check(NAME, inputs.subList(words(), operands()));
    }
    return query.withShape(Shape.of(dims[0], dims[1], dims[2], value.shape().dims()[3]));
  }

  private static void checkMask(TensorType mask, Shape weights) {
    boolean fits = mask.dtype() == DType.BOOL && mask.shape().rank() <= 4;
    long[] dims = mask.shape().dims();
    for (int i = 1; fits && i <= dims.length; i++) {
      long length = dims[dims.length - i];
      fits = length == 1 || agree(length, weights.dims()[4 - i]);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: needs a mask of bool that stretches to [batch, heads, T, S], %s; got %s"
              .formatted(NAME, weights, mask));
    }
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.attention(out, inputs.get(0), inputs.get(1), inputs.get(2), how(inputs));
  }

  private AttentionOptions how(List<Strided> inputs) {
    AttentionOptions.Dropout dropped =
        dropout == 0
            ? null
            : new AttentionOptions.Dropout(
                dropout,
                RandomWords.of(inputs.get(words())),
                RandomWords.of(inputs.get(words() + 1)));
    return new AttentionOptions(scale, isCausal, isMasked ? inputs.get(3) : null, dropped);
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
  public boolean isDifferentiable(int input) {
    return input < 3;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    if (!isDifferentiable(input)) {
      return null;
    }
    return at.once(
            () -> {
              List<Tensor> operands = new ArrayList<>();
              for (int i = 0; i < operands(); i++) {
                operands.add(at.input(i));
              }
              operands.add(at.gradient());
              Tensor[] all = operands.toArray(Tensor[]::new);
              return List.copyOf(Tensor.apply(new Gradient(this), all));
            })
        .get(input);
  }

  // What a mask hides stays finite, so that no row is without weights.
  private double hidden() {
    return isMasked ? AttentionOptions.HIDDEN : Double.NEGATIVE_INFINITY;
  }

  /// {@return what drops from a tensor `[batch, heads, T, S]`}
  private UnaryOperator<Tensor> dropped(TensorType type, List<Tensor> operands) {
    if (dropout == 0) {
      return x -> x;
    }
    Op uniform = new Sampling.RandomUniform(type);
    Tensor drawn =
        Tensor.apply(uniform, operands.get(words()), operands.get(words() + 1)).getFirst();
    Tensor kept = drawn.greaterEqual(dropout);
    return x -> kept.where(x.div(1 - dropout), 0);
  }

  /// {@return the number of the first word of random numbers among the operands}
  private int words() {
    return isMasked ? 4 : 3;
  }

  private int operands() {
    return words() + (dropout > 0 ? 2 : 0);
  }

  /// The gradients of a [ScaledDotProductAttention] by query, key and value. Its operands are those
  /// of the attention and the gradient that arrives.
  ///
  /// @param of the attention
  public record Gradient(ScaledDotProductAttention of) implements Op {
    @Override
    public String name() {
      return NAME + "Gradient";
    }

    @Override
    public List<TensorType> types(List<TensorType> inputs) {
      TensorType result = of.type(inputs.subList(0, of.operands()));
      TensorType arriving = inputs.getLast();
      if (!arriving.equals(result)) {
        throw new ShapeException(
            "%s: the gradient must be of the result's type, %s; got %s"
                .formatted(name(), result, arriving));
      }
      return inputs.subList(0, 3);
    }

    @Override
    public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      List<Strided> operands = new ArrayList<>(inputs.subList(0, 3));
      operands.add(inputs.getLast());
      kernels.attentionGradient(outputs, operands, of.how(inputs));
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
    public boolean isDifferentiable(int input) {
      return input < 3 || input == of.operands();
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return isDifferentiable(input) ? at.through(this::composed).get(input) : null;
    }

    /// {@return the gradients by operations on all weights at once, which have gradients}
    private List<Tensor> composed(List<Tensor> operands) {
      DType dtype = operands.getFirst().dtype();
      DType wide = dtype.computed();
      int sharing = Math.toIntExact(operands.get(0).dim(2) / operands.get(1).dim(2));
      Tensor q = operands.get(0).cast(wide).swapAxes(1, 2);
      Tensor k = operands.get(1).cast(wide).repeat(sharing, 2).swapAxes(1, 2);
      Tensor v = operands.get(2).cast(wide).repeat(sharing, 2).swapAxes(1, 2);
      Tensor g = operands.getLast().cast(wide).swapAxes(1, 2);
      Tensor products = q.matmul(k.swapAxes(2, 3)).mul(of.scale);
      Tensor seen = of.isMasked ? operands.get(3) : null;
      if (of.isCausal) {
        Tensor columns = Tensor.arange(0L, k.dim(2), 1L, DType.INT32);
        Tensor rows = Tensor.arange(0L, q.dim(2), 1L, DType.INT32).reshape(-1, 1);
        Tensor earlier = rows.greaterEqual(columns);
        seen = seen == null ? earlier : seen.logicalAnd(earlier);
      }
      Tensor shown = seen == null ? products : seen.where(products, of.hidden());
      Tensor weights = shown.softmax(-1);
      UnaryOperator<Tensor> dropped = of.dropped(weights.type(), operands);
      Tensor ofWeights = dropped.apply(g.matmul(v.swapAxes(2, 3)));
      Tensor mean = ofWeights.mul(weights).sum(Axes.of(-1).keep());
      Tensor slopes = ofWeights.sub(mean).mul(weights).mul(of.scale);
      Tensor ofProducts = seen == null ? slopes : passing(seen).where(slopes, 0);
      List<Tensor> gradients = new ArrayList<>();
      gradients.add(ofProducts.matmul(k).swapAxes(1, 2));
      gradients.add(summed(ofProducts.swapAxes(2, 3).matmul(q), sharing));
      gradients.add(summed(dropped.apply(weights).swapAxes(2, 3).matmul(g), sharing));
      return gradients.stream().map(gradient -> gradient.cast(dtype)).toList();
    }

    /// {@return the products that have a gradient: those that are seen, and all of a row in which
    /// all is hidden}
    private static Tensor passing(Tensor seen) {
      Tensor any = seen.rank() == 0 ? seen : seen.any(Axes.of(-1).keep());
      return seen.logicalOr(any.logicalNot());
    }

    /// {@return the sums over the heads that share a group, `[batch, S, groups, …]`}
    private static Tensor summed(Tensor heads, int sharing) {
      Tensor x = heads.swapAxes(1, 2);
      Shape apart = Shape.of(x.dim(0), x.dim(1), x.dim(2) / sharing, sharing, x.dim(3));
      return x.reshape(apart).sum(3);
    }
  }
}
