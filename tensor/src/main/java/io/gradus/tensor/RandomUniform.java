package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Uniform numbers in [0, 1) from the counter-based generator [io.gradus.tensor.kernel.Philox]. The
/// operands are `int64` scalars, key and counter, so that a recorded program draws new numbers each
/// time.
///
/// @param type the type of the result
public record RandomUniform(TensorType type) implements Op.Single {
  @Override
  public TensorType type(List<TensorType> inputs) {
    check(name(), type, inputs);
    return type;
  }

  /// Refuses operands that are no key and counter, and results that are not floating.
  static void check(String name, TensorType type, List<TensorType> inputs) {
    TensorType word = TensorType.of(DType.INT64);
    if (!inputs.equals(List.of(word, word))) {
      throw new DTypeException(name + ": needs key and counter as int64 scalars; got " + inputs);
    }
    if (!type.dtype().isFloating()) {
      throw new DTypeException(name + ": needs a floating type; got " + type);
    }
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    kernels.uniform(out, word(inputs.get(0)), word(inputs.get(1)));
  }

  /// {@return the only element of an `int64` view}
  static long word(Strided scalar) {
    return scalar.longs()[Math.toIntExact(scalar.offset())];
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
