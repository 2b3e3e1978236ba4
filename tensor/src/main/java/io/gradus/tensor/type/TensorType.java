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

  /// {@return the type in words, as in `rank-5 tensor of shape (4, 240, 144, 256, 3), float32:
  /// 106,168,320 values, 405 MB`. Nothing is allocated for it}
  public String describe() {
    return Description.of(this);
  }

  /// {@return the type as messages show it, such as `float32[128, 784]`}
  @Override
  public String toString() {
    return dtype.toString() + shape;
  }
}
