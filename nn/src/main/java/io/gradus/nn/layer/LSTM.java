package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;

/// Long short-term memory (`keras.layers.LSTM`; Hochreiter and Schmidhuber, *Long Short-Term
/// Memory*, 1997). See [Recurrent] for shapes, states and masks, [LSTMCell] for a step. The states
/// are `h`, which is the output, and `c`.
public final class LSTM extends Recurrent<LSTM> implements GatedSetup<LSTM> {
  /// The configuration, as Keras writes it.
  public static final Schema<LSTM> SCHEMA =
      CellKeys.lstm(LoopOptions.keys(Layer.<LSTM>schemaWithActivity("LSTM")))
          .build(
              config -> new LSTM(settings(config), new LoopOptions(config), CellKeys.lstm(config)));

  private final CellOptions options;

  /// A layer of `units` outputs with `tanh`, and `sigmoid` for the gates.
  public LSTM(int units) {
    this(Settings.DEFAULT, LoopOptions.DEFAULT, new CellOptions(units));
  }

  private LSTM(Settings settings, LoopOptions loop, CellOptions options) {
    super(settings, loop, new LSTMCell(inner(settings, "lstm_cell"), options));
    this.options = options;
  }

  /// {@return this layer, unbuilt, whose forget gate's bias is 1 at first, or not}
  public LSTM unitForgetBias(boolean unit) {
    CellOptions o = options;
    return withCell(o.flags(o.useBias(), unit, o.resetAfter()));
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public LSTM withCell(CellOptions changed) {
    return new LSTM(settings(), loop(), changed);
  }

  @Override
  LSTM with(Settings changed, LoopOptions changedLoop) {
    return new LSTM(changed, changedLoop, options);
  }

  @Override
  public Schema<LSTM> schema() {
    return SCHEMA;
  }
}
