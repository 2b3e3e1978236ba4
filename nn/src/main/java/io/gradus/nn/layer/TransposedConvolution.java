package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Transposed convolutions.
///
/// @param <L> the layer
abstract sealed class TransposedConvolution<L extends TransposedConvolution<L>>
    extends Convolutional<L> permits Conv1DTranspose, Conv2DTranspose, Conv3DTranspose {
  TransposedConvolution(Settings settings, ConvolutionOptions options) {
    super(settings, options);
  }

  /// {@return Keras' defaults}
  static ConvolutionOptions standard(int axes, int filters, int... size) {
    String kind = "conv%dd transpose".formatted(axes);
    return ConvolutionOptions.of(kind, axes, false, size).filters(filters);
  }

  static <L extends TransposedConvolution<L>> Schema.Builder<L> keys(int axes) {
    Schema.Builder<L> schema = Layer.schemaWithActivity("Conv%dDTranspose".formatted(axes));
    schema.required(ConvolutionKeys.FILTERS, layer -> layer.options().filters());
    ConvolutionKeys.addWindow(schema, axes, true);
    ConvolutionKeys.addRest(
        schema, standard(axes, 1, 1), ConvolutionKeys.KERNEL, ConvolutionKeys.BIAS);
    return schema;
  }

  static ConvolutionOptions options(int axes, Config config) {
    return ConvolutionKeys.read(
            config,
            standard(axes, config.get(ConvolutionKeys.FILTERS), 1),
            config.get(ConvolutionKeys.OUTPUT_PADDING),
            1)
        .kernel(ConvolutionKeys.KERNEL.read(config));
  }

  /// {@return this layer, unbuilt, with results longer than the shortest by so much: one number for
  /// each spatial axis, or one for all; without it lengths are those of Keras' default}
  public final L outputPadding(int... changed) {
    return with(options().conv(window().conv().outputPadding(changed)));
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

  @Override
  final UnaryOperator<Tensor> kernels(TensorType input, long channels, Weights weights) {
    Variable kernel =
        weights.add("kernel", kernelShape(options().filters(), channels), options().kernel());
    return x -> x.convTranspose(kernel.cast(policy().compute()), window().conv());
  }

  @Override
  final long filters(long channels) {
    return options().filters();
  }
}
