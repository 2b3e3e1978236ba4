package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The largest element over the spatial axis, for each sample and channel
/// (`keras.layers.GlobalMaxPooling1D`).
///
/// Shapes: input `[n, steps, channels]`, output `[n, channels]`, or with [#keepDims] `[n, 1,
/// channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class GlobalMaxPooling1D extends GlobalPooling<GlobalMaxPooling1D> {
  private static final Options STANDARD = Options.of("global max pooling 1d", 1);

  /// The configuration, as Keras writes it.
  public static final Schema<GlobalMaxPooling1D> SCHEMA =
      schema("GlobalMaxPooling1D", STANDARD, GlobalMaxPooling1D::new);

  /// A layer for inputs with their channels last.
  public GlobalMaxPooling1D() {
    this(Settings.DEFAULT, STANDARD);
  }

  private GlobalMaxPooling1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  GlobalMaxPooling1D with(Settings settings, Options options) {
    return new GlobalMaxPooling1D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes) {
    return x.max(axes);
  }

  @Override
  public Schema<GlobalMaxPooling1D> schema() {
    return SCHEMA;
  }
}
