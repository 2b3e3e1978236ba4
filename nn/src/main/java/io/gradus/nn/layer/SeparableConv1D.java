package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Convolution of a sequence over its steps, each channel with kernels of its own, whose results a
/// second one mixes place by place (`keras.layers.SeparableConv1D`).
///
/// Shapes: input `[n, steps, channels]`, `depthwise_kernel` `[size, channels, multiplier]`,
/// `pointwise_kernel` `[1, channels·multiplier, filters]`, `bias` `[filters]`, output `[n, steps,
/// filters]`; with channels first they are axis 1 of input and output. Lengths are those of
/// [Conv1D].
public final class SeparableConv1D extends SeparableConvolution<SeparableConv1D> {
  /// The configuration, as Keras writes it.
  public static final Schema<SeparableConv1D> SCHEMA =
      SeparableConvolution.<SeparableConv1D>keys(1)
          .build(config -> new SeparableConv1D(settings(config), options(1, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public SeparableConv1D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(1, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public SeparableConv1D(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(1, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public SeparableConv1D(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private SeparableConv1D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  SeparableConv1D with(Settings settings, ConvolutionOptions changed) {
    return new SeparableConv1D(settings, changed);
  }

  @Override
  public Schema<SeparableConv1D> schema() {
    return SCHEMA;
  }
}
