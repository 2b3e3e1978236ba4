package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Transposed convolution of volumes over depth, height and width (`keras.layers.Conv3DTranspose`):
/// what the gradient of a convolution does, from small to large.
///
/// Shapes: input `[n, depth, height, width, channels]`, `kernel` `[depth, height, width, filters,
/// channels]`, `bias` `[filters]`, output `[n, depth, height, width, filters]`; with channels first
/// they are axis 1 of input and output. A spatial length `l` becomes `(l − 1)·stride + max(span,
/// stride)` with padding `valid` and `l·stride` with `same`, where `span = (size − 1)·dilation +
/// 1`; with output padding `p` `(l − 1)·stride + span + p` and `(l − 1)·stride + span mod 2 + p`.
public final class Conv3DTranspose extends TransposedConvolution<Conv3DTranspose> {
  /// The configuration, as Keras writes it.
  public static final Schema<Conv3DTranspose> SCHEMA =
      TransposedConvolution.<Conv3DTranspose>keys(3)
          .build(config -> new Conv3DTranspose(settings(config), options(3, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public Conv3DTranspose(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(3, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public Conv3DTranspose(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(3, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public Conv3DTranspose(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private Conv3DTranspose(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  Conv3DTranspose with(Settings settings, ConvolutionOptions changed) {
    return new Conv3DTranspose(settings, changed);
  }

  @Override
  public Schema<Conv3DTranspose> schema() {
    return SCHEMA;
  }
}
