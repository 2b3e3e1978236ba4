package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Sums of products over chosen axes, all of them by permuting to one matrix product.
final class Products {
  private Products() {}

  static Tensor dot(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      return a.mul(b);
    }
    return contract("dot", a, b, new int[] {-1}, new int[] {b.rank() == 1 ? 0 : -2});
  }

  static Tensor inner(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      return a.mul(b);
    }
    return contract("inner", a, b, new int[] {-1}, new int[] {-1});
  }

  static Tensor tensorDot(Tensor a, Tensor b, int axes) {
    if (axes < 0 || axes > a.rank() || axes > b.rank()) {
      throw new ShapeException(
          "tensorDot: both operands must have the %d axes; got %s · %s"
              .formatted(axes, a.type(), b.type()));
    }
    return contract(
        "tensorDot",
        a,
        b,
        IntStream.range(a.rank() - axes, a.rank()).toArray(),
        IntStream.range(0, axes).toArray());
  }

  /// {@return the sum of products over pairs of axes}
  static Tensor contract(String operation, Tensor a, Tensor b, int[] axesA, int[] axesB) {
    if (axesA.length != axesB.length) {
      throw new ShapeException(
          "%s: needs pairs of axes; got %s and %s"
              .formatted(operation, Arrays.toString(axesA), Arrays.toString(axesB)));
    }
    // Sorted they serve to find axes given twice; none would stand for all.
    if (axesA.length > 0) {
      Axes.of(axesA).resolve(operation, a.shape());
      Axes.of(axesB).resolve(operation, b.shape());
    }
    int[] overA = Arrays.stream(axesA).map(axis -> Math.floorMod(axis, a.rank())).toArray();
    int[] overB = Arrays.stream(axesB).map(axis -> Math.floorMod(axis, b.rank())).toArray();
    long[] dimsA = a.shape().dims();
    long[] dimsB = b.shape().dims();
    for (int i = 0; i < overA.length; i++) {
      long p = dimsA[overA[i]];
      long q = dimsB[overB[i]];
      if (p != q && p != Shape.UNKNOWN && q != Shape.UNKNOWN) {
        throw new ShapeException(
            "%s: the lengths of axes %d and %d differ: %s · %s, %d ≠ %d"
                .formatted(operation, axesA[i], axesB[i], a.type(), b.type(), p, q));
      }
    }
    int[] freeA = others(a.rank(), overA);
    int[] freeB = others(b.rank(), overB);
    Shape rows = shape(dimsA, freeA);
    Shape columns = shape(dimsB, freeB);
    long inner = shape(dimsA, overA).size();
    Tensor left = a.transpose(joined(freeA, overA)).reshape(length(rows), inner);
    Tensor right = b.transpose(joined(overB, freeB)).reshape(inner, length(columns));
    // Only the product of matrices itself sums small integers as int32.
    return left.matmul(right).cast(a.dtype().promote(b.dtype())).reshape(rows.concat(columns));
  }

  // The only unknown length may be left open.
  private static long length(Shape shape) {
    return shape.isKnown() ? shape.size() : -1;
  }

  private static Shape shape(long[] dims, int[] axes) {
    return Shape.of(Arrays.stream(axes).mapToLong(axis -> dims[axis]).toArray());
  }

  private static int[] others(int rank, int[] axes) {
    return IntStream.range(0, rank)
        .filter(axis -> Arrays.stream(axes).noneMatch(other -> other == axis))
        .toArray();
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  static Tensor correlate(Tensor a, Tensor v, Overlap overlap) {
    if (a.rank() != 1 || v.rank() != 1 || a.dim(0) == 0 || v.dim(0) == 0) {
      throw new ShapeException(
          "correlate: needs two vectors that are not empty; got %s, %s"
              .formatted(a.type(), v.type()));
    }
    DType dtype = a.dtype().promote(v.dtype()).toFloating();
    int m = Math.toIntExact(a.dim(0));
    int n = Math.toIntExact(v.dim(0));
    Tensor ends = a.cast(dtype).pad(new long[][] {{n - 1, n - 1}});
    Tensor full = ends.sequences(n, 1).matmul(v.cast(dtype));
    int shorter = Math.min(m, n);
    int longer = Math.max(m, n);
    // Swapped operands give the reversed result.
    int middle = m >= n ? (shorter - 1) / 2 : shorter / 2;
    return switch (overlap) {
      case FULL -> full;
      case VALID -> full.get(Index.range(shorter - 1, longer));
      case SAME -> full.get(Index.range(middle, middle + longer));
    };
  }

  static Tensor distances(Tensor a, Tensor b) {
    long[] p = a.shape().dims();
    long[] q = b.shape().dims();
    if (p.length < 2 || q.length < 2 || p[p.length - 1] != q[q.length - 1]) {
      throw new ShapeException(
          "cdist: needs rows of one length, with at least two axes; got %s, %s"
              .formatted(a.type(), b.type()));
    }
    DType dtype = a.dtype().promote(b.dtype()).toFloating();
    Tensor apart = a.cast(dtype).expandDims(-2).sub(b.cast(dtype).expandDims(-3));
    return apart.norm(-1);
  }

  static Tensor cross(Tensor a, Tensor b) {
    long m = a.rank() == 0 ? 0 : a.dim(-1);
    long n = b.rank() == 0 ? 0 : b.dim(-1);
    if (m < 2 || m > 3 || n < 2 || n > 3) {
      throw new ShapeException(
          "cross: needs vectors of length 2 or 3 along the last axes; got %s × %s"
              .formatted(a.type(), b.type()));
    }
    if (m == 2 && n == 2) {
      return part(a, 0).mul(part(b, 1)).sub(part(a, 1).mul(part(b, 0)));
    }
    Tensor x = m == 3 ? a : withThird(a);
    Tensor y = n == 3 ? b : withThird(b);
    // cᵢ = aᵢ₊₁·bᵢ₊₂ − aᵢ₊₂·bᵢ₊₁
    return x.roll(-1, -1).mul(y.roll(-2, -1)).sub(x.roll(-2, -1).mul(y.roll(-1, -1)));
  }

  private static Tensor part(Tensor x, int position) {
    return x.get(Index.ELLIPSIS, Index.at(position));
  }

  private static Tensor withThird(Tensor x) {
    long[][] widths = new long[x.rank()][2];
    widths[x.rank() - 1][1] = 1;
    return x.pad(widths);
  }

  static Tensor kron(Tensor a, Tensor b) {
    int rank = Math.max(a.rank(), b.rank());
    long[] dimsA = new long[2 * rank];
    long[] dimsB = new long[2 * rank];
    long[] dims = new long[rank];
    Arrays.fill(dimsA, 1);
    Arrays.fill(dimsB, 1);
    for (int i = 1; i <= rank; i++) {
      long m = i <= a.rank() ? a.dim(-i) : 1;
      long n = i <= b.rank() ? b.dim(-i) : 1;
      dimsA[2 * (rank - i)] = m;
      dimsB[2 * (rank - i) + 1] = n;
      dims[rank - i] = m * n;
    }
    return a.reshape(dimsA).mul(b.reshape(dimsB)).reshape(dims);
  }
}
