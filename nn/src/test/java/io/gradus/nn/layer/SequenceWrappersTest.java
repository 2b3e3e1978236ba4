package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.Ones;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bidirectional and time-distributed layers.
class SequenceWrappersTest {
  private static final Tensor COUNTING = Tensor.of(1f, 10, 100).reshape(1, 3, 1);
  private static final Tensor MASK = Tensor.of(true, true, false).reshape(1, 3);

  private static SimpleRNN sums() {
    return new SimpleRNN(1)
        .activation(Activation.LINEAR)
        .kernelInitializer(new Ones())
        .recurrentInitializer(new Ones());
  }

  private static float[] merged(MergeMode mode) {
    return new Bidirectional(sums().returnSequences(true))
        .mergeMode(mode)
        .call(COUNTING)
        .toFloatArray();
  }

  @Test
  void mergesBothDirectionsInTheOrderOfTime() {
    assertThat(merged(MergeMode.CONCAT)).containsExactly(1, 111, 11, 110, 111, 100);
    assertThat(merged(MergeMode.SUM)).containsExactly(112, 121, 211);
    assertThat(merged(MergeMode.MUL)).containsExactly(111, 1210, 11100);
    assertThat(merged(MergeMode.AVE)).containsExactly(56, 60.5f, 105.5f);
    Values both =
        new Bidirectional(sums()).mergeMode(MergeMode.NONE).call(Values.of(COUNTING), Call.infer());
    assertThat(both.all()).extracting(Tensor::item).containsExactly(111.0, 111.0);
  }

  @Test
  void givesZerosForMaskedStepsAndTheStatesOfBoth() {
    Bidirectional layer = new Bidirectional(sums().returnSequences(true).returnState(true));
    Values out = layer.call(Values.of(COUNTING).masked(MASK), Call.infer());
    assertThat(out.all().getFirst().toFloatArray()).containsExactly(1, 11, 11, 10, 0, 0);
    assertThat(out.all().subList(1, 3)).extracting(Tensor::item).containsExactly(11.0, 11.0);
    assertThat(out.isMasked()).isFalse();
  }

  @Test
  void dividesTheFirstStates() {
    Tensor one = Tensor.of(1000f).reshape(1, 1);
    Tensor other = Tensor.of(2000f).reshape(1, 1);
    Bidirectional layer = new Bidirectional(sums());
    Values given =
        Values.of(COUNTING).with(Arguments.NONE.with("initial_state", List.of(one, other)));
    assertThat(layer.call(given, Call.infer()).one().toFloatArray()).containsExactly(1111, 2111);
    assertThat(layer.call(Values.of(COUNTING, one, other), Call.infer()).one().toFloatArray())
        .containsExactly(1111, 2111);
  }

  @Test
  void hasTwoLayersOfItsOwn() {
    Bidirectional layer = new Bidirectional(new LSTM(2), new GRU(3).goBackwards(true));
    assertThat(layer.call(Tensor.ones(2, 4, 3)).shape()).isEqualTo(Shape.of(2, 5));
    assertThat(layer.children()).containsOnlyKeys("forward_layer", "backward_layer");
    assertThat(layer.forwardLayer().name()).isEqualTo("forward_lstm");
    assertThat(layer.weights().getFirst().name())
        .isEqualTo("bidirectional/forward_lstm/lstm_cell/kernel");
    Bidirectional alike = new Bidirectional(new LSTM(2));
    alike.call(Tensor.ones(2, 4, 3));
    assertThat(alike.backwardLayer().name()).isEqualTo("backward_lstm");
    assertThat(alike.weights().getFirst().value().toFloatArray())
        .isNotEqualTo(alike.weights().get(3).value().toFloatArray());
  }

