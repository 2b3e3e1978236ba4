package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The largest element over all three spatial axes, for each sample and channel
/// (`keras.layers.GlobalMaxPooling3D`).
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, channels]`, or with [#keepDims]
/// `[n, 1, 1, 1, channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class GlobalMaxPooling3D extends GlobalPooling<GlobalMaxPooling3D> {
  private static final Options STANDARD = Options.of("global max pooling 3d", 3);

  /// The configuration, as Keras writes it.
  public static final Schema<GlobalMaxPooling3D> SCHEMA =
      schema("GlobalMaxPooling3D", STANDARD, GlobalMaxPooling3D::new);

  /// A layer for inputs with their channels last.
  public GlobalMaxPooling3D() {
    this(Settings.DEFAULT, STANDARD);
  }

  private GlobalMaxPooling3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  GlobalMaxPooling3D with(Settings settings, Options options) {
    return new GlobalMaxPooling3D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes) {
    return x.max(axes);
  }

  @Override
  public Schema<GlobalMaxPooling3D> schema() {
    return SCHEMA;
  }
}
