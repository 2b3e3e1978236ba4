package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The mean over the spatial axis, for each sample and channel
/// (`keras.layers.GlobalAveragePooling1D`). Where the input has a mask, only the steps that count
/// are in the mean; the output has no mask. A sample without any gives NaN.
///
/// Shapes: input `[n, steps, channels]`, output `[n, channels]`, or with [#keepDims] `[n, 1,
/// channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class GlobalAveragePooling1D extends GlobalPooling<GlobalAveragePooling1D> {
  private static final Options STANDARD = Options.of("global average pooling 1d", 1);

  /// The configuration, as Keras writes it.
  public static final Schema<GlobalAveragePooling1D> SCHEMA =
      schema("GlobalAveragePooling1D", STANDARD, GlobalAveragePooling1D::new);

  /// A layer for inputs with their channels last.
  public GlobalAveragePooling1D() {
    this(Settings.DEFAULT, STANDARD);
  }

  private GlobalAveragePooling1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  GlobalAveragePooling1D with(Settings settings, Options options) {
    return new GlobalAveragePooling1D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes) {
    return mask == null ? Means.over(x, axes) : Means.over(x, steps(mask), axes);
  }

  // The mask with an axis for the channels.
  private Tensor steps(Tensor mask) {
    return mask.expandDims(options().format() == DataFormat.CHANNELS_LAST ? 2 : 1);
  }

  @Override
  public Schema<GlobalAveragePooling1D> schema() {
    return SCHEMA;
  }
}
