package io.gradus.formats.legacy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An array in a file, of known type, that is read when it is wanted; and what is made of it.
///
/// @param name the array's name in the file, for messages
/// @param type the type of what it gives
/// @param source what gives it
public record StoredArray(String name, TensorType type, Source source) {
  /// What reads an array.
  @FunctionalInterface
  public interface Source {
    /// {@return the array}
    Tensor read() throws IOException;
  }

  /// {@return the shape}
  public Shape shape() {
    return type.shape();
  }

  /// {@return the name without the groups around it}
  String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// {@return the array with its axes in another order}
  StoredArray permuted(int... axes) {
    long[] dims = Arrays.stream(axes).mapToLong(axis -> shape().dim(axis)).toArray();
    return made(Shape.of(dims), () -> source.read().transpose(axes));
  }

  /// {@return the array turned around in its first axes}
  StoredArray turned(int axes) {
    return made(
        shape(),
        () -> {
          Tensor turned = source.read();
          for (int axis = 0; axis < axes; axis++) {
            turned = turned.flip(axis);
          }
          return turned;
        });
  }

  /// {@return the elements in another shape of the same size}
  StoredArray reshaped(Shape changed) {
    return made(changed, () -> source.read().reshape(changed));
  }

  /// {@return arrays side by side on their last axis}
  static StoredArray joined(List<StoredArray> parts) {
    StoredArray first = parts.getFirst();
    long[] dims = first.shape().dims();
    int last = dims.length - 1;
    dims[last] = parts.stream().mapToLong(part -> part.shape().dim(-1)).sum();
    return first.made(
        Shape.of(dims),
        () -> {
          List<Tensor> tensors = new ArrayList<>();
          for (StoredArray part : parts) {
            tensors.add(part.source.read());
          }
          return Tensor.concat(last, tensors.toArray(Tensor[]::new));
        });
  }

  /// {@return what is made of this array}
  StoredArray made(Shape changed, Source reading) {
    return new StoredArray(name, type.withShape(changed), reading);
  }
}
