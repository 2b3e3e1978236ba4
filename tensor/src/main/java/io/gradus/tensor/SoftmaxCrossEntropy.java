package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cross-entropy between class numbers and the softmax of logits over the last axis, `−log
/// softmax(logits)[label]`, in one pass (`tf.nn.sparse_softmax_cross_entropy_with_logits`). Of a
/// label that is the number of no class it is 0. The gradient computes the softmax again, so that
/// nothing but the operands is kept for it.
public record SoftmaxCrossEntropy() implements Op.Single {
  private static final String LOGITS = "logits";

  @Override
  public TensorType type(List<TensorType> inputs) {
    return losses(name(), LOGITS, inputs.get(0), inputs.get(1));
  }

  /// {@return the type of the losses of rows, each with a label}
  ///
  /// @param operation the operation, in messages
  /// @param what what the rows hold, in messages
  /// @throws io.gradus.tensor.type.OperandException if the operands do not fit
  static TensorType losses(String operation, String what, TensorType rows, TensorType labels) {
    if (!rows.dtype().isFloating() || labels.dtype() != DType.INT64) {
      throw new DTypeException(
          "%s: needs %s of a floating type and labels of int64; got %s=%s, labels=%s"
              .formatted(operation, what, what, rows, labels));
    }
    int last = rows.shape().rank() - 1;
    boolean fits = last == labels.shape().rank();
    for (int axis = 0; fits && axis < last; axis++) {
      fits =
          !rows.shape().isKnown(axis)
              || !labels.shape().isKnown(axis)
              || rows.shape().dim(axis) == labels.shape().dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: the labels need the shape of the %s without the last axis; got %s=%s, labels=%s"
              .formatted(operation, what, what, rows, labels));
    }
    return rows.withShape(labels.shape());
  }

  /// {@return the type of the rows, for whose losses there is a gradient}
  ///
  /// @param inputs the types of rows, labels and gradient
  /// @throws io.gradus.tensor.type.OperandException if the operands do not fit
  static TensorType rows(String operation, String what, List<TensorType> inputs) {
    TensorType losses = losses(operation, what, inputs.get(0), inputs.get(1));
    if (!losses.equals(inputs.get(2))) {
      throw new ShapeException(
          "%s: the gradient must be of the type of the losses, %s; got %s"
              .formatted(operation, losses, inputs.get(2)));
    }
    return inputs.getFirst();
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.crossEntropy(out, inputs.get(0), inputs.get(1));
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
        ? Tensor.apply(new Gradient(), at.input(0), at.input(1), at.gradient()).getFirst()
        : null;
  }

  /// The gradient of a [SoftmaxCrossEntropy] by its logits, of these, the labels and the gradient
  /// `g` that arrives: `(softmax(logits) − onehot(label))·g`, and 0 where the label is no class.
  public record Gradient() implements Op.Single {
    @Override
    public String name() {
      return "softmaxCrossEntropyGradient";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      return rows(name(), LOGITS, inputs);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.crossEntropyGradient(out, inputs.get(0), inputs.get(1), inputs.get(2));
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
    private static Tensor composed(Tensor logits, Tensor labels, Tensor g) {
      Tensor isLabel = labels.expandDims(-1).equal(Tensor.arange(Math.toIntExact(logits.dim(-1))));
      Tensor arriving = isLabel.any(Axes.of(-1).keep()).where(g.expandDims(-1), 0);
      return logits.softmax(-1).mul(arriving).sub(isLabel.where(arriving, 0));
    }
  }
}
