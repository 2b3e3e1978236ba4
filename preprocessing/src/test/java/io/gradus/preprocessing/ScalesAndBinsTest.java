package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.data.Dataset;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Rescaling;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Normalization, discretization, category encoding.
class ScalesAndBinsTest {
  private static final Tensor SAMPLES =
      Tensor.of(new float[] {0, 7, 4, 2, 9, 6, 0, 7, 4, 2, 9, 6}, Shape.of(4, 3));

  private static TensorType unknown(Layer layer, DType dtype, long... dims) {
    long[] all = new long[dims.length + 1];
    all[0] = Shape.UNKNOWN;
    System.arraycopy(dims, 0, all, 1, dims.length);
    return layer.types(List.of(new TensorType(dtype, Shape.of(all))), Call.infer()).getFirst();
  }

  private static void assertClose(Tensor x, double... expected) {
    assertThat(x.toDoubleArray()).containsExactly(expected, within(1e-5));
  }

  @Test
  void normalizationLearnsFromATensorABatchAtATimeOrADataset() {
    Normalization whole = new Normalization();
    whole.adapt(SAMPLES);
    Normalization batches = new Normalization();
    batches.adaptBatches(List.of(SAMPLES.get("0:1"), SAMPLES.get("1:4")));
    Normalization dataset = new Normalization();
    dataset.adapt(Dataset.of(SAMPLES), 3);
    Tensor x = Tensor.of(new float[] {0, 9, 6}, Shape.of(1, 3));
    for (Normalization layer : List.of(whole, batches, dataset)) {
      assertClose(layer.weights().get(0), 1, 8, 5);
      assertClose(layer.weights().get(1), 1, 1, 1);
      assertClose(layer.call(x), -1, 1, 1);
    }
    assertThat(unknown(new Normalization(), DType.INT32, 3))
        .isEqualTo(new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, 3)));
  }

  private static void assertClose(io.gradus.tensor.Variable weight, double... expected) {
    assertClose(weight.value(), expected);
  }

  @Test
  void normalizationOfAllValuesAndInverted() {
    Normalization all = new Normalization(new int[0]);
    all.adapt(Tensor.of(new float[] {1, 3, 5, 7}, Shape.of(2, 2)));
    assertClose(all.call(Tensor.of(4f, 9f)), 0, Math.sqrt(5));
    Normalization back = new Normalization().invert();
    back.adapt(SAMPLES);
    assertClose(back.call(Tensor.of(new float[] {1, 2, 3}, Shape.of(1, 3))), 2, 10, 8);
  }

  @Test
  void normalizationWithGivenStatistics() {
    Normalization layer = new Normalization().statistics(3, 2);
    assertClose(
        layer.call(Tensor.of(new float[] {1, 2, 3}, Shape.of(3, 1))), -1.4142135, -0.7071068, 0);
    assertThat(layer.weights()).isEmpty();
    // Rows of another channel each.
    Normalization rows = new Normalization(1).statistics(Tensor.of(1f, 2f), Tensor.of(1f, 4f));
    assertClose(rows.call(Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(1, 2, 2))), 0, 1, 0.5, 1);
  }

  @Test
  void normalizationRefuses() {
    assertThatThrownBy(() -> new Normalization(2).call(SAMPLES))
        .hasMessage(
            "normalization: needs the axes [2], each once and of known length; got"
                + " x=float32[4, 3] (in layer \"normalization\")");
    assertThatThrownBy(() -> new Normalization().statistics(3, 2).adapt(SAMPLES))
        .hasMessage("normalization: has the mean and variance it was given and learns none");
    assertThatThrownBy(() -> new Normalization().adaptBatches(List.of()))
        .hasMessage("normalization: adapt needs at least one batch");
    Normalization layer = new Normalization();
    layer.adapt(SAMPLES);
    assertThatThrownBy(() -> layer.adapt(Tensor.ones(2, 4)))
        .hasMessage(
            "normalization: learns from samples with axes [-1] of lengths [3]; got"
                + " samples=float32[2, 4]");
    assertThatThrownBy(() -> new Normalization().statistics(Tensor.of(1f), Tensor.of(1f, 2f)))
        .hasMessage(
            "normalization: mean and variance must both be given and have one shape; got mean=[],"
                + " variance=[2]");
  }

  // Boundaries of Keras 3.15.1 for these samples.
  @Test
  void discretizationLearnsQuantiles() {
    Tensor first = Tensor.of(0, 1, 1, 2, 4, 4, 5, 10, 12, 15).cast(DType.FLOAT32);
    Discretization layer = new Discretization(4);
    layer.adapt(first);
    assertThat(layer.boundaries()).containsExactly(1.0, 4.0, 7.5);
    layer.adaptBatches(List.of(first, Tensor.of(3, 3, 7, 8)));
    assertThat(layer.boundaries()).containsExactly(1.4999998807907104, 4.0, 7.5);
    assertThat(layer.call(Tensor.of(1f, 1.5f, 7.5f, 100f)).toNested())
        .isEqualTo(new int[] {0, 1, 3, 3});
    List<Tensor> halves = new ArrayList<>();
    float[] many = new float[1009];
    for (int i = 0; i < many.length; i++) {
      many[i] = (float) (i * 37 % 1009 / 10.0);
    }
    halves.add(Tensor.of(many).get("0:500"));
    halves.add(Tensor.of(many).get("500:"));
    Discretization fine = new Discretization(5);
    fine.adaptBatches(halves);
    assertThat(fine.boundaries())
        .containsExactly(20.26531982421875, 40.308895111083984, 60.466548919677734, 80.52001953125);
    Discretization coarse = new Discretization(4).epsilon(0.1);
    coarse.adapt(Tensor.of(many));
    assertThat(coarse.boundaries())
        .containsExactly(24.90000343322754, 49.90001678466797, 74.90000915527344);
  }

  @Test
  void discretizationEncodes() {
    Discretization layer = new Discretization(List.of(0.0, 0.5, 1.0));
    Tensor x = Tensor.of(new float[] {-1, 0, 0.7f, 2}, Shape.of(2, 2));
    assertThat(layer.call(x).toNested()).isEqualTo(new int[][] {{0, 1}, {2, 3}});
    assertThat(layer.outputMode(OutputMode.MULTI_HOT).call(x).toNested())
        .isEqualTo(new float[][] {{1, 1, 0, 0}, {0, 0, 1, 1}});
    assertThat(unknown(layer.outputMode(OutputMode.ONE_HOT), DType.FLOAT32, 2).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 2, 4));
    assertThat(unknown(layer.outputMode(OutputMode.ONE_HOT), DType.FLOAT32, 1).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 4));
  }

  @Test
  void discretizationRefuses() {
    assertThatThrownBy(() -> new Discretization(3).call(SAMPLES))
        .hasMessage(
            "discretization: has no boundaries; give them, or call adapt before the layer is"
                + " called");
    assertThatThrownBy(() -> new Discretization(List.of(1.0, 0.0)))
        .hasMessage("discretization: boundaries must be in ascending order, got [1.0, 0.0]");
    assertThatThrownBy(() -> new Discretization(List.of(1.0)).adapt(SAMPLES))
        .hasMessage(
            "discretization: has the boundaries it was given; only a layer made with a number of"
                + " bins learns them");
    Discretization layer = new Discretization(3);
    layer.adapt(SAMPLES);
    layer.call(SAMPLES);
    assertThatThrownBy(() -> layer.adapt(Tensor.of(1f, 2f)))
        .hasMessage(
            "discretization: the size of the boundaries must not change once the layer was called;"
                + " was float32[2], got float32[1]");
  }

  @Test
  void whatIsLearnedLaterReachesARecordedProgram() {
    Discretization layer = new Discretization(3);
    layer.adapt(Tensor.of(1f, 2f, 3f, 4f, 5f, 6f));
    Sequential model = new Sequential(layer, new Rescaling(1));
    Tensor x = Tensor.of(new float[] {1, 4, 30}, Shape.of(3, 1));
    assertClose(model.predict(x), 0, 2, 2);
    layer.adapt(Tensor.of(10f, 20f, 30f, 40f, 50f, 60f));
    assertClose(model.predict(x), 0, 0, 1);
  }

  @Test
  void categoryEncodingModes() {
    Tensor x = Tensor.of(new int[] {0, 1, 1, 3}, Shape.of(2, 2));
    assertThat(new CategoryEncoding(4).call(x).toNested())
        .isEqualTo(new float[][] {{1, 1, 0, 0}, {0, 1, 0, 1}});
    CategoryEncoding count = new CategoryEncoding(3, OutputMode.COUNT);
    Tensor twice = Tensor.of(new int[] {2, 2, 0, 1}, Shape.of(2, 2));
    assertThat(count.call(twice).toNested()).isEqualTo(new float[][] {{0, 0, 2}, {1, 1, 0}});
    Tensor weights = Tensor.of(new float[] {.5f, 1, 2, 3}, Shape.of(2, 2));
    assertThat(count.call(twice, weights).toNested())
        .isEqualTo(new float[][] {{0, 0, 1.5f}, {2, 3, 0}});
    CategoryEncoding each = new CategoryEncoding(3, OutputMode.ONE_HOT);
    assertThat(each.call(Tensor.of(2, 0)).toNested())
        .isEqualTo(new float[][] {{0, 0, 1}, {1, 0, 0}});
    assertThat(unknown(each, DType.INT32, 5).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 5, 3));
    assertThat(unknown(count, DType.INT32, 5).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 3));
  }

  @Test
  void categoryEncodingRefuses() {
    assertThatThrownBy(() -> new CategoryEncoding(0))
        .hasMessage("category encoding: numTokens must be at least 1, got 0");
    assertThatThrownBy(() -> new CategoryEncoding(2, OutputMode.INT))
        .hasMessage(
            "category encoding: output mode must be one of [one_hot, multi_hot, count], got int");
    assertThatThrownBy(() -> new CategoryEncoding(2).call(Tensor.of(0, 1), Tensor.of(1f, 1f)))
        .hasMessage("category encoding: count_weights need output mode count, got multi_hot");
    assertThatThrownBy(() -> OutputMode.of("multihot"))
        .hasMessage("output mode: unknown name \"multihot\"; nearest: multi_hot");
  }
}
