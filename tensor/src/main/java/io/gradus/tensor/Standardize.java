package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows over the last axis brought to mean 0 and variance 1, `(x − mean)/√(variance + epsilon)`, as
/// one operation (`jax.nn.standardize`). The gradient computes mean and variance again, so that
/// nothing but `x` is kept for it.
///
/// @param epsilon what is added to the variance
public record Standardize(double epsilon) implements Op.Single, Op.BySample {
  @Override
  public TensorType type(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    if (!x.dtype().isFloating()) {
      throw new DTypeException("standardize: needs a floating type; got " + x);
    }
    if (x.shape().rank() == 0) {
      throw new ShapeException("standardize: needs at least one axis; got " + x);
    }
    return x;
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.standardize(out, inputs.getFirst(), epsilon);
  }

  @Override
  public boolean readsInput(int input) {
    return true;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    return Apply.two(new Gradient(epsilon), at.input(0), at.gradient());
  }

  /// The gradient of a [Standardize] by its operand `x`, of `x` and the gradient `g` that arrives:
  /// with the result `y`, `(g − mean(g) − y·mean(g·y))/√(variance + epsilon)`.
  ///
  /// @param epsilon what is added to the variance
  public record Gradient(double epsilon) implements Op.Single, Op.BySample {
    @Override
    public String name() {
      return "standardizeGradient";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = new Standardize(epsilon).type(inputs);
      TensorType arriving = inputs.getLast();
      if (!arriving.equals(x)) {
        throw new ShapeException(
            "%s: the gradient must be of the type of x, %s; got %s".formatted(name(), x, arriving));
      }
      return x;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.standardizeGradient(out, inputs.get(0), inputs.get(1), epsilon);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return at.through(in -> List.of(composed(in.get(0), in.get(1)))).get(input);
    }

    /// {@return the gradient by operations that have gradients of every order}
    private Tensor composed(Tensor x, Tensor g) {
      Axes row = Axes.of(-1).keep();
      Tensor centered = x.sub(x.mean(row));
      Tensor factor = centered.square().mean(row).add(epsilon).rsqrt();
      Tensor y = centered.mul(factor);
      return g.sub(g.mean(row)).sub(y.mul(g.mul(y).mean(row))).mul(factor);
    }
  }
}
