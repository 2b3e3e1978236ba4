package io.gradus.nn.config;

/// Something with a configuration.
public interface Configured {
  /// {@return the schema of this object's class; unless a class has one, its objects work but can
  /// be in no file}
  default Schema<?> schema() {
    return Schema.none(getClass());
  }
}
