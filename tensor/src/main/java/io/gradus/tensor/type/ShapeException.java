package io.gradus.tensor.type;

/// A shape or axis that the operation's rule does not allow.
public final class ShapeException extends OperandException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public ShapeException(String message) {
    super(message);
  }

  private ShapeException(ShapeException original, String place) {
    super(original, place);
  }

  @Override
  ShapeException at(String place) {
    return new ShapeException(this, place);
  }
}
