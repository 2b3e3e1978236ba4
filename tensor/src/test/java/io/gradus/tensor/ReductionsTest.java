package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What the table of operations does not say: types, empty axes, and gradients at special points.
class ReductionsTest {
  private static double[] gradient(UnaryOperator<Tensor> f, double... x) {
    return Gradients.vjp(f, Tensor.of(x), Tensor.of(1.0)).toDoubleArray();
  }

  @Test
  void typesAreThoseOfKeras() {
    Tensor small = Tensor.ofUnsigned(new byte[] {1, 2, 3}, Shape.of(3));
    Tensor truths = Tensor.of(true, false);
    Tensor longs = Tensor.of(1L, 2L);
    assertThat(small.prod().dtype()).isEqualTo(DType.INT32);
    assertThat(truths.prod().dtype()).isEqualTo(DType.INT32);
    assertThat(longs.prod().dtype()).isEqualTo(DType.INT64);
    assertThat(small.min().dtype()).isEqualTo(DType.UINT8);
    assertThat(truths.min().dtype()).isEqualTo(DType.BOOL);
    assertThat(small.cumSum(0).dtype()).isEqualTo(DType.UINT8);
    assertThat(truths.cumSum(0).dtype()).isEqualTo(DType.INT32);
    assertThat(longs.var().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(truths.std().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(small.logSumExp().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(small.median().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(small.norm().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(longs.any().dtype()).isEqualTo(DType.BOOL);
    assertThat(longs.countNonZero().dtype()).isEqualTo(DType.INT32);
    assertThat(longs.argMin().dtype()).isEqualTo(DType.INT32);
    assertThat(small.sort(0).dtype()).isEqualTo(DType.UINT8);
    assertThat(small.topK(1).indices().dtype()).isEqualTo(DType.INT64);
  }

  @Test
  void smallIntegersWrapAroundInRunningSums() {
    Tensor x = Tensor.ofUnsigned(new byte[] {100, 100, 100}, Shape.of(3));
    assertThat(x.cumSum(0)).hasToString("[100 200  44]");
  }

  @Test
  void reductionsOfNothingGiveTheNeutralElement() {
    Tensor empty = Tensor.zeros(2, 0);
    assertThat(empty.sum(1)).hasToString("[0. 0.]");
    assertThat(empty.prod(1)).hasToString("[1. 1.]");
    assertThat(empty.any(1)).hasToString("[False False]");
    assertThat(empty.all(1)).hasToString("[ True  True]");
    assertThat(empty.countNonZero(1)).hasToString("[0 0]");
    assertThat(empty.logSumExp(1)).hasToString("[-inf -inf]");
    assertThat(empty.var(1)).hasToString("[nan nan]");
    assertThat(empty.norm(1)).hasToString("[0. 0.]");
    assertThat(empty.max(0).shape()).isEqualTo(Shape.of(0));
    assertThat(empty.cumSum(1).shape()).isEqualTo(Shape.of(2, 0));
  }

  @Test
  void anInitialValueBoundsExtremes() {
    assertThat(Tensor.zeros(0, 3).max(Axes.of(0), -1)).hasToString("[-1. -1. -1.]");
    assertThat(Tensor.zeros(0, 3).min(Axes.of(0).keep(), 7)).hasToString("[[7. 7. 7.]]");
    Tensor x = Tensor.of(new int[][] {{1, 5}, {2, 4}});
    assertThat(x.max(Axes.of(0), 3.5)).hasToString("[3 5]");
    assertThat(x.min(Axes.of(0), 3)).hasToString("[1 3]");
    assertThat(Tensor.of(1, Float.NaN).max(Axes.of(), 9).item()).isNaN();
    assertThat(gradient(v -> v.max(Axes.of(), 2), 1, 3)).containsExactly(0, 1);
    assertThat(gradient(v -> v.max(Axes.of(), 4), 1, 3)).containsExactly(0, 0);
  }

  @Test
  void withoutAxesAllElementsAreInRowMajorOrder() {
    Tensor x = Tensor.of(new int[][] {{3, 1}, {2, 1}});
    assertThat(x.argMin()).hasToString("1");
    assertThat(x.cumSum()).hasToString("[3 4 6 7]");
    assertThat(x.cumProd()).hasToString("[3 3 6 6]");
    assertThat(x.transpose().cumSum()).hasToString("[3 5 6 7]");
    assertThat(Tensor.of(4f).prod().item()).isEqualTo(4);
    assertThat(Tensor.of(2.5).std().item()).isZero();
  }

  @Test
  void theGradientOfMinIsSharedAmongEquals() {
    assertThat(gradient(x -> x.min(), 3, 1, 1, 2)).containsExactly(0, 0.5, 0.5, 0);
  }

  @Test
  void theGradientOfAProductIsRightAtZeros() {
    assertThat(gradient(x -> x.prod(), 2, 3, 4)).containsExactly(12, 8, 6);
    assertThat(gradient(x -> x.prod(), 2, 0, 4)).containsExactly(0, 8, 0);
    assertThat(gradient(x -> x.prod(), 2, 0, 0)).containsExactly(0, 0, 0);
    assertThat(Gradients.hessian(x -> x.prod(), Tensor.of(2.0, 0.0, 0.0)).toDoubleArray())
        .containsExactly(0, 0, 0, 0, 0, 2, 0, 2, 0);
  }

  @Test
  void theGradientsOfRootsAreZeroAtZero() {
    assertThat(gradient(x -> x.std(), 4, 4, 4)).containsExactly(0, 0, 0);
    assertThat(gradient(x -> x.norm(), 0, 0)).containsExactly(0, 0);
    assertThat(gradient(x -> x.norm(3, Axes.of(0)), 0, 0)).containsExactly(0, 0);
    assertThat(gradient(x -> x.norm(), 3, 4))
        .containsExactly(new double[] {0.6, 0.8}, within(1e-15));
  }

  @Test
  void theGradientOfLogSumExpIsSoftmax() {
    double[] softmax = Tensor.of(1000.0, 1001.0, 0.0).softmax(0).toDoubleArray();
    assertThat(gradient(x -> x.logSumExp(), 1000, 1001, 0)).containsExactly(softmax, within(1e-12));
  }

  @Test
  void normsAreThoseOfNumPy() {
    Tensor v = Tensor.of(3.0, -4.0, 0.0);
    assertThat(v.norm().item()).isEqualTo(5);
    assertThat(v.norm(2, Axes.of(0)).item()).isEqualTo(5);
    assertThat(v.norm(1, Axes.of(0)).item()).isEqualTo(7);
    assertThat(v.norm(0, Axes.of(0)).item()).isEqualTo(2);
    assertThat(v.norm(Double.POSITIVE_INFINITY, Axes.of()).item()).isEqualTo(4);
    assertThat(v.norm(Double.NEGATIVE_INFINITY, Axes.of()).item()).isEqualTo(0);
    assertThat(v.norm(-1, Axes.of(0)).item()).isEqualTo(0);
    Tensor m = Tensor.of(new double[][] {{1, -2, 3}, {-4, 5, -6}});
    assertThat(m.norm(1, Axes.of()).item()).isEqualTo(9);
    assertThat(m.norm(-1, Axes.of()).item()).isEqualTo(5);
    assertThat(m.norm(Double.POSITIVE_INFINITY, Axes.of()).item()).isEqualTo(15);
    assertThat(m.norm(Double.NEGATIVE_INFINITY, Axes.of()).item()).isEqualTo(6);
    assertThat(m.norm(1, Axes.of(1, 0)).item()).isEqualTo(15);
    assertThat(m.norm(1, Axes.of(0, 1).keep())).hasToString("[[9.]]");
    assertThat(m.norm(1, Axes.of(0))).hasToString("[5. 7. 9.]");
  }

  @Test
  void averagesWeighTheirElements() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
    assertThat(x.average(Tensor.of(3, 1), Axes.of(0))).hasToString("[1.5 2.5]");
    assertThat(x.average(Tensor.of(3, 1), Axes.of(1).keep())).hasToString("[[1.25]\n [3.25]]");
    assertThat(x.average(x, Axes.of()).item()).isEqualTo(3);
    assertThat(Tensor.of(1, 2).average(Tensor.of(1f, 3f), Axes.of()).dtype())
        .isEqualTo(DType.FLOAT32);
  }

  @Test
  void quantilesInterpolate() {
    Tensor x = Tensor.of(new double[][] {{9, 1, 5}, {2, 8, 4}});
    assertThat(x.median().item()).isEqualTo(4.5);
    assertThat(x.median(1)).hasToString("[5. 4.]");
    assertThat(x.median(Axes.of(0).keep())).hasToString("[[5.5 4.5 4.5]]");
    assertThat(x.quantile(0, Axes.of()).item()).isEqualTo(1);
    assertThat(x.quantile(1, Axes.of()).item()).isEqualTo(9);
    assertThat(x.quantile(0.25, Axes.of(1))).hasToString("[3. 3.]");
    assertThat(gradient(v -> v.median(), 4, 1, 3, 9)).containsExactly(0.5, 0, 0.5, 0);
  }

  @Test
  void sortingIsStableAndPutsNaNLast() {
    Tensor x = Tensor.of(2f, Float.NaN, -0f, 0f, 2f, -1f);
    assertThat(x.sort(0).toFloatArray()).containsExactly(-1f, -0f, 0f, 2f, 2f, Float.NaN);
    assertThat(x.argSort(0)).hasToString("[5 2 3 0 4 1]");
    assertThat(x.topK(3).indices()).hasToString("[1 0 4]");
    assertThat(Tensor.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L).topK(3).indices())
        .hasToString("[1 2 0]");
    assertThat(gradient(v -> v.sort(0).mul(Tensor.of(1.0, 10.0, 100.0)).sum(), 3, 1, 2))
        .containsExactly(100, 1, 10);
  }

  @Test
  void reductionsAreTraced() {
    UnaryOperator<Tensor> f =
        x ->
            x.std(0)
                .add(x.prod(0))
                .add(x.logSumExp(0))
                .add(x.median(0))
                .add(x.topK(2).values().sum());
    Tensor x = Tensor.of(new float[][] {{1, 5, 2}, {4, 3, 6}});
    Graph graph = Graph.trace(in -> List.of(f.apply(in.getFirst())), List.of(x.type()));
    Tensor traced = new Program(graph, x.device()).run(List.of(x)).getFirst();
    assertThat(traced.toFloatArray()).isEqualTo(f.apply(x).toFloatArray());
    assertThat(graph.types().getFirst()).isEqualTo(TensorType.of(DType.FLOAT32, 2, 3));
  }
}
