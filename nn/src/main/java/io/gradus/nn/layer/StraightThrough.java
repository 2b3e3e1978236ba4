package io.gradus.nn.layer;

import io.gradus.tensor.Backward;
import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A product whose operands were rounded, to which gradients flow as if they had not been. Operands
/// are the product, the unrounded `x`, the kernel's integers and their scale, which broadcasts to
/// the kernel; `dx` is the product of the gradient with the kernel by Einstein's summation.
///
/// @param backward the summation, of the gradient and the kernel
record StraightThrough(String backward) implements Op.Single {
  /// {@return the product, with a gradient for `x`}
  Tensor of(Tensor product, Tensor x, Tensor integers, Tensor scale) {
    return Tensor.apply(this, product.stopGradient(), x, integers, scale).getFirst();
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.copy(out, inputs.getFirst());
  }

  @Override
  public boolean isDifferentiable(int input) {
    return input == 1;
  }

  @Override
  public boolean readsInput(int input) {
    return input >= 2;
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    if (input != 1) {
      return null;
    }
    Tensor g = at.gradient();
    Tensor kernel = at.input(2).cast(g.dtype()).div(at.input(3).cast(g.dtype()));
    return Tensor.einsum(backward, g, kernel).cast(at.inputType(1).dtype());
  }
}
