package io.gradus.vector;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.KernelsProvider;
import io.gradus.tensor.kernel.Workers;
import java.util.Optional;

/// Offers [VectorKernels] where the Vector API is there and compiled well. Touches none of its
/// classes before it has looked.
public final class VectorKernelsProvider implements KernelsProvider {
  /// The provider; found with `ServiceLoader`.
  public VectorKernelsProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of(
          "the Vector API is not there; start java with --add-modules jdk.incubator.vector");
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> drawback() {
    String vm = System.getProperty("java.vm.name", "");
    if (!vm.contains("HotSpot") && !vm.contains("OpenJDK") && !vm.contains("GraalVM")) {
      return Optional.of(vm + " does not compile the Vector API well; HotSpot does");
    }
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("interpreted")) {
      return Optional.of("this java only interprets (-Xint)");
    }
    if (mode.contains("emulated-client")) {
      return Optional.of("this java compiles only quickly (-XX:TieredStopAtLevel)");
    }
    if (!FusedMultiplyAdd.isInHardware()) {
      return Optional.of(
          "this java does not use fused multiply-adds (-XX:-UseFMA, or an old processor)");
    }
    return Optional.empty();
  }

  @Override
  public Kernels create(Workers workers) {
    return new VectorKernels(workers);
  }
}
