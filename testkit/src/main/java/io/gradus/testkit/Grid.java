package io.gradus.testkit;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;

/// Numbers in row-major order under a shape: what reference functions take and give. Deliberately
/// without any of the library's own arithmetic.
///
/// @param shape the shape
/// @param values the numbers, one for each element
public record Grid(Shape shape, double[] values) {
  /// The number at an index.
  public interface Element {
    /// {@return the number}
    double at(int... index);
  }

  /// {@return the grid whose elements the function gives}
  public static Grid of(Shape shape, Element element) {
    double[] values = new double[Math.toIntExact(shape.size())];
    int[] index = new int[shape.rank()];
    for (int i = 0; i < values.length; i++) {
      values[i] = element.at(index);
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
    return new Grid(shape, values);
  }

  /// {@return the tensor's elements}
  public static Grid of(Tensor x) {
    return new Grid(x.shape(), x.toDoubleArray());
  }

  /// {@return the number at an index, one position for each axis}
  public double at(int... index) {
    long at = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      at = at * shape.dim(axis) + index[axis];
    }
    return values[Math.toIntExact(at)];
  }

  /// {@return the number that an index of a larger shape names when this grid is broadcast to it}
  public double stretched(int... index) {
    int[] own = new int[shape.rank()];
    for (int axis = 0; axis < own.length; axis++) {
      int position = index[index.length - own.length + axis];
      own[axis] = shape.dim(axis) == 1 ? 0 : position;
    }
    return at(own);
  }

  /// {@return the length of an axis}
  public int dim(int axis) {
    return Math.toIntExact(shape.dim(axis));
  }
}
