package io.gradus.tensor.kernel;

import java.util.List;

/// The loop of a chain of element-wise operations, see [Kernels#fuse]. Any number of threads may
/// run it at the same time.
public interface ChainLoop {
  /// Computes the results from the operands, both in the chain's order. Results are dense. One may
  /// lie where an operand does that has an element for each, if no later link reads that operand.
  void run(List<Strided> results, List<Strided> operands);
}
