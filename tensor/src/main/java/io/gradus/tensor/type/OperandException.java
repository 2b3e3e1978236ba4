package io.gradus.tensor.type;

/// An operand does not fit the operation it was given to. The message reads `operation: rule; got
/// operands`, and ends with the layer's path where a layer was being called.
public abstract sealed class OperandException extends IllegalArgumentException
    permits ShapeException, DTypeException, DeviceException {
  private static final long serialVersionUID = 1L;

  private final String said;
  private final String place;

  /// An exception that says something, at no place yet.
  OperandException(String said) {
    super(said);
    this.said = said;
    this.place = "";
  }

  /// An exception that says something at a place, after another that did not name it.
  OperandException(String said, String place, OperandException original) {
    super(place.isEmpty() ? said : said + " (in " + place + ")", original);
    this.said = said;
    this.place = place;
  }

  /// {@return this exception with the place added to its message; unchanged if it names one
  /// already}
  public final OperandException in(String added) {
    return place.isEmpty() ? changed(said, added) : this;
  }

  /// {@return this exception, at its place, with words before what it says}
  public final OperandException after(String words) {
    return changed(words + said, place);
  }

  abstract OperandException changed(String message, String at);
}
