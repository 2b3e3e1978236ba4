package io.gradus.nn.layer;

import io.gradus.nn.config.SchemaTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The layers that a configuration can name.
public final class Layers {
  /// All layers by Keras' names.
  public static final SchemaTable<Layer> TABLE =
      new SchemaTable<>(
          "layer",
          List.of(
              ActivationLayer.SCHEMA,
              ActivityRegularization.SCHEMA,
              Add.SCHEMA,
              AdditiveAttention.SCHEMA,
              Attention.SCHEMA,
              Average.SCHEMA,
              BatchNormalization.SCHEMA,
              Bidirectional.SCHEMA,
              Concatenate.SCHEMA,
              Conv1D.SCHEMA,
              Conv1DTranspose.SCHEMA,
              Conv2D.SCHEMA,
              Conv2DTranspose.SCHEMA,
              Conv3D.SCHEMA,
              Conv3DTranspose.SCHEMA,
              ConvLSTM1D.SCHEMA,
              ConvLSTM2D.SCHEMA,
              ConvLSTM3D.SCHEMA,
              Dense.SCHEMA,
              DepthwiseConv1D.SCHEMA,
              DepthwiseConv2D.SCHEMA,
              Dot.SCHEMA,
              Dropout.SCHEMA,
              ELU.SCHEMA,
              EinsumDense.SCHEMA,
              Embedding.SCHEMA,
              Flatten.SCHEMA,
              GRU.SCHEMA,
              GRUCell.SCHEMA,
              GroupNormalization.SCHEMA,
              GroupedQueryAttention.SCHEMA,
              IdentityLayer.SCHEMA,
              InputLayer.SCHEMA,
              LSTM.SCHEMA,
              LSTMCell.SCHEMA,
              LayerNormalization.SCHEMA,
              LeakyReLU.SCHEMA,
              Masking.SCHEMA,
              Maximum.SCHEMA,
              Minimum.SCHEMA,
              MultiHeadAttention.SCHEMA,
              Multiply.SCHEMA,
              PReLU.SCHEMA,
              RMSNormalization.SCHEMA,
              RNN.SCHEMA,
              ReLU.SCHEMA,
              Rescaling.SCHEMA,
              Reshape.SCHEMA,
              ReversibleEmbedding.SCHEMA,
              SeparableConv1D.SCHEMA,
              SeparableConv2D.SCHEMA,
              SimpleRNN.SCHEMA,
              SimpleRNNCell.SCHEMA,
              Softmax.SCHEMA,
              StackedRNNCells.SCHEMA,
              Subtract.SCHEMA,
              TimeDistributed.SCHEMA,
              UnitNormalization.SCHEMA));

  private static final ScopedValue<SchemaTable<Layer>> IN_USE = ScopedValue.newInstance();

  private Layers() {}

  /// {@return the table in which the layers inside other layers are looked up: that of the reading
  /// under way, else all layers}
  public static SchemaTable<Layer> table() {
    return IN_USE.orElse(TABLE);
  }

  /// {@return the layer or model that Keras writes as `{"class_name": …, "config": {…}}`, itself
  /// and what is inside it looked up in the table}
  public static Layer read(SchemaTable<Layer> table, Map<?, ?> object) {
    return ScopedValue.where(IN_USE, table).call(() -> table.read(object));
  }

  /// {@return the layer or model as Keras writes it, itself and what is inside it looked up in the
  /// table}
  public static Map<String, @Nullable Object> write(SchemaTable<Layer> table, Layer layer) {
    return ScopedValue.where(IN_USE, table).call(() -> table.write(layer));
  }
}
