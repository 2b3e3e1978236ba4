package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Fully connected layer: `y = activation(x·kernel + bias)` over the last axis
/// (`keras.layers.Dense`).
///
/// Shapes: input `[…, in]`, `kernel` `[in, units]`, `bias` `[units]`, output `[…, units]`.
public final class Dense extends Layer {
  private static final ConfigKey<Integer> UNITS = new ConfigKey<>("units", Codec.INTEGER);
  private static final ConfigKey<Activation> ACTIVATION =
      new ConfigKey<>("activation", Activations.CODEC);
  private static final ConfigKey<Boolean> USE_BIAS = new ConfigKey<>("use_bias", Codec.TRUTH);
  private static final ConfigKey<Initializer> KERNEL =
      new ConfigKey<>("kernel_initializer", Initializers.CODEC);
  private static final ConfigKey<Initializer> BIAS =
      new ConfigKey<>("bias_initializer", Initializers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> KERNEL_PENALTY =
      new ConfigKey<>("kernel_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> BIAS_PENALTY =
      new ConfigKey<>("bias_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Constraint> KERNEL_BOUND =
      new ConfigKey<>("kernel_constraint", Constraints.CODEC);
  private static final ConfigKey<@Nullable Constraint> BIAS_BOUND =
      new ConfigKey<>("bias_constraint", Constraints.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<Dense> SCHEMA =
      Lora.keys(Layer.<Dense>schemaOf("Dense"), dense -> dense.options.lora)
          .required(UNITS, dense -> dense.options.units)
          .optional(ACTIVATION, dense -> dense.options.activation, Activation.LINEAR)
          .optional(USE_BIAS, dense -> dense.options.useBias, true)
          .optional(KERNEL, dense -> dense.options.kernel.initializer(), new GlorotUniform())
          .optional(BIAS, dense -> dense.options.bias.initializer(), new Zeros())
          .optional(KERNEL_PENALTY, dense -> dense.options.kernel.regularizer(), null)
          .optional(BIAS_PENALTY, dense -> dense.options.bias.regularizer(), null)
          .optional(KERNEL_BOUND, dense -> dense.options.kernel.constraint(), null)
          .optional(BIAS_BOUND, dense -> dense.options.bias.constraint(), null)
          .optional(QuantizationConfig.KEY, dense -> dense.options.quantization, null)
          .build(Dense::new);

  private final Options options;

  private record Options(
      int units,
      Activation activation,
      boolean useBias,
      WeightOptions kernel,
      WeightOptions bias,
      @Nullable Lora lora,
      @Nullable QuantizationConfig quantization) {
    Options {
      if (units < 1) {
        throw new IllegalArgumentException("dense: units must be at least 1, got " + units);
      }
    }

    Options useBias(boolean changed) {
      return new Options(units, activation, changed, kernel, bias, lora, quantization);
    }

    Options weights(WeightOptions changedKernel, WeightOptions changedBias) {
      return new Options(
          units, activation, useBias, changedKernel, changedBias, lora, quantization);
    }

    Options lora(Lora changed) {
      return new Options(units, activation, useBias, kernel, bias, changed, quantization);
    }
  }

  /// A layer of `units` outputs without an activation.
  public Dense(int units) {
    this(units, Activation.LINEAR);
  }

  /// A layer of `units` outputs.
  public Dense(int units, Activation activation) {
    this(
        Settings.DEFAULT,
        new Options(
            units,
            activation,
            true,
            new WeightOptions(new GlorotUniform()),
            new WeightOptions(new Zeros()),
            null,
            null));
  }

  /// A layer of `units` outputs, the activation by Keras' name.
  public Dense(int units, String activation) {
    this(units, Activation.of(activation));
  }

  private Dense(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private Dense(Config config) {
    this(
        settings(config),
        new Options(
            config.get(UNITS),
            config.get(ACTIVATION),
            config.get(USE_BIAS),
            new WeightOptions(
                config.get(KERNEL), config.get(KERNEL_PENALTY), config.get(KERNEL_BOUND)),
            new WeightOptions(config.get(BIAS), config.get(BIAS_PENALTY), config.get(BIAS_BOUND)),
            Lora.of(config),
            config.get(QuantizationConfig.KEY)));
  }

  /// {@return the number of outputs}
  public int units() {
    return options.units;
  }

  /// {@return what is applied to the product and bias}
  public Activation activation() {
    return options.activation;
  }

  /// {@return this layer, unbuilt, with the given name}
  public Dense named(String name) {
    return new Dense(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with or without a bias}
  public Dense useBias(boolean useBias) {
    return new Dense(settings(), options.useBias(useBias));
  }

  /// {@return this layer, unbuilt, with other first values of the kernel}
  public Dense kernelInitializer(Initializer changed) {
    return kernel(options.kernel.initializer(changed));
  }

  /// {@return this layer, unbuilt, with other first values of the bias}
  public Dense biasInitializer(Initializer changed) {
    return bias(options.bias.initializer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the kernel that is part of the loss}
  public Dense kernelRegularizer(Regularizer changed) {
    return kernel(options.kernel.regularizer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the bias that is part of the loss}
  public Dense biasRegularizer(Regularizer changed) {
    return bias(options.bias.regularizer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the outputs that is part of the loss}
  public Dense activityRegularizer(Regularizer changed) {
    return new Dense(settings().activityRegularizer(changed), options);
  }

  /// {@return this layer, unbuilt, with a constraint that each new kernel passes through}
  public Dense kernelConstraint(Constraint changed) {
    return kernel(options.kernel.constraint(changed));
  }

  /// {@return this layer, unbuilt, with a constraint that each new bias passes through}
  public Dense biasConstraint(Constraint changed) {
    return bias(options.bias.constraint(changed));
  }

  /// {@return this layer, unbuilt, whose kernel is not trained but adapted by a product of two
  /// matrices of this inner length, see [#lora(int, double)]}
  public Dense lora(int rank) {
    return lora(rank, rank);
  }

  /// {@return this layer, unbuilt, whose kernel stays as it is while `alpha/rank·A·B` is added to
  /// it and trained (Hu et al. 2021; Keras' `lora_rank` and `lora_alpha`). `A` is `[in, rank]`, `B`
  /// `[rank, units]`, at first zeros}
  public Dense lora(int rank, double alpha) {
    return new Dense(settings(), options.lora(new Lora(rank, alpha)));
  }

  private Dense kernel(WeightOptions kernel) {
    return new Dense(settings(), options.weights(kernel, options.bias));
  }

  private Dense bias(WeightOptions bias) {
    return new Dense(settings(), options.weights(options.kernel, bias));
  }

  @Override
  public Schema<Dense> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() < 2 || !input.shape().isKnown(-1)) {
      throw new ShapeException(
          "dense: needs at least two axes, the last of known length; got x=%s%s"
              .formatted(input, Hints.oneSample(input.shape().rank(), 2)));
    }
    Shape shape = Shape.of(input.shape().dim(-1), options.units);
    UnaryOperator<Tensor> kernel = kernel(shape, weights);
    Variable bias =
        options.useBias ? weights.add("bias", Shape.of(options.units), options.bias) : null;
    return Forward.single((x, _) -> {
      Tensor product = kernel.apply(x);
      Tensor y = bias == null ? product : product.add(bias.cast(x.dtype()));
      return options.activation.apply(y);
    });
  }

  @Override
  boolean quantizes(Quantization.Mode mode) {
    return true;
  }

  // What multiplies with the kernel.
  private UnaryOperator<Tensor> kernel(Shape shape, Weights weights) {
    Quantization quantization = policy().quantization();
    if (quantization == null) {
      return AdaptableWeight.declare(weights, "kernel", shape, options.kernel, options.lora)
          ::product;
    }
    Lora.refuse(options.lora, quantization);
    if (quantization.mode() == Quantization.Mode.TERNARY) {
      return TernaryKernel.declare(weights, shape.dim(0), shape.dim(1))::product;
    }
    QuantizationConfig config = options.quantization;
    var layout = new QuantizedMatrix.Layout("kernel", shape.dim(0), shape.dim(1), 0, 1);
    QuantizedMatrix kernel =
        QuantizedMatrix.declare(
            weights,
            layout,
            quantization.mode(),
            QuantizationConfig.blockSize(config, quantization));
    AbsMaxQuantizer rounding = QuantizationConfig.activations(config, quantization);
    return x -> kernel.product(x, rounding);
  }
}
