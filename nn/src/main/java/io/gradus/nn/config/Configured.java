package io.gradus.nn.config;

/// Something with a configuration.
public interface Configured {
  /// {@return the schema of this object's class}
  Schema<?> schema();
}
