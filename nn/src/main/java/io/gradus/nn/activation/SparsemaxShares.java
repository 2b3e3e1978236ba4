package io.gradus.nn.activation;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Backward;
import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How much each element of a row counts in the threshold of sparsemax: of the k elements that are
/// large enough, the largest k/k, the next (k − 1)/k, down to 1/k; the others nothing. No gradient.
record SparsemaxShares() implements Op.Single {
  /// {@return sparsemax over the last axis, `max(x − τ, 0)` with `τ = Σ shares·x − 1/k`}
  ///
  /// That is what Keras 3.15 computes, which adds up all k cumulative sums of the sorted row. In
  /// the paper (Martins and Astudillo 2016, algorithm 1) τ is made of the last of them alone; the
  /// two agree for k = 1.
  static Tensor sparsemax(Tensor x) {
    Tensor shares = Tensor.apply(new SparsemaxShares(), x).getFirst();
    // Σ shares = (k + 1)/2. A −∞ does not count, so it must not be multiplied.
    Tensor k = shares.sum(Axes.of(-1).keep()).mul(2).sub(1);
    Tensor counted = shares.greater(0).where(x, 0).mul(shares);
    return x.sub(counted.sum(Axes.of(-1).keep()).sub(k.reciprocal())).maximum(0);
  }

  @Override
  public String name() {
    return "sparsemax";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    if (!x.dtype().isFloating()) {
      throw new DTypeException("sparsemax: needs a floating type; got " + x);
    }
    if (x.shape().rank() == 0) {
      throw new ShapeException("sparsemax: needs at least one axis; got " + x);
    }
    return x;
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    Strided wide = Strided.allocate(x.storage().device(), x.type().withDType(DType.FLOAT64));
    kernels.cast(wide, x);
    double[] values = wide.doubles();
    int n = Math.toIntExact(x.dim(-1));
    kernels.workers().run(n == 0 ? 0 : values.length / n, (row, _) -> shares(values, row * n, n));
    kernels.cast(out, wide);
  }

  /// Puts the shares in the place of the row.
  private static void shares(double[] values, int from, int n) {
    int[] order =
        IntStream.range(from, from + n)
            .boxed()
            .sorted((i, j) -> Double.compare(values[j], values[i]))
            .mapToInt(i -> i)
            .toArray();
    double sum = 0;
    int k = 0;
    for (int rank = 1; rank <= n; rank++) {
      double value = values[order[rank - 1]];
      sum += value;
      k = value - (sum - 1) / rank > 0 ? rank : k;
    }
    for (int rank = 0; rank < n; rank++) {
      values[order[rank]] = Math.max(0, k - rank) / (double) k;
    }
  }

  @Override
  public boolean isDifferentiable(int input) {
    return false;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    return null;
  }
}
