package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// The predictions for all samples, put together batch by batch.
final class Predictions {
  private final long samples;
  private final List<Strided> all = new ArrayList<>();
  private List<Tensor> only = List.of();
  private long done;

  /// For so many samples.
  Predictions(long samples) {
    this.samples = samples;
  }

  /// Takes in what each output gave for the next samples.
  void add(List<Tensor> parts) {
    long count = parts.getFirst().dim(0);
    if (count == samples) {
      only = parts;
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = parts.get(i);
      if (done == 0) {
        Shape shape = part.shape().withDim(0, samples);
        all.add(Strided.allocate(part.device(), part.type().withShape(shape)));
      }
      Strided target = all.get(i);
      Strided place = target.restride(part.shape(), strides(target), done * target.stride(0));
      part.device().kernels().copy(place, part.strided());
    }
    done += count;
  }

  private static long[] strides(Strided x) {
    long[] strides = new long[x.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = x.stride(axis);
    }
    return strides;
  }

  /// {@return the predictions of each output}
  ///
  /// @throws IllegalArgumentException if there were no samples
  List<Tensor> all() {
    if (only.isEmpty() && all.isEmpty()) {
      throw new IllegalArgumentException("predict: the data has no samples");
    }
    return only.isEmpty() ? all.stream().map(Tensor::of).toList() : only;
  }
}
