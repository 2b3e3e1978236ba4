package io.gradus.tensor.type;

/// An element type that the operation's rule does not allow.
public final class DTypeException extends OperandException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public DTypeException(String message) {
    super(message);
  }

  private DTypeException(String said, String place, DTypeException original) {
    super(said, place, original);
  }

  @Override
  DTypeException changed(String message, String at) {
    return new DTypeException(message, at, this);
  }
}
