package io.gradus.nn.layer;

import io.gradus.nn.config.SchemaTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The layers that a configuration can name.
public final class Layers {
  private static final SchemaTable<Layer> KERAS =
      new SchemaTable<>(
          Layer.class,
          "layer",
          "keras.layers",
          List.of(
              ActivationLayer.SCHEMA,
              ActivityRegularization.SCHEMA,
              AdaptiveAveragePooling1D.SCHEMA,
              AdaptiveAveragePooling2D.SCHEMA,
              AdaptiveAveragePooling3D.SCHEMA,
              AdaptiveMaxPooling1D.SCHEMA,
              AdaptiveMaxPooling2D.SCHEMA,
              AdaptiveMaxPooling3D.SCHEMA,
              Add.SCHEMA,
              AdditiveAttention.SCHEMA,
              AlphaDropout.SCHEMA,
              Attention.SCHEMA,
              Average.SCHEMA,
              AveragePooling1D.SCHEMA,
              AveragePooling2D.SCHEMA,
              AveragePooling3D.SCHEMA,
              BatchNormalization.SCHEMA,
              Bidirectional.SCHEMA,
              CenterCrop.SCHEMA,
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
              Cropping1D.SCHEMA,
              Cropping2D.SCHEMA,
              Cropping3D.SCHEMA,
              Dense.SCHEMA,
              DepthwiseConv1D.SCHEMA,
              DepthwiseConv2D.SCHEMA,
              Dot.SCHEMA,
              Dropout.SCHEMA,
              EinsumDense.SCHEMA,
              ELU.SCHEMA,
              Embedding.SCHEMA,
              Flatten.SCHEMA,
              GaussianDropout.SCHEMA,
              GaussianNoise.SCHEMA,
              GlobalAveragePooling1D.SCHEMA,
              GlobalAveragePooling2D.SCHEMA,
              GlobalAveragePooling3D.SCHEMA,
              GlobalMaxPooling1D.SCHEMA,
              GlobalMaxPooling2D.SCHEMA,
              GlobalMaxPooling3D.SCHEMA,
              GroupedQueryAttention.SCHEMA,
              GroupNormalization.SCHEMA,
              GRU.SCHEMA,
              GRUCell.SCHEMA,
              IdentityLayer.SCHEMA,
              InputLayer.SCHEMA,
              Lambda.SCHEMA,
              LayerNormalization.SCHEMA,
              LeakyReLU.SCHEMA,
              LSTM.SCHEMA,
              LSTMCell.SCHEMA,
              Masking.SCHEMA,
              Maximum.SCHEMA,
              MaxPooling1D.SCHEMA,
              MaxPooling2D.SCHEMA,
              MaxPooling3D.SCHEMA,
              Minimum.SCHEMA,
              MultiHeadAttention.SCHEMA,
              Multiply.SCHEMA,
              Permute.SCHEMA,
              Pipeline.SCHEMA,
              PReLU.SCHEMA,
              ReLU.SCHEMA,
              RepeatVector.SCHEMA,
              Rescaling.SCHEMA,
              Reshape.SCHEMA,
              Resizing.SCHEMA,
              ReversibleEmbedding.SCHEMA,
              RMSNormalization.SCHEMA,
              RNN.SCHEMA,
              SeparableConv1D.SCHEMA,
              SeparableConv2D.SCHEMA,
              SimpleRNN.SCHEMA,
              SimpleRNNCell.SCHEMA,
              Softmax.SCHEMA,
              SpatialDropout1D.SCHEMA,
              SpatialDropout2D.SCHEMA,
              SpatialDropout3D.SCHEMA,
              SpectralNormalization.SCHEMA,
              STFTSpectrogram.SCHEMA,
              StackedRNNCells.SCHEMA,
              Subtract.SCHEMA,
              TernaryDense.SCHEMA,
              TimeDistributed.SCHEMA,
              UnanimousMerge.SCHEMA,
              UnitNormalization.SCHEMA,
              UpSampling1D.SCHEMA,
              UpSampling2D.SCHEMA,
              UpSampling3D.SCHEMA,
              ZeroPadding1D.SCHEMA,
              ZeroPadding2D.SCHEMA,
              ZeroPadding3D.SCHEMA));

  /// All layers by Keras' names, and Gradus' own.
  public static final SchemaTable<Layer> TABLE = KERAS.with(Residual.SCHEMA);

  private static final ScopedValue<SharedLayers> IN_USE = ScopedValue.newInstance();

  private Layers() {}

  /// {@return the layer inside another layer or model that is being read, looked up where that one
  /// is, or else among all layers. One that is in several places becomes one object}
  public static Layer readInner(Map<?, ?> object) {
    return inUse().read(object);
  }

  /// {@return the layer inside another layer or model that is being written, as Keras writes it;
  /// with a `shared_object_id` if it is in several places}
  public static Map<String, @Nullable Object> writeInner(Layer layer) {
    return inUse().write(layer);
  }

  private static SharedLayers inUse() {
    return IN_USE.isBound() ? IN_USE.get() : new SharedLayers(TABLE);
  }

  /// {@return the layer or model that Keras writes as `{"class_name": …, "config": {…}}`, itself
  /// and what is inside it looked up in the table}
  public static Layer read(SchemaTable<Layer> table, Map<?, ?> object) {
    return ScopedValue.where(IN_USE, new SharedLayers(table)).call(() -> readInner(object));
  }

  /// {@return the layer or model as Keras writes it, itself and what is inside it looked up in the
  /// table}
  public static Map<String, @Nullable Object> write(SchemaTable<Layer> table, Layer layer) {
    return ScopedValue.where(IN_USE, new SharedLayers(table)).call(() -> writeInner(layer));
  }
}
