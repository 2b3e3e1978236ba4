package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The mean over all three spatial axes, for each sample and channel
/// (`keras.layers.GlobalAveragePooling3D`).
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, channels]`, or with [#keepDims]
/// `[n, 1, 1, 1, channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class GlobalAveragePooling3D extends GlobalPooling<GlobalAveragePooling3D> {
  private static final Options STANDARD = Options.of("global average pooling 3d", 3);

  /// The configuration, as Keras writes it.
  public static final Schema<GlobalAveragePooling3D> SCHEMA =
      schema("GlobalAveragePooling3D", STANDARD, GlobalAveragePooling3D::new);

  /// A layer for inputs with their channels last.
  public GlobalAveragePooling3D() {
    this(Settings.DEFAULT, STANDARD);
  }

  private GlobalAveragePooling3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  GlobalAveragePooling3D with(Settings settings, Options options) {
    return new GlobalAveragePooling3D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes) {
    return Means.over(x, axes);
  }

  @Override
  public Schema<GlobalAveragePooling3D> schema() {
    return SCHEMA;
  }
}
