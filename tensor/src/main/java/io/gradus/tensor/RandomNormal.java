package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers of the standard normal distribution from the counter-based generator
/// [io.gradus.tensor.kernel.Philox] by the method of Box and Muller. The operands are `int64`
/// scalars, key and counter, as for [RandomUniform].
///
/// @param type the type of the result
/// @param truncated whether numbers beyond ±2 are drawn again, as Keras' `truncated_normal` does
public record RandomNormal(TensorType type, boolean truncated) implements Op.Single {
  @Override
  public TensorType type(List<TensorType> inputs) {
    RandomUniform.check(name(), type, inputs);
    return type;
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    long key = RandomUniform.word(inputs.get(0));
    kernels.normal(out, key, RandomUniform.word(inputs.get(1)), truncated);
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
