package io.gradus.nn.model;

import io.gradus.nn.layer.InputLayer;
import io.gradus.tensor.Tensor;

/// The symbolic tensors that a [Functional] model begins with (`keras.Input`).
///
/// ```java
/// Tensor x = Input.of(784);
/// var model = new Functional(x, new Dense(10, "softmax").call(x));
/// ```
public final class Input {
  private Input() {}

  /// {@return an input of `float32` samples of this shape, in batches of any length; of integers,
  /// such as the words of a text: `Input.of(InputLayer.of(DType.INT32, 40))`}
  public static Tensor of(long... sample) {
    return of(new InputLayer(sample));
  }

  /// {@return an input of the type and name that the layer says}
  public static Tensor of(InputLayer layer) {
    return Symbol.input(layer);
  }
}
