package io.gradus.tensor.type;

/// Operands that live on different devices.
public final class DeviceException extends OperandException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public DeviceException(String message) {
    super(message);
  }

  private DeviceException(String said, String place, DeviceException original) {
    super(said, place, original);
  }

  @Override
  DeviceException changed(String message, String at) {
    return new DeviceException(message, at, this);
  }
}
