package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Linear;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/// Rows for sums of products, which are composed of matrix products; other tests compare their
/// values with NumPy's.
final class ProductRows {
  private ProductRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        product("dot of vectors", Tensor::dot)
            .shapes("[3] [3]", "[0] [0]")
            .sizes("[n] [n]")
            .referenceOf(in -> sum(in, 0))
            .rejects(
                "[3] [4]",
                "dot: the lengths of axes -1 and 0 differ: float32[3] · float32[4], 3 ≠ 4"),
        product("dot with a vector", Tensor::dot)
            .shapes("[2,3,2,4] [4]", "[2,0] [0]")
            .sizes("[2,3,n] [n]", "[n,3] [3]")
            .referenceOf(in -> sum(in, in.get(0).shape().rank() - 1))
            .rejects(
                "[2,3] [4]",
                "dot: the lengths of axes -1 and 0 differ: float32[2, 3] · float32[4], 3 ≠ 4"),
        product("dot with matrices", Tensor::dot)
            .shapes("[2,3,2,4] [4,5]", "[2,3,4] [5,4,2]", "[2,0] [0,3]")
            .sizes("[2,2,m] [3,m,2]", "[m,3] [3,n]")
            .referenceOf(in -> matrices(in.get(0), in.get(1)))
            .rejects(
                "[2,3] [2,3]",
                "dot: the lengths of axes -1 and -2 differ: float32[2, 3] · float32[2, 3], 3 ≠ 2")
            .rejects(
                "[2,3] [3,2,3]",
                "dot: the lengths of axes -1 and -2 differ: float32[2, 3] · float32[3, 2, 3], 3 ≠"
                    + " 2"),
        OpCase.binary(Elementwise.Mul.class, Tensor::dot)
            .named("dot with a scalar")
            .shapes("[] [2,3]", "[2,3] []", "[] []")
            .sizes("[n] []")
            .reference((x, y) -> x * y),
        product("inner", Tensor::inner)
            .shapes("[2,3] [4,3]", "[2,3] [3]")
            .sizes("[2,n] [3,n]")
            .gives(Tensor.of(11, 39), Tensor.of(new int[][] {{1, 2}, {5, 6}}), Tensor.of(3, 4))
            .rejects(
                "[2,3] [3,2]",
                "inner: the lengths of axes -1 and -1 differ: float32[2, 3] · float32[3, 2], 3 ≠"
                    + " 2"),
        product("vdot", Tensor::vdot)
            .shapes("[2,3] [3,2]", "[4] [4]")
            .sizes("[n] [n]")
            .gives(Tensor.of(11), Tensor.of(1, 2), Tensor.of(new int[][] {{3}, {4}}))
            .rejects(
                "[2,3] [5]",
                "vdot: the lengths of axes 0 and 0 differ: float32[6] · float32[5], 6 ≠ 5"),
        product("tensorDot over two axes", (x, y) -> x.tensorDot(y, 2))
            .shapes("[2,3,4] [3,4,2]", "[3,4] [3,4]")
            .sizes("[2,3,n] [3,n,2]")
            .gives(
                Tensor.of(30),
                Tensor.of(new int[][] {{1, 2}, {3, 4}}),
                Tensor.of(new int[][] {{1, 2}, {3, 4}}))
            .rejects(
                "[3] [3]",
                "tensorDot: both operands must have the 2 axes; got float32[3] ·" + " float32[3]")
            .rejects(
                "[2,3] [3,2]",
                "tensorDot: the lengths of axes 0 and 0 differ: float32[2, 3] · float32[3, 2], 2 ≠"
                    + " 3"),
        OpCase.binary(Elementwise.Mul.class, Tensor::outer)
            .named("outer")
            .shapes("[3] [4]", "[2,3] [2]")
            .sizes("[m] [m]")
            .gives(Tensor.of(new int[][] {{3, 4}, {6, 8}}), Tensor.of(1, 2), Tensor.of(3, 4)),
        OpCase.binary(Elementwise.Mul.class, Tensor::kron)
            .named("kron")
            .shapes("[2,2] [2,3]", "[3] [2,2]")
            .sizes("[n] [3]")
            .gives(Tensor.of(3, 4, 6, 8), Tensor.of(1, 2), Tensor.of(3, 4)),
        OpCase.binary(Elementwise.Sub.class, Tensor::cross)
            .named("cross")
            .shapes("[3] [3]", "[4,2] [1,3]", "[2] [2]")
            .sizes("[n,3] [n,3]")
            .gives(Tensor.of(-3, 6, -3), Tensor.of(1, 2, 3), Tensor.of(4, 5, 6))
            .rejects(
                "[4] [3]",
                "cross: needs vectors of length 2 or 3 along the last axes; got float32[4] ×"
                    + " float32[3]"),
        einsum("bij,bjk->bik")
            .shapes("[2,3,4] [2,4,5]")
            .sizes("[2,3,m] [2,m,5]")
            .gives(cube(3, 8), cube(1, 2), cube(3, 4))
            .rejects(
                "[2,3,4] [2,3,4]",
                "einsum: lengths of 'j' differ: float32[2, 3, 4], float32[2, 3, 4], 4 ≠ 3")
            .rejects("[2,3,4] [3,4]", "einsum: 'bjk' names 3 axes; got operand 1 = float32[3, 4]"),
        einsum("...ij,...jk->k...i")
            .shapes("[2,1,3,4] [5,4,2]", "[3,4] [4,2]")
            .sizes("[3,m] [m,5]")
            .gives(
                Tensor.of(new int[][] {{11}}),
                Tensor.of(new int[][] {{1, 2}}),
                Tensor.of(new int[][] {{3}, {4}})),
        einsum("iij,kj->i")
            .shapes("[3,3,2] [4,2]")
            .sizes("[3,3,n] [2,n]")
            .gives(
                Tensor.of(new int[] {3}),
                Tensor.of(new int[][][] {{{1}}}),
                Tensor.of(new int[][] {{1}, {2}}))
            .rejects(
                "[2,3,4] [5,4]",
                "einsum: axes of one operand with the letter 'i' must have one length; got"
                    + " float32[2, 3, 4]"));
  }

  private static Tensor cube(int... values) {
    return Tensor.of(values, Shape.of(2, 1, 1));
  }

  private static OpCase product(String name, BinaryOperator<Tensor> call) {
    return OpCase.binary(Linear.MatMul.class, call)
        .named(name)
        .dtypes(FLOAT32, FLOAT64, INT32, INT64)
        .accumulating()
        .tolerance(1)
        .backendTolerance(1);
  }

  private static OpCase einsum(String formula) {
    return product("einsum " + formula, (x, y) -> Tensor.einsum(formula, x, y));
  }

  /// Sums over the last axis of the first, whose index has `axis` axes before it, and the vector.
  private static Grid sum(List<Grid> in, int axis) {
    Grid x = in.get(0);
    return Grid.of(
        x.shape().slice(0, axis),
        at -> {
          int[] own = java.util.Arrays.copyOf(at, axis + 1);
          double sum = 0;
          for (own[axis] = 0; own[axis] < x.dim(axis); own[axis]++) {
            sum += x.at(own) * in.get(1).at(own[axis]);
          }
          return sum;
        });
  }

  private static Grid matrices(Grid x, Grid y) {
    int outer = x.shape().rank() - 1;
    int rank = y.shape().rank();
    Shape others = y.shape().slice(0, rank - 2).concat(y.shape().from(rank - 1));
    return Grid.of(
        x.shape().slice(0, outer).concat(others),
        at -> {
          int[] left = java.util.Arrays.copyOf(at, outer + 1);
          int[] right = new int[rank];
          System.arraycopy(at, outer, right, 0, rank - 2);
          right[rank - 1] = at[at.length - 1];
          double sum = 0;
          for (int k = 0; k < x.dim(-1); k++) {
            left[outer] = k;
            right[rank - 2] = k;
            sum += x.at(left) * y.at(right);
          }
          return sum;
        });
  }
}
