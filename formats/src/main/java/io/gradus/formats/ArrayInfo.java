package io.gradus.formats;

import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// An array in a file that holds several, as far as is known without reading its elements.
///
/// @param name its name
/// @param type the type and shape of the tensor that it is read as; null if it cannot be read
/// @param problem why it cannot be read; null if it can
public record ArrayInfo(String name, @Nullable TensorType type, @Nullable String problem) {
  /// {@return whether a tensor can be read of it}
  public boolean isReadable() {
    return type != null;
  }

  @Override
  public String toString() {
    return name + ": " + (type == null ? problem : type);
  }
}
