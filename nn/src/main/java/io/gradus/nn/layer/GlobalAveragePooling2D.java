package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The mean over both spatial axes, for each sample and channel
/// (`keras.layers.GlobalAveragePooling2D`).
///
/// Shapes: input `[n, height, width, channels]`, output `[n, channels]`, or with [#keepDims] `[n,
/// 1, 1, channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class GlobalAveragePooling2D extends GlobalPooling<GlobalAveragePooling2D> {
  private static final Options STANDARD = Options.of("global average pooling 2d", 2);

  /// The configuration, as Keras writes it.
  public static final Schema<GlobalAveragePooling2D> SCHEMA =
      schema("GlobalAveragePooling2D", STANDARD, GlobalAveragePooling2D::new);

  /// A layer for inputs with their channels last.
  public GlobalAveragePooling2D() {
    this(Settings.DEFAULT, STANDARD);
  }

  private GlobalAveragePooling2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  GlobalAveragePooling2D with(Settings settings, Options options) {
    return new GlobalAveragePooling2D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes) {
    return Means.over(x, axes);
  }

  @Override
  public Schema<GlobalAveragePooling2D> schema() {
    return SCHEMA;
  }
}
