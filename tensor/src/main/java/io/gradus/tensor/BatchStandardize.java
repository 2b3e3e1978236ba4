package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Each channel, along the last axis, brought to mean 0 and variance 1 over all other axes, and
/// that mean and variance: `(x − mean)/√(variance + epsilon)`, `[channels]` and `[channels]` (Ioffe
/// and Szegedy 2015). One operation, which writes nothing in between.
///
/// @param epsilon what is added to the variance
public record BatchStandardize(double epsilon) implements Op {
  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    if (!x.dtype().isFloating()) {
      throw new DTypeException("batchStandardize: needs a floating type; got " + x);
    }
    int rank = x.shape().rank();
    if (rank < 2) {
      throw new ShapeException("batchStandardize: needs at least two axes; got " + x);
    }
    TensorType channels = x.withShape(x.shape().from(rank - 1));
    return List.of(x, channels, channels);
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    kernels.batchStandardize(
        outputs.get(0), outputs.get(1), outputs.get(2), inputs.getFirst(), epsilon);
  }

  @Override
  public boolean readsInput(int input) {
    return true;
  }

  @Override
  public boolean readsOutput(int output) {
    return output > 0;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    Tensor x = at.input(0);
    Tensor mean = at.output(1);
    Tensor dx = null;
    if (at.reaches(0)) {
      Op op = new Gradient(epsilon);
      dx = Tensor.apply(op, x, mean, at.output(2), at.gradient(0)).getFirst();
    }
    double n = count(x.shape());
    if (at.reaches(1)) {
      dx = sum(dx, at.gradient(1).div(n).broadcastTo(x.shape()));
    }
    if (at.reaches(2)) {
      dx = sum(dx, x.sub(mean).mul(at.gradient(2).mul(2 / n)));
    }
    return dx;
  }

  private static Tensor sum(@Nullable Tensor before, Tensor more) {
    return before == null ? more : before.add(more);
  }

  private static double count(Shape shape) {
    return shape.slice(0, shape.rank() - 1).size();
  }

  /// The gradient of the first result of a [BatchStandardize] by its operand `x`, of `x`, its mean
  /// and variance, and the gradient `g` that arrives: with `y` for that result, `(g − mean(g) −
  /// y·mean(g·y))/√(variance + epsilon)`.
  ///
  /// @param epsilon what is added to the variance
  public record Gradient(double epsilon) implements Op.Single {
    @Override
    public String name() {
      return "batchStandardizeGradient";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      List<TensorType> types = new BatchStandardize(epsilon).types(inputs);
      TensorType g = inputs.get(3);
      if (!g.equals(types.get(0))
          || !inputs.get(1).equals(types.get(1))
          || !inputs.get(2).equals(types.get(2))) {
        throw new ShapeException(
            "%s: needs mean and variance of type %s and a gradient of type %s; got %s"
                .formatted(name(), types.get(1), types.get(0), inputs.subList(1, 4)));
      }
      return g;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> in) {
      kernels.batchStandardizeGradient(out, in.get(0), in.get(1), in.get(2), in.get(3), epsilon);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return at.through(in -> List.of(composed(in))).get(input);
    }

    /// {@return the gradient by operations that have gradients of every order}
    private Tensor composed(List<Tensor> in) {
      Tensor g = in.get(3);
      int[] others = new int[g.rank() - 1];
      Arrays.setAll(others, axis -> axis);
      Axes axes = Axes.of(others);
      Tensor factor = in.get(2).add(epsilon).rsqrt();
      Tensor y = in.get(0).sub(in.get(1)).mul(factor);
      return g.sub(g.mean(axes)).sub(y.mul(g.mul(y).mean(axes))).mul(factor);
    }
  }
}
