package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers that make one tensor of several.
class MergingLayersTest {
  private static final Tensor A = Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(1, 2, 2));
  private static final Tensor B = Tensor.of(new float[] {5, 1, 2, 8}, Shape.of(1, 2, 2));
  private static final Tensor FIRST = Tensor.of(true, false).reshape(1, 2);
  private static final Tensor SECOND = Tensor.of(false, true).reshape(1, 2);
  private static final Tensor NONE = Tensor.of(false, false).reshape(1, 2);

  private static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static Stream<Arguments> plain() {
    return Stream.of(
        Arguments.of(new Add(), floats(6, 3, 5, 12)),
        Arguments.of(new Subtract(), floats(-4, 1, 1, -4)),
        Arguments.of(new Multiply(), floats(5, 2, 6, 32)),
        Arguments.of(new Average(), floats(3, 1.5, 2.5, 6)),
        Arguments.of(new Maximum(), floats(5, 2, 3, 8)),
        Arguments.of(new Minimum(), floats(1, 1, 2, 4)),
        Arguments.of(new Concatenate(), floats(1, 2, 5, 1, 3, 4, 2, 8)),
        Arguments.of(new Concatenate(1), floats(1, 2, 3, 4, 5, 1, 2, 8)),
        Arguments.of(new Dot(2), floats(7, 18, 19, 38)),
        Arguments.of(new Dot(2, 1), floats(9, 17, 23, 35)));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void combine(MergingLayer layer, float[] expected) {
    assertThat(layer.call(A, B).toFloatArray()).isEqualTo(expected);
  }

  static Stream<Arguments> masked() {
    return Stream.of(
        // A plain sum takes what does not count too.
        Arguments.of(new Add(), FIRST, SECOND, floats(6, 3, 5, 12)),
        // What counts in one alone is that one's.
        Arguments.of(new Maximum(), FIRST, SECOND, floats(1, 2, 2, 8)),
        Arguments.of(new Minimum(), FIRST, SECOND, floats(1, 2, 2, 8)),
        Arguments.of(new Maximum(), FIRST, FIRST, floats(5, 2, 3, 4)),
        Arguments.of(new Multiply(), FIRST, SECOND, floats(1, 2, 2, 8)),
        Arguments.of(new Multiply(), FIRST, FIRST, floats(5, 2, 0, 0)),
        Arguments.of(new Multiply(), NONE, SECOND, floats(0, 0, 2, 8)));
  }

  @ParameterizedTest
  @MethodSource("masked")
  void heedMasks(Layer layer, Tensor first, Tensor second, float[] expected) {
    Values out = layer.call(Values.of(A, B).masked(List.of(first, second)), Call.infer());
    assertThat(out.one().toFloatArray()).isEqualTo(expected);
    assertThat(out.mask(0)).isNotNull();
    assertThat(out.mask(0).toBooleanArray()).isEqualTo(first.logicalOr(second).toBooleanArray());
  }

  @Test
  void haveNoMaskIfOneInputHasNone() {
    Values in = Values.of(A, B);
    Values half = in.masked(Arrays.asList(FIRST, null));
    assertThat(new Add().call(half, Call.infer()).isMasked()).isFalse();
    Values product = new Multiply().call(half, Call.infer());
    assertThat(product.isMasked()).isFalse();
    assertThat(product.one().toFloatArray()).containsExactly(5, 2, 2, 8);
    assertThat(new Dot(2).call(in.masked(FIRST), Call.infer()).isMasked()).isFalse();
  }

  @Test
  void concatenateJoinsMasks() {
    Values half = Values.of(A, B).masked(Arrays.asList(FIRST, null));
    Tensor along = new Concatenate(1).call(half, Call.infer()).mask(0);
    assertThat(along).isNotNull();
    assertThat(along.toBooleanArray()).containsExactly(true, false, true, true);
    Tensor last = new Concatenate().call(half, Call.infer()).mask(0);
    assertThat(last).isNotNull();
    assertThat(last.toBooleanArray()).containsExactly(true, true);
    Values both = Values.of(A, B).masked(List.of(FIRST, NONE));
    Tensor any = new Concatenate().call(both, Call.infer()).mask(0);
    assertThat(any).isNotNull();
    assertThat(any.toBooleanArray()).containsExactly(true, false);
  }

  @Test
  void concatenateStretchesAMaskOfFewerAxes() {
    Tensor mask = Tensor.of(false).reshape(1);
    Values in = Values.of(A, B).masked(List.of(FIRST, mask));
    Tensor joined = new Concatenate(1).call(in, Call.infer()).mask(0);
    assertThat(joined).isNotNull();
    assertThat(joined.toBooleanArray()).containsExactly(true, false, false, false);
  }

  @Test
  void broadcastBehindTheSamples() {
    Tensor x = Tensor.ones(2, 3, 4);
    assertThat(new Add().call(x, Tensor.ones(2, 3, 1)).shape()).isEqualTo(Shape.of(2, 3, 4));
    // [2, 4] is taken as [2, 1, 4].
    Tensor rows = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Shape.of(2, 4));
    Tensor sum = new Add().call(x, rows, Tensor.zeros(2, 1));
    assertThat(sum.shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(sum.get("1, 2").toFloatArray()).containsExactly(6, 7, 8, 9);
    assertThat(new Add().call(Tensor.ones(2, 3)).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void dotTakesAnyRanks() {
    Tensor x = Tensor.randomUniform(Shape.of(2, 3, 5, 4), -1, 1, 1);
    Tensor y = Tensor.randomUniform(Shape.of(2, 4, 6), -1, 1, 2);
    Tensor product = new Dot(-1, 1).call(x, y);
    Tensor expected = Tensor.einsum("bijk,bkl->bijl", x, y);
    assertThat(product.shape()).isEqualTo(Shape.of(2, 3, 5, 6));
    assertThat(product.isClose(expected).all().item()).isEqualTo(1);
    Tensor vector = Tensor.ones(2, 4);
    assertThat(new Dot(-1).call(x, vector).shape()).isEqualTo(Shape.of(2, 3, 5));
    assertThat(new Dot(1, 2).call(vector, Tensor.ones(2, 3, 4, 5)).shape())
        .isEqualTo(Shape.of(2, 3, 5));
    assertThat(new Dot(1).call(vector, vector).shape()).isEqualTo(Shape.of(2, 1));
    assertThat(new Dot(1).call(vector, vector).toFloatArray()).containsExactly(4, 4);
  }

  @Test
  void normalizedDotGivesCosines() {
    Tensor x = Tensor.of(new float[] {3, 4, 0, 0}, Shape.of(2, 2));
    Tensor y = Tensor.of(new float[] {4, 3, 1, 1}, Shape.of(2, 2));
    float[] cosines = new Dot(1).normalize(true).call(x, y).toFloatArray();
    assertThat(cosines[0]).isCloseTo(0.96f, within(1e-6f));
    assertThat(cosines[1]).isZero();
  }

  @Test
  void knowTheirShapesForUnknownLengths() {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(-1, -1, 4));
    List<TensorType> two = List.of(type, type);
    assertThat(new Add().types(two, Call.infer())).containsExactly(type);
    assertThat(new Concatenate().types(two, Call.infer()).getFirst().shape())
        .isEqualTo(Shape.of(-1, -1, 8));
    assertThat(new Dot(2).types(two, Call.infer()).getFirst().shape())
        .isEqualTo(Shape.of(-1, -1, -1));
  }

  @Test
  void areCalledOnSymbolicTensors() {
    Tensor a = Input.of(3);
    Tensor b = Input.of(3);
    Functional model = new Functional(List.of(a, b), List.of(new Add().call(a, b)));
    Tensor x = Tensor.ones(2, 3);
    assertThat(model.call(Values.of(x, x), Call.infer()).one().toFloatArray()).containsOnly(2);
  }
}
