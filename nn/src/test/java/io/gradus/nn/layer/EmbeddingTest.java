package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.initializer.Constant;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables of vectors, and masks of padding.
class EmbeddingTest {
  private static final Tensor NUMBERS = Tensor.of(1, 0, 2, 2).reshape(2, 2);

  private static void assign(Layer layer, Tensor value) {
    layer.weights().getFirst().assign(value);
  }

  @Test
  void givesTheRowsThatTheNumbersName() {
    Embedding layer = new Embedding(3, 2).maskZero(true);
    layer.call(NUMBERS);
    assertThat(layer.weights().getFirst().name()).isEqualTo("embedding/embeddings");
    assign(layer, Tensor.of(0f, 1, 10, 11, 20, 21).reshape(3, 2));
    Values out = layer.call(Values.of(NUMBERS), Call.infer());
    assertThat(out.one().shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(out.one().toFloatArray()).containsExactly(10, 11, 0, 1, 20, 21, 20, 21);
    assertThat(out.mask(0))
        .hasToString(Tensor.of(true, false, true, true).reshape(2, 2).toString());
    assertThat(layer.call(NUMBERS.cast(DType.FLOAT32)).toFloatArray())
        .isEqualTo(out.one().toFloatArray());
    assertThat(new Embedding(3, 2).call(Values.of(NUMBERS), Call.infer()).isMasked()).isFalse();
  }

  @Test
  void sumsTheGradientsOfARow() {
    Embedding layer = new Embedding(3, 1);
    layer.call(NUMBERS);
    try (var tape = new GradientTape()) {
      Tensor y = layer.call(NUMBERS).mul(Tensor.of(1f, 2, 3, 4).reshape(2, 2, 1)).sum();
      assertThat(tape.gradient(y, layer.weights().getFirst()).toFloatArray())
          .containsExactly(2, 1, 7);
    }
  }

  @Test
  void goesBackToNumbers() {
    Tensor table = Tensor.of(0f, 1, 10, 11, 20, 21).reshape(3, 2);
    Tensor x = Tensor.of(1f, 2).reshape(1, 1, 2);
    ReversibleEmbedding tied = new ReversibleEmbedding(3, 2);
    tied.call(NUMBERS);
    assign(tied, table);
    assertThat(tied.reverse(x, Call.infer()).toFloatArray()).containsExactly(2, 32, 62);
    assertThat(tied.reverse(x, Call.infer()).shape()).isEqualTo(Shape.of(1, 1, 3));
    ReversibleEmbedding capped = tied.logitSoftCap(5);
    capped.call(NUMBERS);
    assign(capped, table);
    assertThat(capped.reverse(x, Call.infer()).toFloatArray())
        .containsExactly(new float[] {(float) (5 * Math.tanh(0.4)), 5, 5}, within(1e-4f));
    ReversibleEmbedding apart = tied.tieWeights(false).reverseDType(DType.FLOAT64);
    apart.call(NUMBERS);
    assertThat(apart.weights())
        .extracting(weight -> weight.shape().toString())
        .containsExactly("[3, 2]", "[2, 3]");
    assertThat(apart.reverse(x, Call.infer()).dtype()).isEqualTo(DType.FLOAT64);
  }

  @Test
  void masksStepsOfOneValue() {
    Tensor x = Tensor.of(1f, 2, 7, 7, 7, 3).reshape(1, 3, 2);
    Values out = new Masking(7).call(Values.of(x), Call.infer());
    assertThat(out.one().toFloatArray()).containsExactly(1, 2, 0, 0, 7, 3);
    assertThat(out.mask(0)).hasToString(Tensor.of(true, false, true).reshape(1, 3).toString());
    assertThat(new Rescaling(2).call(out, Call.infer()).mask(0)).isEqualTo(out.mask(0));
    double infinite = Double.POSITIVE_INFINITY;
    Tensor bounded = Tensor.of((float) infinite, (float) infinite, 1, 2).reshape(1, 2, 2);
    assertThat(new Masking(infinite).call(bounded).toFloatArray()).containsExactly(0, 0, 1, 2);
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 2));
    assertThat(new Masking().types(List.of(any), Call.infer())).containsExactly(any);
  }

  @Test
  void areReadAsTheyAreWritten() {
    for (Layer layer :
        List.of(
            new Embedding(3, 2).maskZero(true).embeddingsRegularizer(new L2(0.1)),
            new ReversibleEmbedding(3, 2).logitSoftCap(2).tieWeights(false),
            new ReversibleEmbedding(3, 2)
                .reverseDType(DType.FLOAT64)
                .embeddingsInitializer(new Constant(2)),
            new Masking(3))) {
      var written = Layers.TABLE.write(layer);
      assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
    }
  }

  @Test
  void sayWhatIsWrong() {
    assertThatThrownBy(() -> new Embedding(0, 2))
        .hasMessage("embedding: input_dim and output_dim must be at least 1, got 0 and 2");
    assertThatThrownBy(() -> new Masking().call(Tensor.ones(3)))
        .hasMessage(
            "masking: needs at least two axes, the last with the features; got x=float32[3]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in"
                + " layer \"masking\")");
    ReversibleEmbedding layer = new ReversibleEmbedding(3, 2);
    assertThatThrownBy(() -> layer.reverse(Tensor.ones(1, 3), Call.infer()))
        .hasMessage(
            "reversible embedding: going back needs vectors of 2 elements; got x=float32[1, 3] (in"
                + " layer \"reversible_embedding\")");
  }
}
