package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;

/// Convolution of a sequence over its steps (`keras.layers.Conv1D`): `y = activation(x ∗ kernel +
/// bias)`. With padding `causal` no result sees a later step.
///
/// Shapes: input `[n, steps, channels]`, `kernel` `[size, channels / groups, filters]`, `bias`
/// `[filters]`, output `[n, steps, filters]`; with channels first they are axis 1 of input and
/// output. A spatial length `l` becomes `⌈(l − span + 1) / stride⌉` with padding `valid` and `⌈l /
/// stride⌉` else, where `span = (size − 1)·dilation + 1`.
public final class Conv1D extends PlainConvolution<Conv1D> {
  /// The configuration, as Keras writes it.
  public static final Schema<Conv1D> SCHEMA =
      PlainConvolution.<Conv1D>keys(1)
          .build(config -> new Conv1D(settings(config), options(1, config)));

  /// A layer of so many filters; the kernel has a length for each spatial axis, or one for all.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are too many lengths
  public Conv1D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, standard(1, filters, kernelSize));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes.
  public Conv1D(int filters, int kernelSize, Activation activation) {
    this(Settings.DEFAULT, standard(1, filters, kernelSize).activation(activation));
  }

  /// A layer of so many filters with kernels of one length along all spatial axes, the activation
  /// by Keras' name.
  public Conv1D(int filters, int kernelSize, String activation) {
    this(filters, kernelSize, Activation.of(activation));
  }

  private Conv1D(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  @Override
  Conv1D with(Settings settings, ConvolutionOptions changed) {
    return new Conv1D(settings, changed);
  }

  @Override
  public Schema<Conv1D> schema() {
    return SCHEMA;
  }
}
