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

/// Fully connected layer whose kernel counts as −1, 0 or 1 (`keras.layers.TernaryDense`): `y =
/// activation(beta·x·T + bias)`, where `T` has the signs of the kernel's elements that are larger
/// than a threshold, and 0 for the others. Gradients flow to the kernel as if `T` were the kernel.
///
/// Without a threshold of its own the layer takes half the mean of `|kernel|`, and `beta` is that
/// mean (Ma et al. 2024, *The Era of 1-bit LLMs*); with one `beta` is 1.
///
/// Shapes: input `[…, in]`, `kernel` `[in, units]`, `bias` `[units]`, output `[…, units]`.
public final class TernaryDense extends Layer {
  private static final ConfigKey<Integer> UNITS = new ConfigKey<>("units", Codec.INTEGER);
  private static final ConfigKey<@Nullable Double> THRESHOLD =
      new ConfigKey<>("threshold", Codec.NUMBER.orNull());
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
  public static final Schema<TernaryDense> SCHEMA =
      Layer.<TernaryDense>schemaWithActivity("TernaryDense")
          .required(UNITS, layer -> layer.options.units)
          .optional(THRESHOLD, layer -> layer.options.threshold, null)
          .optional(ACTIVATION, layer -> layer.options.activation, Activation.LINEAR)
          .optional(USE_BIAS, layer -> layer.options.useBias, true)
          .optional(KERNEL, layer -> layer.options.kernel.initializer(), new GlorotUniform())
          .optional(BIAS, layer -> layer.options.bias.initializer(), new Zeros())
          .optional(KERNEL_PENALTY, layer -> layer.options.kernel.regularizer(), null)
          .optional(BIAS_PENALTY, layer -> layer.options.bias.regularizer(), null)
          .optional(KERNEL_BOUND, layer -> layer.options.kernel.constraint(), null)
          .optional(BIAS_BOUND, layer -> layer.options.bias.constraint(), null)
          .build(TernaryDense::new);

  private final Options options;

  private record Options(
      int units,
      @Nullable Double threshold,
      Activation activation,
      boolean useBias,
      WeightOptions kernel,
      WeightOptions bias) {
    Options {
      if (units < 1) {
        throw new IllegalArgumentException("ternary dense: units must be at least 1, got " + units);
      }
      if (threshold != null && !(threshold >= 0)) {
        throw new IllegalArgumentException(
            "ternary dense: threshold must not be negative, got " + threshold);
      }
    }
  }

  /// A layer of `units` outputs without an activation.
  public TernaryDense(int units) {
    this(units, Activation.LINEAR);
  }

  /// A layer of `units` outputs.
  public TernaryDense(int units, Activation activation) {
    this(
        Settings.DEFAULT,
        new Options(
            units,
            null,
            activation,
            true,
            new WeightOptions(new GlorotUniform()),
            new WeightOptions(new Zeros())));
  }

  private TernaryDense(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private TernaryDense(Config config) {
    this(
        settings(config),
        new Options(
            config.get(UNITS),
            config.get(THRESHOLD),
            config.get(ACTIVATION),
            config.get(USE_BIAS),
            new WeightOptions(
                config.get(KERNEL), config.get(KERNEL_PENALTY), config.get(KERNEL_BOUND)),
            new WeightOptions(config.get(BIAS), config.get(BIAS_PENALTY), config.get(BIAS_BOUND))));
  }

  /// {@return this layer, unbuilt, with the given name}
  public TernaryDense named(String name) {
    return new TernaryDense(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with another threshold, at least 0; null for half the mean of
  /// `|kernel|`}
  public TernaryDense threshold(@Nullable Double changed) {
    Options o = options;
    return new TernaryDense(
        settings(), new Options(o.units, changed, o.activation, o.useBias, o.kernel, o.bias));
  }

  /// {@return this layer, unbuilt, with or without a bias}
  public TernaryDense useBias(boolean changed) {
    Options o = options;
    return new TernaryDense(
        settings(), new Options(o.units, o.threshold, o.activation, changed, o.kernel, o.bias));
  }

  /// {@return this layer, unbuilt, with other first values, penalty and bound of the kernel}
  public TernaryDense kernel(WeightOptions changed) {
    Options o = options;
    return new TernaryDense(
        settings(), new Options(o.units, o.threshold, o.activation, o.useBias, changed, o.bias));
  }

  /// {@return this layer, unbuilt, with other first values, penalty and bound of the bias}
  public TernaryDense bias(WeightOptions changed) {
    Options o = options;
    return new TernaryDense(
        settings(), new Options(o.units, o.threshold, o.activation, o.useBias, o.kernel, changed));
  }

  @Override
  public Schema<TernaryDense> schema() {
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
          "ternary dense: needs at least two axes, the last of known length; got x=%s%s"
              .formatted(input, Hints.oneSample(input.shape().rank(), 2)));
    }
    Shape shape = Shape.of(input.shape().dim(-1), options.units);
    UnaryOperator<Tensor> kernel = kernel(shape, weights);
    Variable bias =
        options.useBias ? weights.add("bias", Shape.of(options.units), options.bias) : null;
    return Forward.single((x, _) -> {
      Tensor product = kernel.apply(x);
      return options.activation.apply(bias == null ? product : product.add(bias.cast(x.dtype())));
    });
  }

  @Override
  boolean quantizes(Quantization.Mode mode) {
    return mode == Quantization.Mode.TERNARY;
  }

  // What multiplies with the kernel; quantized, it is kept as what it counts for.
  private UnaryOperator<Tensor> kernel(Shape shape, Weights weights) {
    if (policy().quantization() != null) {
      return TernaryKernel.declare(weights, shape.dim(0), shape.dim(1))::product;
    }
    Variable kernel = weights.add("kernel", shape, options.kernel);
    return x -> {
      Tensor k = kernel.cast(x.dtype());
      Tensor product = x.matmul(ternary(k));
      return options.threshold == null ? product.mul(k.abs().mean()) : product;
    };
  }

  // The value is ternary, the gradient the kernel's (straight through).
  private Tensor ternary(Tensor kernel) {
    Tensor size = kernel.abs();
    Tensor counts =
        options.threshold == null
            ? size.greater(size.mean().mul(0.5))
            : size.greater(options.threshold);
    Tensor signs = kernel.sign().mul(counts.cast(kernel.dtype()));
    return kernel.add(signs.sub(kernel).stopGradient());
  }
}
