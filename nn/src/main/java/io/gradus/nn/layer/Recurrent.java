package io.gradus.nn.layer;

import io.gradus.nn.config.Hints;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/// A layer that goes through a sequence step by step with a [RecurrentCell], whose states it hands
/// on (`keras.layers.RNN`). The loop is one operation, [io.gradus.tensor.Scan], for sequences of
/// any length.
///
/// Shapes: input `[batch, time, …]`; output that of the cell's last step `[batch, …]` or, with
/// [#returnSequences], of all steps `[batch, time, …]`; with [#returnState] the last states follow.
///
/// The first states are further inputs, or the call argument `initial_state`, or else zeros. Where
/// the mask `[batch, time]` is false, states stay and the output before is repeated (zeros before
/// the first). Outputs have no mask, as in Keras since 3.16.
///
/// @param <L> the class of the layer
public abstract sealed class Recurrent<L extends Recurrent<L>> extends Layer
    permits RNN, SimpleRNN, LSTM, GRU, ConvLSTM {
  private final LoopOptions loop;
  private final RecurrentCell cell;

  // The states that a stateful layer keeps; made when the length of a batch is first known.
  private volatile List<Variable> kept = List.of();

  Recurrent(Settings settings, LoopOptions loop, RecurrentCell cell) {
    super(settings);
    this.loop = loop;
    this.cell = cell;
  }

  /// {@return the settings of a layer's own cell of this name}
  static Settings inner(Settings settings, String name) {
    return new Settings(name, settings.trainable(), settings.policy(), null);
  }

  final LoopOptions loop() {
    return loop;
  }

  abstract L with(Settings changed, LoopOptions changedLoop);

  /// {@return what runs in each step}
  public final RecurrentCell cell() {
    return cell;
  }

  /// {@return this layer, unbuilt, with the given name}
  public final L named(String name) {
    return with(settings().named(name), loop);
  }

  /// {@return this layer, unbuilt, with a penalty on the outputs that is part of the loss}
  public final L activityRegularizer(Regularizer changed) {
    return with(settings().activityRegularizer(changed), loop);
  }

  /// {@return this layer, unbuilt, giving the outputs of all steps, or the last one's alone}
  public final L returnSequences(boolean all) {
    return with(settings(), loop.returns(all, loop.returnState()));
  }

  /// {@return this layer, unbuilt, giving the last states after the output, or not}
  public final L returnState(boolean state) {
    return with(settings(), loop.returns(loop.returnSequences(), state));
  }

  /// {@return this layer, unbuilt, beginning with the last step, or with the first. The outputs of
  /// all steps are in the order in which they were made}
  public final L goBackwards(boolean backwards) {
    return with(settings(), loop.runs(backwards, loop.stateful(), loop.unroll()));
  }

  /// {@return this layer, unbuilt, that begins with the states it ended the last call with, or not.
  /// All batches must have one length then; see [#resetStates]}
  public final L stateful(boolean stateful) {
    return with(settings(), loop.runs(loop.goBackwards(), stateful, loop.unroll()));
  }

  /// {@return this layer, unbuilt, with the steps one by one in the program rather than as a loop.
  /// The number of steps must be known then; the results are the same but for rounding}
  public final L unroll(boolean unroll) {
    return with(settings(), loop.runs(loop.goBackwards(), loop.stateful(), unroll));
  }

  /// {@return this layer, unbuilt, whose outputs are zeros where the mask is false, or repeated}
  public final L zeroOutputForMask(boolean zero) {
    return with(settings(), loop.zeroOutputForMask(zero));
  }

  /// {@return the output, then the last states where they are returned, for a sequence and first
  /// states}
  public final List<Tensor> call(Tensor sequence, List<Tensor> initialState, Call call) {
    return call(Values.of(sequence).with(Arguments.NONE.with("initial_state", initialState)), call)
        .all();
  }

  /// Makes the states that a stateful layer keeps zeros again.
  ///
  /// @throws IllegalStateException if the layer is not stateful
  public final void resetStates() {
    if (!loop.stateful()) {
      throw new IllegalStateException("reset states: the layer must be stateful; got " + this);
    }
    kept.forEach(state -> state.assign(Tensor.zeros(state.type())));
  }

  /// Gives a stateful layer the states that its next call begins with.
  ///
  /// @throws IllegalStateException if the layer is not stateful
  /// @throws ShapeException if the layer keeps states of other shapes
  public final void resetStates(List<Tensor> states) {
    if (!loop.stateful()) {
      throw new IllegalStateException("reset states: the layer must be stateful; got " + this);
    }
    List<Variable> variables = keptStates(states.stream().map(Tensor::type).toList());
    for (int i = 0; i < variables.size(); i++) {
      variables.get(i).assign(states.get(i));
    }
  }

  /// {@return the states that a stateful layer keeps between calls, which are no weights; none
  /// before its first call}
  public final List<Variable> states() {
    return List.copyOf(kept);
  }

  /// {@return the kept states, made for states of these types on first use}
  synchronized List<Variable> keptStates(List<TensorType> types) {
    if (kept.isEmpty()) {
      List<Variable> made = new ArrayList<>();
      for (TensorType type : types) {
        TensorType stored = type.withDType(policy().variable());
        made.add(new Variable(name() + "/rnn_state", Tensor.zeros(stored)).trainable(false));
      }
      kept = List.copyOf(made);
    }
    for (int i = 0; i < types.size(); i++) {
      if (!kept.get(i).shape().equals(types.get(i).shape())) {
        throw new ShapeException(
            "recurrent layer: a stateful layer needs batches of one length; got state %d=%s, kept %s"
                .formatted(i, types.get(i), kept.get(i).type()));
      }
    }
    return kept;
  }

  @Override
  List<Layer> wrapped() {
    return List.of(cell);
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType x = inputs.getFirst();
    if (x.shape().rank() < 3) {
      throw new ShapeException(
          "recurrent layer: needs the axes [batch, time, …]; got x=%s%s"
              .formatted(x, Hints.oneSample(x.shape().rank(), 3)));
    }
    RecurrentCell inner = weights.child("cell", cell, Recurrence.step(x));
    return new Recurrence(this, inner)::run;
  }
}
