package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Transposed convolution of images over height and width (`keras.layers.Conv2DTranspose`): what
/// the gradient of a convolution does, from small to large.
///
/// Shapes: input `[n, height, width, channels]`, `kernel` `[height, width, filters, channels]`,
/// `bias` `[filters]`, output `[n, height, width, filters]`; with channels first they are axis 1 of
/// input and output. A spatial length `l` becomes `(l − 1)·stride + max(span, stride)` with padding
/// `valid` and `l·stride` with `same`, where `span = (size − 1)·dilation + 1`; with output padding
/// `p` `(l − 1)·stride + span + p` and `(l − 1)·stride + span mod 2 + p`.
public final class Conv2DTranspose extends TransposedConvolution<Conv2DTranspose> {
  /// The configuration, as Keras writes it.
  public static final Schema<Conv2DTranspose> SCHEMA =
      TransposedConvolution.<Conv2DTranspose>keys(2)
          .build(config -> new Conv2DTranspose(settings(config), options(2, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public Conv2DTranspose(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(2, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public Conv2DTranspose(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(2, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public Conv2DTranspose(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private Conv2DTranspose(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  Conv2DTranspose with(Settings settings, ConvolutionOptions changed) {
    return new Conv2DTranspose(settings, changed);
  }

  @Override
  public Schema<Conv2DTranspose> schema() {
    return SCHEMA;
  }
}
