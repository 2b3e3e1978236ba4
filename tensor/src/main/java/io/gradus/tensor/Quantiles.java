package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;

/// Elements at given places in rising order.
///
/// @param name the operation's name in messages
/// @param method what stands between two elements
/// @param withoutNan whether NaN is left out; else there is NaN where there is one
record Quantiles(String name, QuantileMethod method, boolean withoutNan) {
  static void check(String name, double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException(name + ": q must be from 0 to 1; got " + q);
    }
  }

  /// {@return the element that a share `q` of those along the axes do not exceed}
  Tensor of(Tensor given, double q, Axes axes) {
    Tensor x = given.cast(given.dtype().toFloating());
    int[] resolved = axes.resolve(name, x.shape());
    long n = axes.count(name, x.shape());
    if (n == 0) {
      throw new ShapeException(
          "%s: needs at least one element along the axes; got %s".formatted(name, x.type()));
    }
    Tensor moved = Axes.moveToEnd(x, resolved);
    Shape kept = moved.shape().slice(0, x.rank() - resolved.length);
    Tensor sorted = moved.reshape(kept.concat(Shape.of(n))).sort(-1);
    return axes.restored(withoutNan ? amongNumbers(sorted, q) : amongAll(sorted, q), resolved);
  }

  private Tensor amongAll(Tensor sorted, double q) {
    double position = q * (sorted.dim(-1) - 1);
    long below = (long) position;
    double share = share(position - below, below);
    Tensor result = at(sorted, share == 1 ? below + 1 : below);
    if (share > 0 && share < 1) {
      result = result.add(at(sorted, below + 1).sub(result).mul(share));
    }
    // NaN comes last.
    Tensor last = at(sorted, -1);
    return last.equal(last).where(result, Double.NaN);
  }

  private static Tensor at(Tensor sorted, long position) {
    return sorted.get(Index.ELLIPSIS, Index.at(position));
  }

  /// {@return how much of the way from the lower to the higher element is gone}
  private double share(double part, long below) {
    if (part == 0) {
      return 0;
    }
    return switch (method) {
      case LINEAR -> part;
      case LOWER -> 0;
      case HIGHER -> 1;
      case MIDPOINT -> 0.5;
      case NEAREST -> Math.rint(below + part) - below;
    };
  }

  // How many numbers there are differs from row to row; NaN comes behind them.
  private Tensor amongNumbers(Tensor sorted, double q) {
    Tensor count = sorted.isNan().logicalNot().sum(Axes.of(-1).keep());
    Tensor position = count.cast(DType.FLOAT64).sub(1).maximum(0.0).mul(q);
    Tensor below = position.floor();
    Tensor share = shares(position.sub(below), below).cast(sorted.dtype());
    Tensor lower = sorted.takeAlongAxis(below.cast(DType.INT32), -1);
    Tensor higher = sorted.takeAlongAxis(position.ceil().cast(DType.INT32), -1);
    Tensor between = share.greater(0).where(lower.add(higher.sub(lower).mul(share)), lower);
    return share.equal(1).where(higher, between).squeeze(-1);
  }

  private Tensor shares(Tensor part, Tensor below) {
    return switch (method) {
      case LINEAR -> part;
      case LOWER -> part.mul(0);
      case HIGHER -> part.ceil();
      case MIDPOINT -> part.ceil().mul(0.5);
      case NEAREST -> below.add(part).round().sub(below);
    };
  }
}
