package io.gradus.tensor.type;

/// An operand does not fit the operation it was given to. The message reads `operation: rule; got
/// operands`, and ends with the layer's path where a layer was being called.
public abstract sealed class OperandException extends IllegalArgumentException
    permits ShapeException, DTypeException, DeviceException {
  private static final long serialVersionUID = 1L;

  private final boolean located;

  OperandException(String message) {
    super(message);
    this.located = false;
  }

  OperandException(OperandException original, String place) {
    super(original.getMessage() + " (in " + place + ")", original);
    this.located = true;
  }

  /// {@return this exception with the place added to its message; unchanged if it names one
  /// already}
  public final OperandException in(String place) {
    return located ? this : at(place);
  }

  abstract OperandException at(String place);
}
