package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Convolution of images over height and width (`keras.layers.Conv2D`): `y = activation(x ∗ kernel
/// + bias)`.
///
/// Shapes: input `[n, height, width, channels]`, `kernel` `[height, width, channels / groups,
/// filters]`, `bias` `[filters]`, output `[n, height, width, filters]`; with channels first they
/// are axis 1 of input and output. A spatial length `l` becomes `⌈(l − span + 1) / stride⌉` with
/// padding `valid` and `⌈l / stride⌉` else, where `span = (size − 1)·dilation + 1`.
public final class Conv2D extends PlainConvolution<Conv2D> {
  /// The configuration, as Keras writes it.
  public static final Schema<Conv2D> SCHEMA =
      PlainConvolution.<Conv2D>keys(2)
          .build(config -> new Conv2D(settings(config), options(2, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public Conv2D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(2, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public Conv2D(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(2, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public Conv2D(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private Conv2D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  Conv2D with(Settings settings, ConvolutionOptions changed) {
    return new Conv2D(settings, changed);
  }

  @Override
  public Schema<Conv2D> schema() {
    return SCHEMA;
  }
}
