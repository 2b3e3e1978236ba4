package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.Constant;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recurrent layers and their cells.
class RecurrentTest {
  private static final Tensor MASK =
      Tensor.of(true, true, false, true, false, true, true, true).reshape(2, 4);

  private static Tensor x() {
    return Tensor.arange(0, 24, 1, DType.FLOAT32).reshape(2, 4, 3).div(12).sub(1);
  }

  /// Adds up its inputs: `h ← h + Σ x`.
  private static SimpleRNN sums() {
    return new SimpleRNN(1)
        .activation(Activation.LINEAR)
        .kernelInitializer(new Ones())
        .recurrentInitializer(new Ones());
  }

  private static Tensor counting() {
    return Tensor.of(1f, 10, 100, 1000).reshape(1, 4, 1);
  }

  private static List<Tensor> run(Layer layer, Tensor x, Tensor mask) {
    return layer.call(Values.of(x).masked(mask), Call.infer()).all();
  }

  static Stream<Recurrent<?>> layers() {
    return Stream.of(
        new SimpleRNN(2),
        new LSTM(2),
        new LSTM(2).recurrentActivation(Activation.HARD_SIGMOID).unitForgetBias(false),
        new GRU(2),
        new GRU(2).resetAfter(false),
        new GRU(2).useBias(false),
        new RNN(new LSTMCell(3), new GRUCell(2), new SimpleRNNCell(2)));
  }

  @Test
  void givesTheLastOutputOrAll() {
    assertThat(sums().call(counting()).toFloatArray()).containsExactly(1111);
    SimpleRNN all = sums().returnSequences(true);
    assertThat(all.call(counting()).toFloatArray()).containsExactly(1, 11, 111, 1111);
    assertThat(all.call(counting()).shape()).isEqualTo(Shape.of(1, 4, 1));
  }

  @Test
  void goesBackwardsAndGivesOutputsInThatOrder() {
    SimpleRNN layer = sums().returnSequences(true).goBackwards(true);
    assertThat(layer.call(counting()).toFloatArray()).containsExactly(1000, 1100, 1110, 1111);
  }

  @Test
  void holdsStatesAndRepeatsOutputsWhereTheMaskIsFalse() {
    Tensor mask = Tensor.of(false, true, false, true).reshape(1, 4);
    SimpleRNN layer = sums().returnSequences(true).returnState(true);
    Values out = layer.call(Values.of(counting()).masked(mask), Call.infer());
    assertThat(out.all().getFirst().toFloatArray()).containsExactly(0, 10, 10, 1010);
    assertThat(out.all().getLast().toFloatArray()).containsExactly(1010);
    assertThat(out.isMasked()).isFalse();
    Tensor zeroed =
        run(sums().returnSequences(true).zeroOutputForMask(true), counting(), mask).getFirst();
    assertThat(zeroed.toFloatArray()).containsExactly(0, 10, 0, 1010);
  }

  @Test
  void beginsWithStatesGivenAsInputsOrByArgument() {
    Tensor first = Tensor.of(5f).reshape(1, 1);
    SimpleRNN layer = sums();
    assertThat(layer.call(counting(), List.of(first), Call.infer()).getFirst().item())
        .isEqualTo(1116);
    assertThat(layer.call(Values.of(counting(), first), Call.infer()).one().item()).isEqualTo(1116);
  }

