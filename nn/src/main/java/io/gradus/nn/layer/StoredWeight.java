package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A weight as files keep it, which need not be a variable of the layer: a kernel that is adapted
/// is kept with its adaptation in it.
///
/// @param name the name, for messages
/// @param type the type
/// @param value gives the value that a file gets
/// @param restore takes the value of a file, of this type
public record StoredWeight(
    String name, TensorType type, Supplier<Tensor> value, Consumer<Tensor> restore) {
  /// {@return a variable, kept as it is}
  public static StoredWeight of(Variable variable) {
    return new StoredWeight(variable.name(), variable.type(), variable::value, variable::assign);
  }
}
