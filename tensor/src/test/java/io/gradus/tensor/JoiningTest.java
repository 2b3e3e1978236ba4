package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Joining, cutting, and what picks and counts elements.
class JoiningTest {
  @Test
  void partsShareTheStorage() {
    Tensor x = Tensor.arange(12).reshape(3, 4);
    for (Tensor part : x.split(2, 1)) {
      assertThat(part.type()).isEqualTo(TensorType.of(DType.INT32, 3, 2));
      assertThat(part.strided().storage()).isSameAs(x.strided().storage());
    }
    List<Tensor> columns = x.unstack(-1);
    assertThat(columns).hasSize(4);
    assertThat(columns.get(1).toIntArray()).containsExactly(1, 5, 9);
    assertThat(columns.get(1).strided().storage()).isSameAs(x.strided().storage());
    assertThat(Tensor.zeros(2, 0).unstack(1)).isEmpty();
    assertThat(x.flip(0).strided().storage()).isSameAs(x.strided().storage());
    assertThat(x.squeeze().strided().storage()).isSameAs(x.strided().storage());
    assertThat(x.diagonal().strided().storage()).isSameAs(x.strided().storage());
  }

  @Test
  void aProgramSplitsAndJoinsAsEagerCodeDoes() {
    Graph.Function function =
        in -> {
          List<Tensor> parts = in.getFirst().split(new long[] {1, 3, 2}, 0);
          Tensor joined = Tensor.concat(0, parts.get(2).mul(2), parts.get(0), parts.get(1).exp());
          return List.of(joined, parts.get(1), joined.pad(new long[][] {{1, 0}, {0, 1}}, 5));
        };
    Tensor x = Tensor.arange(12).reshape(6, 2).cast(DType.FLOAT32);
    List<Tensor> eager = function.apply(List.of(x));
    Program program = new Program(Graph.trace(function, List.of(x.type())), x.device());
    for (int run = 0; run < 2; run++) {
      List<Tensor> traced = program.run(List.of(x));
      for (int i = 0; i < eager.size(); i++) {
        assertThat(traced.get(i).type()).isEqualTo(eager.get(i).type());
        assertThat(traced.get(i).toFloatArray()).isEqualTo(eager.get(i).toFloatArray());
      }
    }
  }

  @Test
  void partsWithoutUseHaveNoGradient() {
    Tensor x = Tensor.of(1.0, 2.0, 3.0, 4.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.split(2, 0).get(1).square().sum();
      assertThat(tape.gradient(y, x).toDoubleArray()).containsExactly(0, 0, 6, 8);
    }
  }

