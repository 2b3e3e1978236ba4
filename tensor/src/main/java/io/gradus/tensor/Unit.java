package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.ChainLoop;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a program runs at a time.
sealed interface Unit {
  /// {@return the numbers of the values it reads}
  List<Integer> inputs();

  /// {@return the numbers of the values it computes}
  List<Integer> outputs();

  /// {@return the loop that computes them from what it reads}
  ChainLoop loop(Device device);

  /// {@return the memory that it takes for itself in each worker, in bytes}
  default long bandBytes() {
    return 0;
  }

  /// One operation.
  record Single(Op op, List<Integer> inputs, List<Integer> outputs) implements Unit {
    @Override
    public ChainLoop loop(Device device) {
      return (results, operands) -> op.run(device.kernels(), results, operands);
    }
  }

  /// A chain of element-wise operations, over `rows` rows of `length` elements.
  record Fused(Chain chain, int rows, int length, List<Integer> inputs, List<Integer> outputs)
      implements Unit {
    @Override
    public ChainLoop loop(Device device) {
      return device.kernels().fuse(chain, rows, length);
    }
  }

  /// The product of the matrices `a` and `b`, and the chain that alone reads it, as its operand
  /// `product`.
  record Multiplied(int a, int b, int product, int columns, Fused then) implements Unit {
    @Override
    public List<Integer> inputs() {
      List<Integer> inputs = new ArrayList<>(then.inputs());
      inputs.remove(product);
      inputs.addAll(0, List.of(a, b));
      return inputs;
    }

    @Override
    public List<Integer> outputs() {
      return then.outputs();
    }

    @Override
    public ChainLoop loop(Device device) {
      return device.kernels().fuseProduct(then.chain(), product, columns);
    }
  }

  /// A chain, and the sums over rows of `n` elements of what it computes.
  ///
  /// @param summed the value that is summed
  /// @param isKept whether something else reads it too
  /// @param sum the value that the sums make
  record Summed(Fused chain, int summed, boolean isKept, int sum, int n) implements Unit {
    @Override
    public List<Integer> inputs() {
      return chain.inputs();
    }

    @Override
    public List<Integer> outputs() {
      List<Integer> outputs = new ArrayList<>(chain.outputs());
      if (!isKept) {
        outputs.remove((Integer) summed);
      }
      outputs.add(sum);
      return outputs;
    }

    @Override
    public ChainLoop loop(Device device) {
      int place = chain.outputs().indexOf(summed);
      return device.kernels().fuseSum(chain.chain(), place, isKept, chain.length(), n);
    }
  }

  /// Units that treat samples alone, which run for a band of samples, one after the other, and then
  /// for the next: what they hand on is still in the worker's cache. The units are operations by
  /// sample and chains.
  ///
  /// @param parts the units, in order
  /// @param samples the number of samples
  /// @param band how many of them go through the parts together
  /// @param passing the types of the values that only the parts read, of all samples; these have no
  ///   memory but for a band
  /// @param inPlace those of them that a chain overwrites with one of its results, and that result
  record Banded(
      List<Unit> parts,
      int samples,
      int band,
      Map<Integer, TensorType> passing,
      Map<Integer, Integer> inPlace)
      implements Unit {
    @Override
    public List<Integer> inputs() {
      List<Integer> made = parts.stream().flatMap(part -> part.outputs().stream()).toList();
      return parts.stream()
          .flatMap(part -> part.inputs().stream())
          .distinct()
          .filter(input -> !made.contains(input))
          .toList();
    }

    @Override
    public List<Integer> outputs() {
      return parts.stream()
          .flatMap(part -> part.outputs().stream())
          .filter(output -> !passing.containsKey(output))
          .toList();
    }

    @Override
    public ChainLoop loop(Device device) {
      return new BandLoop(this, device);
    }

    @Override
    public long bandBytes() {
      long ofSample =
          passing.entrySet().stream()
              .filter(value -> !inPlace.containsKey(value.getKey()))
              .mapToLong(value -> value.getValue().bytes() / samples)
              .sum();
      return ofSample * band;
    }
  }
}
