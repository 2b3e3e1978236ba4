package io.gradus.tensor;

import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/// The reduction of segments of the first axis by an associative function, in tensor methods, so
/// that it has all gradients: positions are sorted by segment, and running results taken within
/// each segment by doubling (Hillis and Steele, *Data parallel algorithms*, 1986). `O(n log n)`.
final class SegmentScan {
  private SegmentScan() {}

  /// {@return for each of `count` segments the reduction of its subtensors, `identity` of none}
  ///
  /// @param numbers for each position the number of its segment, `int32`; `count` for none of them
  static Tensor reduce(
      Tensor x, Tensor numbers, int count, Tensor identity, BinaryOperator<Tensor> function) {
    Shape shape = Shape.of(count).concat(x.shape().from(1));
    int n = Math.toIntExact(x.dim(0));
    if (n == 0) {
      return identity.broadcastTo(shape);
    }
    Tensor order = numbers.argSort(0);
    Tensor segments = numbers.gather(order, 0);
    Tensor running = x.gather(order, 0);
    for (int step = 1; step < n; step *= 2) {
      Tensor later = running.get(Index.from(step));
      Tensor earlier = running.get(Index.to(n - step));
      Tensor same = segments.get(Index.from(step)).equal(segments.get(Index.to(n - step)));
      Tensor joined = along(same, x.rank()).where(function.apply(earlier, later), later);
      running = Tensor.concat(0, running.get(Index.to(step)), joined);
    }
    // The last position of each segment has its whole.
    Tensor sizes = sizes(numbers, count);
    Tensor last = sizes.cumSum(0).sub(1).maximum(0);
    Tensor chosen = running.gather(last, 0);
    return along(sizes.greater(0), x.rank()).where(chosen, identity);
  }

  private static Tensor sizes(Tensor numbers, int count) {
    Tensor ones = Apply.beside(numbers, () -> Tensor.ones(numbers.type()));
    return ones.scatter(numbers.expandDims(-1), Shape.of(count + 1L)).get(Index.to(count));
  }

  private static Tensor along(Tensor flags, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[0] = flags.dim(0);
    return flags.reshape(dims);
  }
}
