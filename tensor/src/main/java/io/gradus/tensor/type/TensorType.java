package io.gradus.tensor.type;

/// The element type and shape of a tensor: all that an operation's rule may look at.
public record TensorType(DType dtype, Shape shape) {
  /// {@return the type with these parts}
  public static TensorType of(DType dtype, long... dims) {
    return new TensorType(dtype, Shape.of(dims));
  }

  /// {@return this type with another element type}
  public TensorType withDType(DType changed) {
    return new TensorType(changed, shape);
  }

  /// {@return this type with another shape}
  public TensorType withShape(Shape changed) {
    return new TensorType(dtype, changed);
  }

  /// {@return the memory that a dense tensor of this type takes, in bytes}
  public long bytes() {
    return Math.multiplyExact(shape.size(), dtype.bytes());
  }

  /// {@return the type as messages show it, such as `float32[128, 784]`}
  @Override
  public String toString() {
    return dtype.toString() + shape;
  }
}
