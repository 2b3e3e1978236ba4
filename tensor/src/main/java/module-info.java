/// Tensors, differentiable operations, program graphs and the plain kernels under them. Depends on
/// the JDK alone.
module io.gradus.tensor {
  requires static org.jspecify;

  exports io.gradus.tensor;
  exports io.gradus.tensor.kernel;
  exports io.gradus.tensor.type;

  uses io.gradus.tensor.kernel.KernelsProvider;
}
