package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cross-entropy between class numbers and probabilities over the last axis, `−log q` with the
/// class's share `q = p[label]/Σp` clipped to [ε, 1 − ε], in one pass (the semantics of Keras'
/// `sparse_categorical_crossentropy`). Of a label that is the number of no class it is 0. Where the
/// share is clipped there is no gradient.
///
/// @param epsilon the smallest share ε
public record ProbabilityCrossEntropy(double epsilon) implements Op.Single {
  private static final String PROBABILITIES = "probabilities";

  /// @throws IllegalArgumentException if ε is not from 0 to 0.5
  public ProbabilityCrossEntropy {
    if (!(epsilon >= 0 && epsilon <= 0.5)) {
      throw new IllegalArgumentException(
          "probabilityCrossEntropy: epsilon must be from 0 to 0.5; got " + epsilon);
    }
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return SoftmaxCrossEntropy.losses(name(), PROBABILITIES, inputs.get(0), inputs.get(1));
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.probabilityCrossEntropy(out, inputs.get(0), inputs.get(1), epsilon);
  }

  @Override
  public boolean isDifferentiable(int input) {
    return input == 0;
  }

  @Override
  public boolean readsInput(int input) {
    return true;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    return input == 0
        ? Tensor.apply(new Gradient(epsilon), at.input(0), at.input(1), at.gradient()).getFirst()
        : null;
  }

  /// The gradient of a [ProbabilityCrossEntropy] by the probabilities, of these, the labels and the
  /// gradient `g` that arrives: `g/Σp·(1 − onehot(label)/q)`, and 0 where `q` is clipped.
  ///
  /// @param epsilon the smallest share
  public record Gradient(double epsilon) implements Op.Single {
    @Override
    public String name() {
      return "probabilityCrossEntropyGradient";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      return SoftmaxCrossEntropy.rows(name(), PROBABILITIES, inputs);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.probabilityCrossEntropyGradient(
          out, inputs.get(0), inputs.get(1), inputs.get(2), epsilon);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input != 1;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return at.through(in -> List.of(composed(in.get(0), in.get(1), in.get(2)))).get(input);
    }

    /// {@return the gradient by operations that have gradients of every order}
    private Tensor composed(Tensor p, Tensor labels, Tensor g) {
      Tensor isLabel = labels.expandDims(-1).equal(Tensor.arange(Math.toIntExact(p.dim(-1))));
      Tensor sum = p.sum(Axes.of(-1).keep());
      Tensor share = isLabel.where(p, 0).sum(Axes.of(-1).keep()).div(sum);
      Tensor counts = share.greaterEqual(epsilon).logicalAnd(share.lessEqual(1 - epsilon));
      Tensor slope = counts.where(g.expandDims(-1).div(sum), 0);
      return slope.sub(isLabel.logicalAnd(counts).where(slope.div(counts.where(share, 1)), 0));
    }
  }
}
