package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Convolution of images over height and width, each channel with kernels of its own, whose results
/// a second one mixes place by place (`keras.layers.SeparableConv2D`).
///
/// Shapes: input `[n, height, width, channels]`, `depthwise_kernel` `[height, width, channels,
/// multiplier]`, `pointwise_kernel` `[1, 1, channels·multiplier, filters]`, `bias` `[filters]`,
/// output `[n, height, width, filters]`; with channels first they are axis 1 of input and output.
/// Lengths are those of [Conv2D].
public final class SeparableConv2D extends SeparableConvolution<SeparableConv2D> {
  /// The configuration, as Keras writes it.
  public static final Schema<SeparableConv2D> SCHEMA =
      SeparableConvolution.<SeparableConv2D>keys(2)
          .build(config -> new SeparableConv2D(settings(config), options(2, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public SeparableConv2D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(2, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public SeparableConv2D(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(2, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public SeparableConv2D(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private SeparableConv2D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  SeparableConv2D with(Settings settings, ConvolutionOptions changed) {
    return new SeparableConv2D(settings, changed);
  }

  @Override
  public Schema<SeparableConv2D> schema() {
    return SCHEMA;
  }
}
