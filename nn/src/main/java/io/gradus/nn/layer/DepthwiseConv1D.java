package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;

/// Convolution of a sequence over its steps, each channel with kernels of its own
/// (`keras.layers.DepthwiseConv1D`).
///
/// Shapes: input `[n, steps, channels]`, `kernel` `[size, channels, multiplier]`, `bias`
/// `[channels·multiplier]`, output `[n, steps, channels·multiplier]`; with channels first they are
/// axis 1 of input and output. Lengths are those of [Conv1D].
public final class DepthwiseConv1D extends DepthwiseConvolution<DepthwiseConv1D> {
  /// The configuration, as Keras writes it.
  public static final Schema<DepthwiseConv1D> SCHEMA =
      DepthwiseConvolution.<DepthwiseConv1D>keys(1)
          .build(config -> new DepthwiseConv1D(settings(config), options(1, config)));

  /// A layer whose kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a length is below 1, or there are too many
  public DepthwiseConv1D(int... kernelSize) {
    this(Settings.DEFAULT, standard(1, kernelSize));
  }

  private DepthwiseConv1D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  DepthwiseConv1D with(Settings settings, ConvolutionOptions changed) {
    return new DepthwiseConv1D(settings, changed);
  }

  @Override
  public Schema<DepthwiseConv1D> schema() {
    return SCHEMA;
  }
}