  @Test
  void keepsItsStatesWhereItIsStateful() {
    SimpleRNN layer = sums().stateful(true);
    assertThat(layer.call(counting()).item()).isEqualTo(1111);
    assertThat(layer.call(counting()).item()).isEqualTo(2222);
    layer.resetStates(List.of(Tensor.of(5f).reshape(1, 1)));
    assertThat(layer.call(counting()).item()).isEqualTo(1116);
    assertThat(layer.weights()).hasSize(3).doesNotContainAnyElementsOf(layer.states());
    layer.resetStates();
    assertThat(layer.call(counting()).item()).isEqualTo(1111);
    SimpleRNN given = sums().stateful(true);
    Call call = Call.infer();
    List<Tensor> first = List.of(Tensor.of(5f).reshape(1, 1));
    assertThat(given.call(counting(), first, call).getFirst().item()).isEqualTo(1116);
    call.finish();
    assertThat(given.call(counting()).item()).isEqualTo(2227);
    assertThatThrownBy(() -> layer.call(Tensor.zeros(2, 4, 1)))
        .hasMessage(
            "recurrent layer: a stateful layer needs batches of one length; got state"
                + " 0=float32[2, 1], kept float32[1, 1] (in layer \"simple_rnn\")");
    assertThatThrownBy(() -> sums().resetStates(first))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reset states: the layer must be stateful; got SimpleRNN \"simple_rnn\"");
    assertThatThrownBy(() -> sums().resetStates())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reset states: the layer must be stateful; got SimpleRNN \"simple_rnn\"");
  }

  @Test
  void keepsItsStatesInPredictAndEvaluate() {
    Sequential model = new Sequential(sums().stateful(true));
    assertThat(model.predict(counting()).item()).isEqualTo(1111);
    assertThat(model.predict(counting()).item()).isEqualTo(2222);
    model.compile("sgd", "mae");
    Tensor target = Tensor.of(3333f).reshape(1, 1);
    assertThat(model.evaluate(counting(), target)).containsEntry("loss", 0.0);
    assertThat(model.predict(counting()).item()).isEqualTo(4444);
  }

  @Test
  void hasAForgetBiasOfOne() {
    LSTM layer = new LSTM(2).biasInitializer(new Constant(3));
    layer.call(x());
    assertThat(layer.weights().get(2).value().toFloatArray())
        .containsExactly(3, 3, 1, 1, 3, 3, 3, 3);
    LSTM without = new LSTM(2).unitForgetBias(false);
    without.call(x());
    assertThat(without.weights().get(2).value().toFloatArray()).containsOnly(0);
  }

  @Test
  void hasTwoBiasesWhereTheResetGateComesAfter() {
    GRU after = new GRU(2);
    after.call(x());
    assertThat(after.weights().getLast().shape()).isEqualTo(Shape.of(2, 6));
    GRU before = new GRU(2).resetAfter(false);
    before.call(x());
    assertThat(before.weights().getLast().shape()).isEqualTo(Shape.of(6));
    assertThat(before.weights().stream().map(Variable::name))
        .containsExactly(
            "gru/gru_cell/kernel", "gru/gru_cell/recurrent_kernel", "gru/gru_cell/bias");
    assertThat(before.children()).containsOnlyKeys("cell");
  }

  @ParameterizedTest
  @MethodSource("layers")
  void laidOutOrAsALoopItGivesTheSame(Recurrent<?> layer) {
    for (Tensor mask : new Tensor[] {null, MASK}) {
      List<Tensor> looped = derivatives(layer, false, mask);
      List<Tensor> laidOut = derivatives(layer, true, mask);
      assertThat(looped).hasSameSizeAs(laidOut);
      for (int i = 0; i < looped.size(); i++) {
        assertThat(looped.get(i).isClose(laidOut.get(i), 1e-4, 1e-6, false).all().item())
            .as("%s, result %d", layer, i)
            .isEqualTo(1);
      }
    }
  }

  /// Outputs, states and all gradients.
  private static List<Tensor> derivatives(Recurrent<?> layer, boolean unroll, Tensor mask) {
    Recurrent<?> copy = layer.unroll(unroll).returnSequences(true).returnState(true);
    Tensor x = x();
    try (var tape = new GradientTape()) {
      tape.watch(x);
      List<Tensor> out = run(copy, x, mask);
      Tensor sum = Tensor.of(0f);
      for (Tensor y : out) {
        sum = sum.add(y.mul(Tensor.arange(0, y.size(), 1, DType.FLOAT32).reshape(y.shape())).sum());
      }
      List<Operand> sources = new ArrayList<>(copy.weights());
      sources.add(x);
      List<Tensor> all = new ArrayList<>(out);
      all.addAll(tape.gradient(sum, sources));
      return all;
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void needsNeitherBatchNorTimeKnown(Recurrent<?> layer) {
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 3));
    assertThat(layer.types(List.of(any), Call.infer()).getFirst()).hasToString("float32[?, 2]");
    List<TensorType> all =
        layer.returnSequences(true).returnState(true).types(List.of(any), Call.infer());
    assertThat(all.getFirst()).hasToString("float32[?, ?, 2]");
    assertThat(all.get(1).shape().isKnown(0)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isReadAsItIsWritten(Recurrent<?> layer) {
    Recurrent<?> changed = layer.returnSequences(true).goBackwards(true).zeroOutputForMask(true);
    var written = Layers.TABLE.write(changed);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void takesNoSteps(Recurrent<?> layer) {
    assertThat(layer.call(Tensor.zeros(2, 0, 3)).toFloatArray()).containsOnly(0);
  }

  private static Call training(long step) {
    return Call.train(7, new Variable("step", Tensor.of(step)).trainable(false));
  }

  @Test
  void dropsTheSameInputsAndStatesInAllSteps() {
    SimpleRNN layer = sums().dropout(0.5).returnSequences(true);
    Tensor ones = Tensor.ones(64, 3, 1);
    float[] y = layer.call(Values.of(ones), training(0)).one().toFloatArray();
    int dropped = 0;
    for (int sample = 0; sample < 64; sample++) {
      float factor = y[3 * sample];
      assertThat(factor).isIn(0f, 2f);
      assertThat(y[3 * sample + 2]).isEqualTo(3 * factor);
      dropped += factor == 0 ? 1 : 0;
    }
    assertThat(dropped).isBetween(16, 48);
    assertThat(layer.call(Values.of(ones), training(0)).one().toFloatArray()).isEqualTo(y);
    assertThat(layer.call(Values.of(ones), training(1)).one().toFloatArray()).isNotEqualTo(y);
    assertThat(layer.call(ones).toFloatArray()).startsWith(1, 2, 3);

    float[] states =
        sums()
            .recurrentDropout(0.5)
            .returnSequences(true)
            .call(Values.of(ones), training(0))
            .one()
            .toFloatArray();
    for (int sample = 0; sample < 64; sample++) {
      assertThat(states[3 * sample]).isEqualTo(1);
      assertThat(List.of(states[3 * sample + 1], states[3 * sample + 2]))
          .isIn(List.of(1f, 1f), List.of(3f, 7f));
    }
  }

  static Stream<Recurrent<?>> dropping() {
    return Stream.of(
        new LSTM(2).dropout(0.3),
        new LSTM(2).recurrentDropout(0.3).dropout(0.2),
        new GRU(2).dropout(0.3).recurrentDropout(0.2),
        new GRU(2).resetAfter(false).recurrentDropout(0.3),
        new RNN(new LSTMCell(3).dropout(0.5), new GRUCell(2).recurrentDropout(0.5)));
  }

  @ParameterizedTest
  @MethodSource("dropping")
  void dropsWhileTrainingOnly(Recurrent<?> layer) {
    float[] first = layer.call(Values.of(x()), training(3)).one().toFloatArray();
    assertThat(layer.call(Values.of(x()), training(3)).one().toFloatArray()).isEqualTo(first);
    assertThat(layer.call(x()).toFloatArray()).isNotEqualTo(first);
  }

  @Test
  void aCellIsALayerToo() {
    LSTMCell cell = new LSTMCell(2);
    LSTM layer = new LSTM(2);
    Tensor one = x().get("0:2, 0:1");
    layer.call(one);
    Values state = Values.of(one.squeeze(1), Tensor.zeros(2, 2), Tensor.zeros(2, 2));
    cell.call(state, Call.infer());
    for (int i = 0; i < 3; i++) {
      cell.weights().get(i).assign(layer.weights().get(i));
    }
    assertThat(cell.call(state, Call.infer()).all()).hasSize(3);
    assertThat(cell.call(state, Call.infer()).all().getFirst().toFloatArray())
        .containsExactly(layer.call(one).toFloatArray(), within(1e-6f));
  }

  @Test
  void theWeightsOfTheCellArePenalized() {
    SimpleRNN layer = sums().kernelRegularizer(new L2(0.5));
    Call call = Call.infer();
    layer.call(Values.of(counting()), call);
    layer.call(Values.of(counting()), call);
    assertThat(call.losses().stream().map(Tensor::item)).containsExactly(0.5);
  }

  @Test
  void stackedCellsHaveNamesAndPlacesOfTheirOwn() {
    StackedRNNCells stack = new StackedRNNCells(new GRUCell(2), new LSTMCell(3), new GRUCell(4));
    RNN layer = new RNN(stack);
    layer.call(x());
    assertThat(stack.cells().stream().map(Layer::name))
        .containsExactly("gru_cell", "lstm_cell", "gru_cell_1");
    assertThat(stack.children())
        .containsOnlyKeys("cells/gru_cell", "cells/lstm_cell", "cells/gru_cell_1");
    assertThat(layer.weights()).hasSize(9);
    assertThat(layer.weights().getFirst().name())
        .isEqualTo("rnn/stacked_rnn_cells/gru_cell/kernel");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new LSTM(0))
        .hasMessage("recurrent cell: units must be at least 1, got 0");
    assertThatThrownBy(() -> new GRU(2).dropout(1))
        .hasMessage("recurrent cell: dropout must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> new GRU(2).recurrentDropout(-0.5))
        .hasMessage("recurrent cell: recurrent_dropout must be in [0, 1), got -0.5");
    assertThatThrownBy(() -> new StackedRNNCells())
        .hasMessage("stacked cells: needs at least one cell");
    assertThatThrownBy(() -> new LSTM(2).call(Tensor.zeros(2, 3)))
        .hasMessage(
            "recurrent layer: needs the axes [batch, time, …]; got x=float32[2, 3]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in layer"
                + " \"lstm\")");
    assertThatThrownBy(() -> new LSTM(2).call(Tensor.zeros(2, 3, 4, 5)))
        .hasMessage(
            "recurrent cell: a step needs the axes [batch, features], with features of known"
                + " length; got x=float32[2, 4, 5] (in layer \"lstm\")");
    assertThatThrownBy(() -> run(new LSTM(2), x(), Tensor.of(true, false)))
        .hasMessage(
            "recurrent layer: the mask needs the axes [batch, time] of the input; got"
                + " mask=bool[2], x=float32[2, 4, 3] (in layer \"lstm\")");
    assertThatThrownBy(() -> new LSTM(2).call(x(), List.of(Tensor.zeros(2, 3)), Call.infer()))
        .hasMessage(
            "recurrent layer: needs first states [float32[2, 2], float32[2, 2]]; got [float32[2,"
                + " 3]] (in layer \"lstm\")");
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 3));
    assertThatThrownBy(() -> new LSTM(2).unroll(true).types(List.of(any), Call.infer()))
        .hasMessage(
            "recurrent layer: unrolling needs a known number of steps; got float32[?, ?, 3] (in"
                + " layer \"lstm\")");
    assertThatThrownBy(() -> new LSTMCell(2).call(Values.of(Tensor.zeros(2, 3)), Call.infer()))
        .hasMessage(
            "recurrent cell: needs an input and 2 states; got [float32[2, 3]] (in layer"
                + " \"lstm_cell\")");
    assertThatThrownBy(
            () -> RNN.SCHEMA.read(java.util.Map.of("cell", Layers.TABLE.write(new Dense(2)))))
        .hasMessage("RNN: key \"cell\": expected a recurrent cell, got Dense \"dense\"");
  }
}
