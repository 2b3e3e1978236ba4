package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Convolutions of each channel with kernels of its own, whose results a pointwise one mixes.
///
/// @param <L> the layer
abstract sealed class SeparableConvolution<L extends SeparableConvolution<L>>
    extends Convolutional<L> permits SeparableConv1D, SeparableConv2D {
  SeparableConvolution(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  /// {@return Keras' defaults}
  static ConvolutionOptions standard(int axes, int filters, int... size) {
    String kind = "separable conv%dd".formatted(axes);
    return ConvolutionOptions.of(kind, axes, false, size).filters(filters);
  }

  static <L extends SeparableConvolution<L>> Schema.Builder<L> keys(int axes) {
    Schema.Builder<L> schema = Layer.schemaWithActivity("SeparableConv%dD".formatted(axes));
    schema.optional(ConvolutionKeys.MULTIPLIER, layer -> layer.options().multiplier(), 1);
    schema.required(ConvolutionKeys.FILTERS, layer -> layer.options().filters());
    ConvolutionKeys.addWindow(schema, axes, false);
    ConvolutionKeys.addRest(
        schema,
        standard(axes, 1, 1),
        ConvolutionKeys.DEPTHWISE,
        ConvolutionKeys.POINTWISE,
        ConvolutionKeys.BIAS);
    return schema;
  }

  static ConvolutionOptions options(int axes, Config config) {
    ConvolutionOptions standard = standard(axes, config.get(ConvolutionKeys.FILTERS), 1);
    return ConvolutionKeys.read(config, standard, List.of(), 1)
        .multiplier(config.get(ConvolutionKeys.MULTIPLIER))
        .kernel(ConvolutionKeys.DEPTHWISE.read(config))
        .pointwise(ConvolutionKeys.POINTWISE.read(config));
  }

  /// {@return this layer, unbuilt, with so many depthwise kernels for each channel; 1 by default}
  public final L depthMultiplier(int changed) {
    return with(options().multiplier(changed));
  }

  /// {@return this layer, unbuilt, with other first values of the depthwise kernel}
  public final L depthwiseInitializer(Initializer changed) {
    return with(options().kernel(options().kernel().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the depthwise kernel that is part of the loss}
  public final L depthwiseRegularizer(@Nullable Regularizer changed) {
    return with(options().kernel(options().kernel().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new depthwise kernel passes through}
  public final L depthwiseConstraint(@Nullable Constraint changed) {
    return with(options().kernel(options().kernel().constraint(changed)));
  }

  /// {@return this layer, unbuilt, with other first values of the pointwise kernel}
  public final L pointwiseInitializer(Initializer changed) {
    return with(options().pointwise(options().pointwise().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the pointwise kernel that is part of the loss}
  public final L pointwiseRegularizer(@Nullable Regularizer changed) {
    return with(options().pointwise(options().pointwise().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new pointwise kernel passes through}
  public final L pointwiseConstraint(@Nullable Constraint changed) {
    return with(options().pointwise(options().pointwise().constraint(changed)));
  }

  @Override
  final UnaryOperator<Tensor> kernels(TensorType input, long channels, Weights weights) {
    int multiplier = options().multiplier();
    Variable depthwise =
        weights.add("depthwise_kernel", kernelShape(channels, multiplier), options().kernel());
    long[] ones = Collections.nCopies(window().axes(), 1L).stream().mapToLong(i -> i).toArray();
    Shape mixing = Shape.of(ones).concat(Shape.of(channels * multiplier, options().filters()));
    Variable pointwise = weights.add("pointwise_kernel", mixing, options().pointwise());
    return x ->
        x.separableConv(
            depthwise.cast(policy().compute()),
            pointwise.cast(policy().compute()),
            window().conv());
  }

  @Override
  final long filters(long channels) {
    return options().filters();
  }
}
