package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;

/// The processor as a device: storage is Java arrays.
///
/// @param name the device's name
/// @param kernels the backend that computes
public record Cpu(String name, Kernels kernels) implements Device {
  private static final class Standard {
    // Lazy, so that nothing is looked up or logged before the first tensor is made.
    static final Cpu DEVICE =
        Backends.choose(
            System.getProperty("gradus.backend", Backends.AUTO),
            Integer.getInteger("gradus.threads", Runtime.getRuntime().availableProcessors()));
  }

  /// {@return the device used where none was chosen. The system properties `gradus.backend`
  /// (`vector`, `scalar`, default the best usable one) and `gradus.threads` (default all
  /// processors), read once, configure it}
  public static Cpu standard() {
    return Standard.DEVICE;
  }

  /// {@return a processor device with the named backend and number of threads}
  ///
  /// @throws IllegalArgumentException if the backend is unknown or unusable, saying why
  public static Cpu with(String backend, int threads) {
    return Backends.choose(backend, threads);
  }

  @Override
  public Storage allocate(DType dtype, long length) {
    return ArrayStorage.allocate(dtype, this, length);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return name + " (" + kernels.name() + ")";
  }
}
