package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Convolution of volumes over depth, height and width (`keras.layers.Conv3D`): `y = activation(x ∗
/// kernel + bias)`.
///
/// Shapes: input `[n, depth, height, width, channels]`, `kernel` `[depth, height, width, channels /
/// groups, filters]`, `bias` `[filters]`, output `[n, depth, height, width, filters]`; with
/// channels first they are axis 1 of input and output. A spatial length `l` becomes `⌈(l − span +
/// 1) / stride⌉` with padding `valid` and `⌈l / stride⌉` else, where `span = (size − 1)·dilation +
///    1`.
public final class Conv3D extends PlainConvolution<Conv3D> {
  /// The configuration, as Keras writes it.
  public static final Schema<Conv3D> SCHEMA =
      PlainConvolution.<Conv3D>keys(3)
          .build(config -> new Conv3D(settings(config), options(3, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public Conv3D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(3, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public Conv3D(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(3, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public Conv3D(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private Conv3D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  Conv3D with(Settings settings, ConvolutionOptions changed) {
    return new Conv3D(settings, changed);
  }

  @Override
  public Schema<Conv3D> schema() {
    return SCHEMA;
  }
}
