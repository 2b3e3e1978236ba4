package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Convolutions.
///
/// @param <L> the layer
abstract sealed class PlainConvolution<L extends PlainConvolution<L>> extends Convolutional<L>
    permits Conv1D, Conv2D, Conv3D {
  PlainConvolution(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  /// {@return Keras' defaults}
  static ConvolutionOptions standard(int axes, int filters, int... size) {
    String kind = "conv%dd".formatted(axes);
    return ConvolutionOptions.of(kind, axes, axes == 1, size).filters(filters);
  }

  static <L extends PlainConvolution<L>> Schema.Builder<L> keys(int axes) {
    Schema.Builder<L> schema =
        Lora.keys(
            Layer.schemaWithActivity("Conv%dD".formatted(axes)), layer -> layer.options().lora());
    schema.required(ConvolutionKeys.FILTERS, layer -> layer.options().filters());
    ConvolutionKeys.addWindow(schema, axes, false);
    schema.optional(ConvolutionKeys.GROUPS, layer -> layer.window().conv().groups(), 1);
    ConvolutionKeys.addRest(
        schema, standard(axes, 1, 1), ConvolutionKeys.KERNEL, ConvolutionKeys.BIAS);
    return schema;
  }

  static ConvolutionOptions options(int axes, Config config) {
    return ConvolutionKeys.read(
            config,
            standard(axes, config.get(ConvolutionKeys.FILTERS), 1),
            List.of(),
            config.get(ConvolutionKeys.GROUPS))
        .kernel(ConvolutionKeys.KERNEL.read(config))
        .lora(Lora.of(config));
  }

  /// {@return this layer, unbuilt, with channels and filters divided into so many groups; filters
  /// of a group see the channels of that group only}
  public final L groups(int changed) {
    return with(options().conv(window().conv().groups(changed)));
  }

  /// {@return this layer, unbuilt, with other first values of the kernel}
  public final L kernelInitializer(Initializer changed) {
    return with(options().kernel(options().kernel().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the kernel that is part of the loss}
  public final L kernelRegularizer(@Nullable Regularizer changed) {
    return with(options().kernel(options().kernel().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new kernel passes through}
  public final L kernelConstraint(@Nullable Constraint changed) {
    return with(options().kernel(options().kernel().constraint(changed)));
  }

  /// {@return this layer, unbuilt, whose kernel is not trained but adapted by a product of two
  /// matrices of this inner length, see [Dense#lora(int, double)]}
  public final L lora(int rank) {
    return lora(rank, rank);
  }

  /// {@return this layer, unbuilt, whose kernel is not trained but adapted by a product of two
  /// matrices, see [Dense#lora(int, double)]: `A` has the kernel's shape with the rank as the last
  /// length, `B` is `[rank, filters]`}
  public final L lora(int rank, double alpha) {
    return with(options().lora(new Lora(rank, alpha)));
  }

  @Override
  final UnaryOperator<Tensor> kernels(TensorType input, long channels, Weights weights) {
    int groups = window().conv().groups();
    if (channels % groups != 0) {
      throw new ShapeException(
          "%s: the channels must be a multiple of the groups; got x=%s, groups=%d"
              .formatted(options().kind(), input, groups));
    }
    AdaptableWeight kernel =
        AdaptableWeight.declare(
            weights,
            "kernel",
            kernelShape(channels / groups, options().filters()),
            options().kernel(),
            options().lora());
    return x -> x.conv(kernel.value(policy().compute()), window().conv());
  }

  @Override
  final long filters(long channels) {
    return options().filters();
  }
}
