package io.gradus.tensor.kernel;

import java.util.List;

/// The loop of a chain of element-wise operations, see [Kernels#fuse]. Any number of threads may
/// run it at the same time.
public interface ChainLoop {
  /// Computes the results, which are dense and share no storage with an operand, from the operands,
  /// both in the chain's order.
  void run(List<Strided> results, List<Strided> operands);
}
