package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Values;
import io.gradus.preprocessing.HashedCrossing.Feature;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import org.junit.jupiter.api.Test;

/// Bins of crossings; those with texts are of Keras' own tests, the others were calculated with
/// Python's integers.
class HashedCrossingTest {
  private static final Feature TEXTS = Feature.texts("A", "B", "A", "B", "A");
  private static final Feature NUMBERS = Feature.numbers(101, 101, 101, 102, 102);

  private static Tensor call(HashedCrossing layer, Tensor... inputs) {
    return layer.call(Values.of(inputs), Call.infer()).one();
  }

  @Test
  void ofTextsAndNumbers() {
    Tensor bins = new HashedCrossing(5).apply(TEXTS, NUMBERS);
    assertThat(bins.toNested()).isEqualTo(new long[] {1, 4, 1, 1, 3});
    assertThat(
            new HashedCrossing(5).outputMode(OutputMode.ONE_HOT).apply(TEXTS, NUMBERS).toNested())
        .isEqualTo(
            new float[][] {
              {0, 1, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 1, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 0, 1, 0}
            });
    assertThat(new HashedCrossing(10).apply(Feature.texts("A"), Feature.numbers(101)).toNested())
        .isEqualTo(new long[] {1});
  }

  @Test
  void ofTensors() {
    Tensor a = Tensor.of(1, 2).cast(DType.INT32);
    Tensor b = Tensor.of(4, 5).cast(DType.INT64);
    Tensor bins = call(new HashedCrossing(3), a, b);
    assertThat(bins.dtype()).isEqualTo(DType.INT64);
    assertThat(bins.toNested()).isEqualTo(new long[] {0, 1});
    Tensor oneHot =
        call(
            new HashedCrossing(4).outputMode(OutputMode.ONE_HOT),
            a.expandDims(-1),
            b.expandDims(-1));
    assertThat(oneHot.toNested()).isEqualTo(new float[][] {{0, 1, 0, 0}, {0, 0, 1, 0}});
    assertThat(call(new HashedCrossing(3), a.expandDims(-1), b.expandDims(-1)).shape())
        .isEqualTo(Shape.of(2, 1));
    assertThat(call(new HashedCrossing(100), Tensor.of(-7L), Tensor.of(3L), Tensor.of(11L)).item())
        .isEqualTo(43);
  }

  @Test
  void wrongCalls() {
    assertThatThrownBy(() -> new HashedCrossing(0))
        .hasMessage("hashed crossing: numBins must be at least 1, got 0");
    assertThatThrownBy(() -> new HashedCrossing(2).outputMode(OutputMode.COUNT))
        .hasMessage("hashed crossing: output mode must be one of [int, one_hot], got count");
    assertThatThrownBy(() -> new HashedCrossing(2).apply(TEXTS))
        .hasMessage(
            "hashed crossing: needs two features at least, of as many samples each; got features"
                + " of [5] samples");
    assertThatThrownBy(() -> new HashedCrossing(2).apply(TEXTS, Feature.numbers(1)))
        .hasMessage(
            "hashed crossing: needs two features at least, of as many samples each; got features"
                + " of [5, 1] samples");
    Tensor x = Tensor.of(1L, 2L);
    assertThatThrownBy(() -> call(new HashedCrossing(2), x))
        .hasMessage(
            "hashed crossing: needs two inputs at least; got [int64[2]] (in layer"
                + " \"hashed_crossing\")");
    assertThatThrownBy(() -> call(new HashedCrossing(2), x, x.expandDims(-1)))
        .hasMessage(
            "hashed crossing: needs inputs of one shape, [], [batch] or [batch, 1]; got [int64[2],"
                + " int64[2, 1]] (in layer \"hashed_crossing\")");
    assertThatThrownBy(() -> call(new HashedCrossing(2), x, Tensor.of(1f, 2f)))
        .hasMessage(
            "hashed crossing: needs whole numbers; got [int64[2], float32[2]] (in layer"
                + " \"hashed_crossing\")");
  }
}
