package io.gradus.jmh;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// Operands and results of kernels.
final class Views {
  private Views() {}

  /// {@return uniform numbers in [−1, 1)}
  static Strided uniform(long... dims) {
    Strided view = result(dims);
    float[] numbers = Tensor.randomUniform(Shape.of(dims), -1, 1, 1).toFloatArray();
    System.arraycopy(numbers, 0, view.floats(), 0, numbers.length);
    return view;
  }

  /// {@return storage for a result}
  static Strided result(long... dims) {
    return Strided.allocate(Device.current(), new TensorType(DType.FLOAT32, Shape.of(dims)));
  }
}