  @ParameterizedTest
  @EnumSource(MergeMode.class)
  void isReadAsItIsWritten(MergeMode mode) {
    var written =
        Layers.TABLE.write(new Bidirectional(new GRU(2).returnSequences(true)).mergeMode(mode));
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void keepsAndForgetsStates() {
    Bidirectional layer = new Bidirectional(sums().stateful(true)).mergeMode(MergeMode.SUM);
    for (double expected : new double[] {222, 444}) {
      Call call = Call.infer();
      assertThat(layer.call(Values.of(COUNTING), call).one().item()).isEqualTo(expected);
      call.finish();
    }
    layer.resetStates();
    assertThat(layer.call(COUNTING).item()).isEqualTo(222);
  }

  @Test
  void saysWhatIsWrongWithTwoLayers() {
    assertThatThrownBy(() -> new Bidirectional(new LSTM(2), new LSTM(2)))
        .hasMessage(
            "bidirectional: the two layers must go opposite ways; got go_backwards=false for both");
    assertThatThrownBy(() ->
            new Bidirectional(new LSTM(2), new LSTM(2).goBackwards(true).returnSequences(true)))
        .hasMessage(
            "bidirectional: the two layers must agree in return_sequences, return_state and"
                + " stateful; got false, false, false and true, false, false");
    Map<String, ?> layer = Layers.TABLE.write(new LSTM(2));
    assertThatThrownBy(
            () -> Bidirectional.SCHEMA.read(Map.of("layer", layer, "merge_mode", "average")))
        .hasMessageStartingWith(
            "Bidirectional: key \"merge_mode\": merge mode: unknown name \"average\"; nearest: ");
  }

  @Test
  void appliesALayerToEachStep() {
    TimeDistributed layer = new TimeDistributed(new Dense(1).kernelInitializer(new Ones()));
    Tensor x = Tensor.arange(0, 12, 1, DType.FLOAT32).reshape(2, 3, 2);
    Tensor mask = Tensor.of(true, false, true, true, true, false).reshape(2, 3);
    Values out = layer.call(Values.of(x).masked(mask), Call.infer());
    assertThat(out.one().shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(out.one().toFloatArray()).containsExactly(1, 5, 9, 13, 17, 21);
    assertThat(out.isMasked()).isFalse();
    assertThat(layer.children()).containsOnlyKeys("layer");
    assertThat(layer.weights().getFirst().name()).isEqualTo("time_distributed/dense/kernel");
  }

  @Test
  void goesThroughSequencesOfSequences() {
    TimeDistributed layer = new TimeDistributed(sums());
    Tensor x = Tensor.ones(2, 3, 4, 1);
    Tensor mask = Tensor.of(true, false, true, false).broadcastTo(Shape.of(2, 3, 4));
    assertThat(layer.call(x).toFloatArray()).containsOnly(4);
    assertThat(layer.call(Values.of(x).masked(mask), Call.infer()).one().toFloatArray())
        .hasSize(6)
        .containsOnly(2);
  }

  @Test
  void callsTheLayerOncePerStepWhereItKeepsStatistics() {
    TimeDistributed layer = new TimeDistributed(new BatchNormalization().momentum(0.5));
    Tensor x = Tensor.of(0f, 10, 2, 20).reshape(2, 2, 1);
    Variable counter = new Variable("step", Tensor.of(0L)).trainable(false);
    Call call = Call.train(1, counter);
    Tensor y = layer.call(Values.of(x), call).one();
    call.finish();
    // Each step has the statistics of its own two samples: of 0 and 2, of 10 and 20.
    assertThat(y.round(2).toFloatArray()).containsExactly(-1, -1, 1, 1);
    assertThat(layer.weights().get(2).value().item()).isEqualTo((0.5 * 1 + 15) * 0.5);
  }

  @Test
  void needsNeitherBatchNorTimeKnown() {
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 3));
    assertThat(new TimeDistributed(new Dense(2)).types(List.of(any), Call.infer()))
        .hasToString("[float32[?, ?, 2]]");
    assertThat(new Bidirectional(new LSTM(2)).types(List.of(any), Call.infer()))
        .hasToString("[float32[?, 4]]");
  }

  @Test
  void saysWhatIsWrongWithSteps() {
    TimeDistributed layer = new TimeDistributed(new Dense(2));
    assertThatThrownBy(() -> layer.call(Tensor.zeros(2, 3)))
        .hasMessage(
            "time distributed: needs the axes [batch, time, …], three at least; got x=float32[2,"
                + " 3]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in layer \"time_distributed\")");
    assertThatThrownBy(
            () -> layer.call(Values.of(Tensor.zeros(2, 4, 3)).masked(MASK), Call.infer()))
        .hasMessage(
            "time distributed: the mask needs the first axes of the input; got mask=bool[1, 3],"
                + " x=float32[2, 4, 3] (in layer \"time_distributed\")");
  }
}
