package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Uniform numbers in [0, 1). The operand is an `int64` pair, key and counter, so that a recorded
/// program draws new numbers each time.
///
/// @param type the type of the result
record RandomUniform(TensorType type) implements Op.Single {
  @Override
  public TensorType type(List<TensorType> inputs) {
    if (!inputs.getFirst().equals(TensorType.of(DType.INT64, 2))) {
      throw new DTypeException(
          "randomUniform: needs key and counter as int64[2]; got " + inputs.getFirst());
    }
    if (!type.dtype().isFloating()) {
      throw new DTypeException("randomUniform: needs a floating type; got " + type);
    }
    return type;
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    Strided pair = inputs.getFirst();
    int at = Math.toIntExact(pair.offset());
    int step = Math.toIntExact(pair.stride(0));
    kernels.uniform(out, pair.longs()[at], pair.longs()[at + step]);
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
