package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// What goes into or comes out of a layer: one tensor, or several in order.
///
/// @param all the tensors
public record Values(List<Tensor> all) {
  /// Copies the list.
  public Values {
    all = List.copyOf(all);
  }

  /// {@return these tensors}
  public static Values of(Tensor... tensors) {
    return new Values(List.of(tensors));
  }

  /// {@return the only tensor}
  ///
  /// @throws IllegalArgumentException if there are several or none
  public Tensor one() {
    if (all.size() != 1) {
      throw new IllegalArgumentException("layer: expects one tensor, got " + types());
    }
    return all.getFirst();
  }

  /// {@return the types, in order}
  public List<TensorType> types() {
    return all.stream().map(Tensor::type).toList();
  }
}
