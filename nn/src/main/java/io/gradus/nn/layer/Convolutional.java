package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Hints;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Conv;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What all convolution layers share: `y = activation(x ∗ kernel + bias)` over one to three spatial
/// axes, with the channels as the last axis, or as axis 1.
///
/// @param <L> the layer
abstract sealed class Convolutional<L extends Convolutional<L>> extends Layer
    permits PlainConvolution, TransposedConvolution, DepthwiseConvolution, SeparableConvolution {
  private final ConvolutionOptions options;

  Convolutional(Settings settings, ConvolutionOptions options) {
    super(settings);
    this.options = options;
  }

  abstract L with(Settings settings, ConvolutionOptions changed);

  final L with(ConvolutionOptions changed) {
    return with(settings(), changed);
  }

  final ConvolutionOptions options() {
    return options;
  }

  final ConvolutionOptions.Window window() {
    return options.window();
  }

  /// {@return this layer, unbuilt, with the given name}
  public final L named(String name) {
    return with(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with other distances between neighbouring places of the kernel:
  /// one for each spatial axis, or one for all; 1 by default}
  public final L strides(int... changed) {
    return with(options.conv(window().conv().strides(changed)));
  }

  /// {@return this layer, unbuilt, with other behaviour at the ends; `VALID` by default}
  public final L padding(Conv.Border changed) {
    return with(options.conv(window().conv().border(changed)));
  }

  /// {@return this layer, unbuilt, with other behaviour at the ends by Keras' name: `valid`,
  /// `same`, or for [Conv1D] `causal`}
  public final L padding(String changed) {
    return padding(ConvolutionKeys.border(changed));
  }

  /// {@return this layer, unbuilt, for inputs `[n, channels, l₁, …]` (`channels_first`) or `[n, l₁,
  /// …, channels]`, the default}
  public final L channelsFirst(boolean changed) {
    return with(options.window(window().channelsFirst(changed)));
  }

  /// {@return this layer, unbuilt, with other distances between neighbouring taps of the kernel
  /// (`dilation_rate`): one for each spatial axis, or one for all; 1 by default}
  public final L dilation(int... changed) {
    return with(options.conv(window().conv().dilation(changed)));
  }

  /// {@return this layer, unbuilt, with another activation}
  public final L activation(Activation changed) {
    return with(options.activation(changed));
  }

  /// {@return this layer, unbuilt, with another activation by Keras' name}
  public final L activation(String changed) {
    return activation(Activation.of(changed));
  }

  /// {@return this layer, unbuilt, with or without a bias}
  public final L useBias(boolean changed) {
    return with(options.useBias(changed));
  }

  /// {@return this layer, unbuilt, with other first values of the bias}
  public final L biasInitializer(Initializer changed) {
    return with(options.bias(options.bias().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the bias that is part of the loss}
  public final L biasRegularizer(@Nullable Regularizer changed) {
    return with(options.bias(options.bias().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new bias passes through}
  public final L biasConstraint(@Nullable Constraint changed) {
    return with(options.bias(options.bias().constraint(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the outputs that is part of the loss}
  public final L activityRegularizer(@Nullable Regularizer changed) {
    return with(settings().activityRegularizer(changed), options);
  }

  /// Declares the kernels for an input with so many channels. Returns the convolution of inputs
  /// whose channels are the last axis.
  abstract UnaryOperator<Tensor> kernels(TensorType input, long channels, Weights weights);

  /// {@return the number of outputs}
  abstract long filters(long channels);

  /// {@return the shape of a kernel: these axes behind the spatial ones}
  final Shape kernelShape(long... last) {
    long[] size = window().size().stream().mapToLong(Integer::longValue).toArray();
    return Shape.of(size).concat(Shape.of(last));
  }

  @Override
  protected final Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    int rank = window().axes() + 2;
    boolean first = window().channelsFirst();
    if (input.shape().rank() != rank || !input.shape().isKnown(first ? 1 : -1)) {
      throw new ShapeException(
          "%s: needs %d axes, the channels, axis %d, of known length; got x=%s%s"
              .formatted(
                  options.kind(),
                  rank,
                  first ? 1 : rank - 1,
                  input,
                  Hints.oneSampleOrChannel(input.shape().rank(), rank)));
    }
    long channels = input.shape().dim(first ? 1 : -1);
    UnaryOperator<Tensor> convolution = kernels(input, channels, weights);
    Variable bias =
        options.useBias() ? weights.add("bias", Shape.of(filters(channels)), options.bias()) : null;
    return Forward.single((x, _) -> {
      Tensor y = convolution.apply(first ? x.moveAxis(1, -1) : x);
      y = bias == null ? y : y.add(bias.cast(y.dtype()));
      return options.activation().apply(first ? y.moveAxis(-1, 1) : y);
    });
  }
}
