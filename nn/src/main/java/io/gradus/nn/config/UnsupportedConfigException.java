package io.gradus.nn.config;

/// A configuration asks for something that Keras has and Gradus has not yet. The message names it.
public final class UnsupportedConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// An exception with the given message.
  public UnsupportedConfigException(String message) {
    super(message);
  }

  /// An exception with the given message, for another that says less.
  public UnsupportedConfigException(String message, UnsupportedConfigException cause) {
    super(message, cause);
  }
}
