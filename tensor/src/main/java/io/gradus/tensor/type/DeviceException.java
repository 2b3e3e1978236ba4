package io.gradus.tensor.type;

/// Operands that live on different devices.
public final class DeviceException extends OperandException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public DeviceException(String message) {
    super(message);
  }

  private DeviceException(DeviceException original, String place) {
    super(original, place);
  }

  @Override
  DeviceException at(String place) {
    return new DeviceException(this, place);
  }
}
