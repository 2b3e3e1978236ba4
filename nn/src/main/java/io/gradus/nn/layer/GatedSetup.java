package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;

/// What cells with gates, and the layers made of one, can be told beside [CellSetup].
///
/// @param <L> the class of the cell or layer
public sealed interface GatedSetup<L> extends CellSetup<L>
    permits LSTMCell, GRUCell, LSTM, GRU, ConvLSTM, ConvLSTMCell {
  /// {@return a copy, unbuilt, with another activation of the gates}
  default L recurrentActivation(Activation changed) {
    CellOptions o = cellOptions();
    return withCell(o.activations(o.activation(), changed));
  }
}
