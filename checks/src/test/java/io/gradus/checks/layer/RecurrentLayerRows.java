package io.gradus.checks.layer;

import io.gradus.nn.layer.Bidirectional;
import io.gradus.nn.layer.ConvLSTM1D;
import io.gradus.nn.layer.ConvLSTM2D;
import io.gradus.nn.layer.ConvLSTM3D;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Embedding;
import io.gradus.nn.layer.GRU;
import io.gradus.nn.layer.GRUCell;
import io.gradus.nn.layer.LSTM;
import io.gradus.nn.layer.LSTMCell;
import io.gradus.nn.layer.RNN;
import io.gradus.nn.layer.Residual;
import io.gradus.nn.layer.ReversibleEmbedding;
import io.gradus.nn.layer.SimpleRNN;
import io.gradus.nn.layer.SimpleRNNCell;
import io.gradus.nn.layer.SpectralNormalization;
import io.gradus.nn.layer.StackedRNNCells;
import io.gradus.nn.layer.TimeDistributed;
import io.gradus.testkit.LayerCase;
import io.gradus.testkit.Sample;
import java.util.stream.Stream;

/// Rows of layers that run over time, wrap other layers or look vectors up.
final class RecurrentLayerRows {
  private RecurrentLayerRows() {}

  static Stream<LayerCase> rows() {
    return Stream.of(
        LayerCase.of(() -> new SimpleRNN(3))
            .takes("[2,4,2]")
            .weights(
                "simple_rnn_cell/kernel",
                "simple_rnn_cell/recurrent_kernel",
                "simple_rnn_cell/bias"),
        LayerCase.of(() -> new GRU(3))
            .takes("[2,4,2]")
            .weights("gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"),
        LayerCase.of(() -> new LSTM(3))
            .takes("[2,4,2]")
            .weights("lstm_cell/kernel", "lstm_cell/recurrent_kernel", "lstm_cell/bias"),
        LayerCase.of(() -> new SimpleRNNCell(3))
            .takes("[2,2] [2,3]")
            .weights("kernel", "recurrent_kernel", "bias"),
        LayerCase.of(() -> new GRUCell(3))
            .takes("[2,2] [2,3]")
            .weights("kernel", "recurrent_kernel", "bias"),
        LayerCase.of(() -> new LSTMCell(3))
            .takes("[2,2] [2,3] [2,3]")
            .weights("kernel", "recurrent_kernel", "bias"),
        LayerCase.of(() -> new RNN(new GRUCell(3)))
            .takes("[2,4,2]")
            .weights("gru_cell/kernel", "gru_cell/recurrent_kernel", "gru_cell/bias"),
        LayerCase.of(() -> new StackedRNNCells(new GRUCell(3), new SimpleRNNCell(2)))
            .takes("[2,2] [2,3] [2,2]")
            .weights(
                "gru_cell/kernel",
                "gru_cell/recurrent_kernel",
                "gru_cell/bias",
                "simple_rnn_cell/kernel",
                "simple_rnn_cell/recurrent_kernel",
                "simple_rnn_cell/bias"),
        LayerCase.of(() -> new Bidirectional(new SimpleRNN(2)))
            .takes("[2,3,2]")
            .weights(
                "forward_simple_rnn/simple_rnn_cell/kernel",
                "forward_simple_rnn/simple_rnn_cell/recurrent_kernel",
                "forward_simple_rnn/simple_rnn_cell/bias",
                "backward_simple_rnn/simple_rnn_cell/kernel",
                "backward_simple_rnn/simple_rnn_cell/recurrent_kernel",
                "backward_simple_rnn/simple_rnn_cell/bias"),
        LayerCase.of(() -> new TimeDistributed(new Dense(3)))
            .takes("[2,4,2]")
            .weights("dense/kernel", "dense/bias"),
        LayerCase.of(() -> new ConvLSTM1D(2, 2))
            .takes("[2,3,4,2]")
            .weights(
                "conv_lstm_cell/kernel", "conv_lstm_cell/recurrent_kernel", "conv_lstm_cell/bias"),
        LayerCase.of(() -> new ConvLSTM2D(2, 2))
            .takes("[2,3,3,3,2]")
            .weights(
                "conv_lstm_cell/kernel", "conv_lstm_cell/recurrent_kernel", "conv_lstm_cell/bias"),
        LayerCase.of(() -> new ConvLSTM3D(2, 2))
            .takes("[2,2,2,2,2,2]")
            .weights(
                "conv_lstm_cell/kernel", "conv_lstm_cell/recurrent_kernel", "conv_lstm_cell/bias"),
        LayerCase.of(() -> new Embedding(5, 3))
            .takes("[2,4]")
            .weights("embeddings")
            .inputs(Sample.indices(0, 5)),
        LayerCase.of(() -> new ReversibleEmbedding(5, 3))
            .takes("[2,4]")
            .weights("embeddings")
            .inputs(Sample.indices(0, 5)),
        LayerCase.of(() -> new SpectralNormalization(new Dense(3)))
            .takes("[2,4]")
            .weights("dense/kernel", "vector_u", "dense/bias")
            .differsInTraining()
            .cutInTraining(),
        LayerCase.of(() -> new Residual(new Dense(4)))
            .takes("[2,4]")
            .weights("dense/kernel", "dense/bias"));
  }
}
