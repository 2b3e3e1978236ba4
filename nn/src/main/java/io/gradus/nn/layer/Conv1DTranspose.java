package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Transposed convolution of a sequence over its steps (`keras.layers.Conv1DTranspose`): what the
/// gradient of a convolution does, from small to large.
///
/// Shapes: input `[n, steps, channels]`, `kernel` `[size, filters, channels]`, `bias` `[filters]`,
/// output `[n, steps, filters]`; with channels first they are axis 1 of input and output. A spatial
/// length `l` becomes `(l − 1)·stride + max(span, stride)` with padding `valid` and `l·stride` with
/// `same`, where `span = (size − 1)·dilation + 1`; with output padding `p` `(l − 1)·stride + span +
/// p` and `(l − 1)·stride + span mod 2 + p`.
public final class Conv1DTranspose extends TransposedConvolution<Conv1DTranspose> {
  /// The configuration, as Keras writes it.
  public static final Schema<Conv1DTranspose> SCHEMA =
      TransposedConvolution.<Conv1DTranspose>keys(1)
          .build(config -> new Conv1DTranspose(settings(config), options(1, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public Conv1DTranspose(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(1, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public Conv1DTranspose(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(1, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public Conv1DTranspose(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private Conv1DTranspose(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  Conv1DTranspose with(Settings settings, ConvolutionOptions changed) {
    return new Conv1DTranspose(settings, changed);
  }

  @Override
  public Schema<Conv1DTranspose> schema() {
    return SCHEMA;
  }
}