  @Test
  void joinsInTheTypeThatHoldsAll() {
    Tensor joined =
        Tensor.concat(
            0, Tensor.of(true).reshape(1), Tensor.of(2).reshape(1), Tensor.of(0.5f).reshape(1));
    assertThat(joined.type()).isEqualTo(TensorType.of(DType.FLOAT32, 3));
    assertThat(joined).hasToString("[1.  2.  0.5]");
    Tensor x = Tensor.of(1f, 2f);
    assertThat(Tensor.concat(0, x)).isSameAs(x);
    assertThat(Tensor.stack(-1, x, x, x).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void repeatsAndTilesUpToEightAxes() {
    Tensor x = Tensor.arange(2).reshape(1, 1, 1, 1, 1, 1, 1, 2);
    assertThat(x.repeat(2, -1).toIntArray()).containsExactly(0, 0, 1, 1);
    assertThat(x.tile(2, 1, 1, 1, 1, 1, 1, 2).toIntArray()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(Tensor.of(1, 2, 3).repeat(new int[] {0, 2, 1}, 0).toIntArray())
        .containsExactly(2, 2, 3);
  }

  @Test
  void gridsHaveTheLengthsOfAllVectors() {
    List<Tensor> grids = Tensor.meshGrid(Tensor.of(1, 2), Tensor.of(3f, 4f, 5f));
    assertThat(grids.get(0).toIntArray()).containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(grids.get(1).toFloatArray()).containsExactly(3, 4, 5, 3, 4, 5);
  }

  @Test
  void classesBecomeVectors() {
    Tensor labels = Tensor.of(1, 0, -1, 3);
    assertThat(labels.oneHot(3).toFloatArray()).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    Tensor first = labels.oneHot(2, 0, DType.INT32);
    assertThat(first.type()).isEqualTo(TensorType.of(DType.INT32, 2, 4));
    assertThat(first.toIntArray()).containsExactly(0, 1, 0, 0, 1, 0, 0, 0);
    assertThat(Tensor.of(new int[][] {{0, 2}, {1, 1}}).multiHot(3, DType.INT32).toIntArray())
        .containsExactly(1, 0, 1, 0, 1, 0);
  }

  @Test
  void findsAndCounts() {
    Tensor x = Tensor.of(new int[][] {{3, 0, 4}, {0, 0, 5}});
    assertThat(x.nonZero().get(0).toIntArray()).containsExactly(0, 0, 1);
    assertThat(x.nonZero().get(1).toIntArray()).containsExactly(0, 2, 2);
    assertThat(Tensor.zeros(0, 3).nonZero().get(1).size()).isZero();
    assertThat(Tensor.of(2).nonZero()).isEmpty();

    Tensor sorted = Tensor.of(1f, 2f, 2f, 4f);
    Tensor values = Tensor.of(0f, 1f, 2f, 3f, 4f, 5f);
    assertThat(sorted.searchSorted(values, false).toIntArray()).containsExactly(0, 0, 1, 3, 3, 4);
    assertThat(sorted.searchSorted(values, true).toIntArray()).containsExactly(0, 1, 3, 3, 4, 4);
    assertThat(Tensor.zeros(0).searchSorted(values, true).toIntArray()).containsOnly(0);

    Tensor numbers = Tensor.of(1, 3, 1, 0);
    assertThat(numbers.binCount(0)).hasToString("[1 2 0 1]");
    assertThat(numbers.binCount(6)).hasToString("[1 2 0 1 0 0]");
    assertThat(numbers.binCount(Tensor.of(0.5, 1.0, 2.0, 4.0), 0)).hasToString("[4.  2.5 0.  1. ]");
    assertThat(Tensor.of(3, 1, 3, 2).unique()).hasToString("[1 2 3]");
    assertThat(Tensor.of(2f, Float.NaN, 1f, 2f, -0f, 0f).unique()).hasToString("[ 0.  1.  2. nan]");
  }

  @Test
  void placesWhatIsScattered() {
    Tensor places = Tensor.of(new int[][] {{0, 1}, {-1, 2}, {0, 1}});
    Tensor updates = Tensor.of(1f, 10f, 100f);
    Tensor scattered = updates.scatter(places, Shape.of(2, 3));
    assertThat(scattered.toFloatArray()).containsExactly(0, 101, 0, 0, 0, 10);
    assertThat(scattered.scatterUpdate(places, updates).toFloatArray())
        .containsExactly(0, 100, 0, 0, 0, 10);
    assertThat(scattered.scatterAdd(places, updates).toFloatArray())
        .containsExactly(0, 202, 0, 0, 0, 20);
    assertThat(scattered.gatherNd(places).toFloatArray()).containsExactly(101, 10, 101);
    assertThat(scattered.gatherNd(Tensor.of(1).reshape(1)).toFloatArray())
        .containsExactly(0, 0, 10);
    assertThat(scattered.take(Tensor.of(-1, 1)).toFloatArray()).containsExactly(10, 101);
  }

  @Test
  void onlyTheLastUpdateOfAPlaceHasAGradient() {
    Tensor x = Tensor.of(1.0, 2.0);
    Tensor updates = Tensor.of(3.0, 4.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      tape.watch(updates);
      Tensor y = x.scatterUpdate(Tensor.of(1, 1).expandDims(1), updates).square().sum();
      List<Tensor> gradients = tape.gradient(y, List.of(x, updates));
      assertThat(gradients.get(0).toDoubleArray()).containsExactly(2, 0);
      assertThat(gradients.get(1).toDoubleArray()).containsExactly(0, 8);
    }
  }
}
