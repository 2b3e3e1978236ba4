package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The largest element over both spatial axes, for each sample and channel
/// (`keras.layers.GlobalMaxPooling2D`).
///
/// Shapes: input `[n, height, width, channels]`, output `[n, channels]`, or with [#keepDims] `[n,
/// 1, 1, channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class GlobalMaxPooling2D extends GlobalPooling<GlobalMaxPooling2D> {
  private static final Options STANDARD = Options.of("global max pooling 2d", 2);

  /// The configuration, as Keras writes it.
  public static final Schema<GlobalMaxPooling2D> SCHEMA =
      schema("GlobalMaxPooling2D", STANDARD, GlobalMaxPooling2D::new);

  /// A layer for inputs with their channels last.
  public GlobalMaxPooling2D() {
    this(Settings.DEFAULT, STANDARD);
  }

  private GlobalMaxPooling2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  GlobalMaxPooling2D with(Settings settings, Options options) {
    return new GlobalMaxPooling2D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes) {
    return x.max(axes);
  }

  @Override
  public Schema<GlobalMaxPooling2D> schema() {
    return SCHEMA;
  }
}
