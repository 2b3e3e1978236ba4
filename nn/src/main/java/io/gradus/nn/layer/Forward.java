package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;

/// What a layer computes once its weights exist.
public interface Forward {
  /// {@return the outputs for these inputs}
  Values apply(Values in, Call call);

  /// What a layer with one input and one output computes.
  interface Single {
    /// {@return the output for this input}
    Tensor apply(Tensor x, Call call);
  }

  /// {@return the forward function of a layer with one input and one output}
  static Forward single(Single function) {
    return (in, call) -> Values.of(function.apply(in.one(), call));
  }
}
