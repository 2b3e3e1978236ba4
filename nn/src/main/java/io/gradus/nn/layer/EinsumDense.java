package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
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
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A product of the input with a kernel by Einstein's summation (`keras.layers.EinsumDense`):
/// `activation(einsum(equation, x, kernel) + bias)`. `"abc,cd->abd"` is a [Dense] on sequences;
/// `"...x,xy->...y"` takes any number of axes before the last.
///
/// Shapes: those of the equation. `output_shape` has the lengths of the output's axes but the batch
/// and those that `...` stands for, −1 for a length that follows from the input's. `bias` has the
/// lengths of the axes named in `bias_axes`; there is no bias where none are named.
public final class EinsumDense extends Layer {
  private static final Codec<Integer> LENGTH =
      new Codec<>(
          value -> value == null ? (int) Shape.UNKNOWN : Codec.INTEGER.read().apply(value),
          length -> length == Shape.UNKNOWN ? null : length);
  private static final Codec<List<Integer>> LENGTHS = Codec.listOf(LENGTH);
  private static final ConfigKey<List<Integer>> OUTPUT_SHAPE =
      new ConfigKey<>(
          "output_shape",
          new Codec<>(
              value -> LENGTHS.read().apply(value instanceof Number ? List.of(value) : value),
              LENGTHS.write()));
  private static final ConfigKey<String> EQUATION = new ConfigKey<>("equation", Codec.TEXT);
  private static final ConfigKey<Activation> ACTIVATION =
      new ConfigKey<>("activation", Activations.CODEC);
  private static final ConfigKey<@Nullable String> BIAS_AXES =
      new ConfigKey<>("bias_axes", Codec.TEXT.orNull());
  private static final ConfigKey<Initializer> KERNEL =
      new ConfigKey<>("kernel_initializer", Initializers.CODEC);
  private static final ConfigKey<Initializer> BIAS =
      new ConfigKey<>("bias_initializer", Initializers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> KERNEL_PENALTY =
      new ConfigKey<>("kernel_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> BIAS_PENALTY =
      new ConfigKey<>("bias_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> ACTIVITY =
      new ConfigKey<>("activity_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Constraint> KERNEL_BOUND =
      new ConfigKey<>("kernel_constraint", Constraints.CODEC);
  private static final ConfigKey<@Nullable Constraint> BIAS_BOUND =
      new ConfigKey<>("bias_constraint", Constraints.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<EinsumDense> SCHEMA =
      Lora.keys(Layer.<EinsumDense>schemaOf("EinsumDense"), layer -> layer.options.lora)
          .required(OUTPUT_SHAPE, layer -> layer.options.outputShape)
          .required(EQUATION, layer -> layer.options.formula.text())
          .optional(ACTIVATION, layer -> layer.options.activation, Activation.LINEAR)
          .optional(BIAS_AXES, layer -> layer.options.biasAxes, null)
          .optional(KERNEL, layer -> layer.options.kernel.initializer(), new GlorotUniform())
          .optional(BIAS, layer -> layer.options.bias.initializer(), new Zeros())
          .optional(KERNEL_PENALTY, layer -> layer.options.kernel.regularizer(), null)
          .optional(BIAS_PENALTY, layer -> layer.options.bias.regularizer(), null)
          .optional(ACTIVITY, layer -> layer.settings().activityRegularizer(), null)
          .optional(KERNEL_BOUND, layer -> layer.options.kernel.constraint(), null)
          .optional(BIAS_BOUND, layer -> layer.options.bias.constraint(), null)
          .optional(QuantizationConfig.KEY, layer -> layer.options.quantization, null)
          .build(EinsumDense::new);

  private final Options options;

  private record Options(
      EinsumFormula formula,
      List<Integer> outputShape,
      Activation activation,
      @Nullable String biasAxes,
      WeightOptions kernel,
      WeightOptions bias,
      @Nullable Lora lora,
      @Nullable QuantizationConfig quantization) {
    Options {
      for (int length : outputShape) {
        if (length < 1 && length != Shape.UNKNOWN) {
          throw new IllegalArgumentException(
              "einsum dense: output_shape must have lengths of at least 1, or −1, got "
                  + outputShape);
        }
      }
      formula.checkOutput(outputShape);
      formula.checkBias(biasAxes);
    }

    Options activation(Activation changed) {
      return new Options(formula, outputShape, changed, biasAxes, kernel, bias, lora, quantization);
    }

    Options biasAxes(@Nullable String changed) {
      return new Options(
          formula, outputShape, activation, changed, kernel, bias, lora, quantization);
    }

    Options weights(WeightOptions changedKernel, WeightOptions changedBias) {
      return new Options(
          formula,
          outputShape,
          activation,
          biasAxes,
          changedKernel,
          changedBias,
          lora,
          quantization);
    }

    Options lora(Lora changed) {
      return new Options(
          formula, outputShape, activation, biasAxes, kernel, bias, changed, quantization);
    }
  }

  /// A layer without an activation and without a bias.
  ///
  /// @param equation such as `"abc,cd->abd"`
  /// @param outputShape the lengths of the output's axes but the batch and those that `...` stands
  ///   for; −1 for a length that follows from the input's
  public EinsumDense(String equation, int... outputShape) {
    this(
        Settings.DEFAULT,
        new Options(
            EinsumFormula.parse(equation),
            Arrays.stream(outputShape).boxed().toList(),
            Activation.LINEAR,
            null,
            new WeightOptions(new GlorotUniform()),
            new WeightOptions(new Zeros()),
            null,
            null));
  }

  private EinsumDense(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private EinsumDense(Config config) {
    this(
        settings(config),
        new Options(
            EinsumFormula.parse(config.get(EQUATION)),
            config.get(OUTPUT_SHAPE),
            config.get(ACTIVATION),
            config.get(BIAS_AXES),
            new WeightOptions(
                config.get(KERNEL), config.get(KERNEL_PENALTY), config.get(KERNEL_BOUND)),
            new WeightOptions(config.get(BIAS), config.get(BIAS_PENALTY), config.get(BIAS_BOUND)),
            Lora.of(config),
            config.get(QuantizationConfig.KEY)));
  }

  /// {@return the equation}
  public String equation() {
    return options.formula.text();
  }

  /// {@return this layer, unbuilt, with the given name}
  public EinsumDense named(String name) {
    return new EinsumDense(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with something applied to the product and bias}
  public EinsumDense activation(Activation changed) {
    return new EinsumDense(settings(), options.activation(changed));
  }

  /// {@return this layer, unbuilt, with a bias along the output's axes of these letters, or without
  /// one for null}
  public EinsumDense biasAxes(@Nullable String letters) {
    return new EinsumDense(settings(), options.biasAxes(letters));
  }

  /// {@return this layer, unbuilt, with other first values of the kernel}
  public EinsumDense kernelInitializer(Initializer changed) {
    return weights(options.kernel.initializer(changed), options.bias);
  }

  /// {@return this layer, unbuilt, with other first values of the bias}
  public EinsumDense biasInitializer(Initializer changed) {
    return weights(options.kernel, options.bias.initializer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the kernel that is part of the loss}
  public EinsumDense kernelRegularizer(Regularizer changed) {
    return weights(options.kernel.regularizer(changed), options.bias);
  }

  /// {@return this layer, unbuilt, with a penalty on the bias that is part of the loss}
  public EinsumDense biasRegularizer(Regularizer changed) {
    return weights(options.kernel, options.bias.regularizer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the outputs that is part of the loss}
  public EinsumDense activityRegularizer(Regularizer changed) {
    return new EinsumDense(settings().activityRegularizer(changed), options);
  }

  /// {@return this layer, unbuilt, with a constraint that each new kernel passes through}
  public EinsumDense kernelConstraint(Constraint changed) {
    return weights(options.kernel.constraint(changed), options.bias);
  }

  /// {@return this layer, unbuilt, with a constraint that each new bias passes through}
  public EinsumDense biasConstraint(Constraint changed) {
    return weights(options.kernel, options.bias.constraint(changed));
  }

  /// {@return this layer, unbuilt, with other options of its weights}
  EinsumDense weights(WeightOptions kernel, WeightOptions bias) {
    return new EinsumDense(settings(), options.weights(kernel, bias));
  }

  /// {@return this layer, unbuilt, with these settings}
  EinsumDense with(Settings changed) {
    return new EinsumDense(changed, options);
  }

  /// {@return this layer, unbuilt, whose kernel is not trained but adapted by a product of two
  /// matrices of this inner length, see [Dense#lora(int, double)]}
  public EinsumDense lora(int rank) {
    return lora(rank, rank);
  }

  /// {@return this layer, unbuilt, whose kernel is not trained but adapted by a product of two
  /// matrices, see [Dense#lora(int, double)]: `A` has the kernel's shape with the rank as the last
  /// length}
  public EinsumDense lora(int rank, double alpha) {
    return new EinsumDense(settings(), options.lora(new Lora(rank, alpha)));
  }

  @Override
  public Schema<EinsumDense> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    var fitted = new EinsumFormula.Fitted(options.formula, inputs.getFirst(), options.outputShape);
    UnaryOperator<Tensor> kernel = kernel(fitted, weights);
    Variable bias =
        options.biasAxes == null
            ? null
            : weights.add("bias", fitted.bias(options.biasAxes), options.bias);
    return Forward.single((x, _) -> {
      Tensor product = kernel.apply(x);
      Tensor y = bias == null ? product : product.add(bias.cast(policy().compute()));
      return declared(options.activation.apply(y));
    });
  }

  @Override
  boolean quantizes(Quantization.Mode mode) {
    return mode != Quantization.Mode.TERNARY;
  }

  // What multiplies with the kernel.
  private UnaryOperator<Tensor> kernel(EinsumFormula.Fitted fitted, Weights weights) {
    Quantization quantization = policy().quantization();
    if (quantization != null) {
      Lora.refuse(options.lora, quantization);
      return QuantizedEinsum.declare(weights, fitted, quantization, options.quantization)::product;
    }
    AdaptableWeight kernel =
        AdaptableWeight.declare(
            weights, "kernel", fitted.kernel(), kernelOptions(fitted), options.lora);
    return x -> Tensor.einsum(options.formula.text(), x, kernel.value(policy().compute()));
  }

  // Where only types are looked for, a length that the layer was not told is unknown, as in Keras.
  private Tensor declared(Tensor y) {
    if (!(y.symbolOf() instanceof TypeTrace trace)) {
      return y;
    }
    long[] dims = y.shape().dims();
    int first = options.formula.before() ? dims.length - options.outputShape.size() : 1;
    for (int i = 0; i < options.outputShape.size(); i++) {
      if (options.outputShape.get(i) == Shape.UNKNOWN) {
        dims[first + i] = Shape.UNKNOWN;
      }
    }
    return Tensor.symbolic(y.type().withShape(Shape.of(dims)), trace);
  }

  // What depends on the number of inputs and outputs sees the kernel as a matrix.
  private WeightOptions kernelOptions(EinsumFormula.Fitted fitted) {
    Initializer initializer = options.kernel.initializer();
    return initializer.countsFans()
        ? options.kernel.initializer(
            new UnitsInitializer(initializer, list(fitted.inputAxes()), list(fitted.outputAxes())))
        : options.kernel;
  }

  private static List<Integer> list(int[] axes) {
    return Arrays.stream(axes).boxed().toList();
  }
}
