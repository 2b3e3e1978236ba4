package io.gradus.tensor.type;

/// An element type that the operation's rule does not allow.
public final class DTypeException extends OperandException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public DTypeException(String message) {
    super(message);
  }

  private DTypeException(DTypeException original, String place) {
    super(original, place);
  }

  @Override
  DTypeException at(String place) {
    return new DTypeException(this, place);
  }
}
