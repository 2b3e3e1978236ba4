/// Kernels on the JDK's Vector API: the fast backend for the processor.
module io.gradus.vector {
  requires static org.jspecify;
  requires transitive io.gradus.tensor;
  requires jdk.incubator.vector;

  exports io.gradus.vector;

  provides io.gradus.tensor.kernel.KernelsProvider with
      io.gradus.vector.VectorKernelsProvider;
}
