package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;

/// Convolution of images over height and width, each channel with kernels of its own
/// (`keras.layers.DepthwiseConv2D`).
///
/// Shapes: input `[n, height, width, channels]`, `kernel` `[height, width, channels, multiplier]`,
/// `bias` `[channels·multiplier]`, output `[n, height, width, channels·multiplier]`; with channels
/// first they are axis 1 of input and output. Lengths are those of [Conv2D].
public final class DepthwiseConv2D extends DepthwiseConvolution<DepthwiseConv2D> {
  /// The configuration, as Keras writes it.
  public static final Schema<DepthwiseConv2D> SCHEMA =
      DepthwiseConvolution.<DepthwiseConv2D>keys(2)
          .build(config -> new DepthwiseConv2D(settings(config), options(2, config)));

  /// A layer whose kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a length is below 1, or there are too many
  public DepthwiseConv2D(int... kernelSize) {
    this(Settings.DEFAULT, standard(2, kernelSize));
  }

  private DepthwiseConv2D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  DepthwiseConv2D with(Settings settings, ConvolutionOptions changed) {
    return new DepthwiseConv2D(settings, changed);
  }

  @Override
  public Schema<DepthwiseConv2D> schema() {
    return SCHEMA;
  }
}
