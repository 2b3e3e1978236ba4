package io.gradus.conformance;

import io.gradus.nn.config.UnsupportedConfigException;

/// A case needs something of Keras that Gradus does not have yet.
final class MissingFeatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The missing thing by name, such as `op erf`.
  MissingFeatureException(String feature) {
    super(feature + " does not exist yet");
  }

  /// What a configuration asks for and Gradus has not.
  MissingFeatureException(UnsupportedConfigException cause) {
    super(cause.getMessage(), cause);
  }
}
