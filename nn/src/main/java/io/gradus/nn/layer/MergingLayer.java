package io.gradus.nn.layer;

import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// A layer that makes one tensor of several.
abstract class MergingLayer extends Layer {
  MergingLayer(Settings settings) {
    super(settings);
  }

  /// Refuses two inputs with different numbers of samples.
  static void checkSamples(String operation, TensorType a, TensorType b) {
    boolean known = a.shape().isKnown(0) && b.shape().isKnown(0);
    if (known && a.shape().dim(0) != b.shape().dim(0)) {
      throw new ShapeException(
          "%s: inputs must have one number of samples; got %s and %s".formatted(operation, a, b));
    }
  }

  /// Refuses any number of inputs but two.
  static void checkTwo(String operation, List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException("%s: needs two inputs; got %s".formatted(operation, inputs));
    }
  }
}
