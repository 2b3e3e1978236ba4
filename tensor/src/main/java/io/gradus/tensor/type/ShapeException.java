package io.gradus.tensor.type;

/// A shape or axis that the operation's rule does not allow.
public final class ShapeException extends OperandException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public ShapeException(String message) {
    super(message);
  }

  private ShapeException(String said, String place, ShapeException original) {
    super(said, place, original);
  }

  @Override
  ShapeException changed(String message, String at) {
    return new ShapeException(message, at, this);
  }
}
