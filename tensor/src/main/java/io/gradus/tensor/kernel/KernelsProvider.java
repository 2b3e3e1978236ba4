package io.gradus.tensor.kernel;

import java.util.Optional;

/// Offers a backend; found with `ServiceLoader`. Implementations touch nothing that may be missing
/// until they have looked whether it is there.
public interface KernelsProvider {
  /// {@return the backend's name, as `gradus.backend` takes it}
  String name();

  /// {@return why this backend cannot be used here and how to change that, or nothing if it can}
  Optional<String> obstacle();

  /// {@return why this backend, which can be used, would be slower here than the plain one, or
  /// nothing if it is not; such a one is taken only if it is asked for by name}
  default Optional<String> drawback() {
    return Optional.empty();
  }

  /// {@return the backend, computing with the given workers}
  Kernels create(Workers workers);
}
