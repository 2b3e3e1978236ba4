package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Convolutions of each channel with kernels of its own.
///
/// @param <L> the layer
abstract sealed class DepthwiseConvolution<L extends DepthwiseConvolution<L>>
    extends Convolutional<L> permits DepthwiseConv1D, DepthwiseConv2D {
  DepthwiseConvolution(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  /// {@return Keras' defaults}
  static ConvolutionOptions standard(int axes, int... size) {
    return ConvolutionOptions.of("depthwise conv%dd".formatted(axes), axes, false, size);
  }

  static <L extends DepthwiseConvolution<L>> Schema.Builder<L> keys(int axes) {
    Schema.Builder<L> schema = Layer.schemaWithActivity("DepthwiseConv%dD".formatted(axes));
    schema.optional(ConvolutionKeys.MULTIPLIER, layer -> layer.options().multiplier(), 1);
    ConvolutionKeys.addWindow(schema, axes, false);
    ConvolutionKeys.addRest(
        schema, standard(axes, 1), ConvolutionKeys.DEPTHWISE, ConvolutionKeys.BIAS);
    return schema;
  }

  static ConvolutionOptions options(int axes, Config config) {
    return ConvolutionKeys.read(config, standard(axes, 1), List.of(), 1)
        .multiplier(config.get(ConvolutionKeys.MULTIPLIER))
        .kernel(ConvolutionKeys.DEPTHWISE.read(config));
  }

  /// {@return this layer, unbuilt, with so many kernels for each channel; 1 by default}
  public final L depthMultiplier(int changed) {
    return with(options().multiplier(changed));
  }

  /// {@return this layer, unbuilt, with other first values of the kernel}
  public final L depthwiseInitializer(Initializer changed) {
    return with(options().kernel(options().kernel().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the kernel that is part of the loss}
  public final L depthwiseRegularizer(@Nullable Regularizer changed) {
    return with(options().kernel(options().kernel().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new kernel passes through}
  public final L depthwiseConstraint(@Nullable Constraint changed) {
    return with(options().kernel(options().kernel().constraint(changed)));
  }

  @Override
  final UnaryOperator<Tensor> kernels(TensorType input, long channels, Weights weights) {
    Variable kernel =
        weights.add("kernel", kernelShape(channels, options().multiplier()), options().kernel());
    return x -> x.depthwiseConv(kernel.cast(policy().compute()), window().conv());
  }

  @Override
  final long filters(long channels) {
    return channels * options().multiplier();
  }
}
