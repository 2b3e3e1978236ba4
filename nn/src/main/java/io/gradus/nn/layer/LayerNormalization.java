package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Zeros;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Normalizes each sample over some axes to mean 0 and variance 1, then scales and shifts: `(x −
/// mean) / √(variance + epsilon) · gamma + beta` (`keras.layers.LayerNormalization`; Ba, Kiros,
/// Hinton, *Layer Normalization*, 2016). By default over the last axis, with epsilon 1e-3.
///
/// Shapes: `gamma` and `beta` have the lengths of the normalized axes; the output has the input's
/// shape.
public final class LayerNormalization extends Layer {
  private static final ConfigKey<List<Integer>> AXIS = new ConfigKey<>("axis", Codec.INTEGERS);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Boolean> CENTER = new ConfigKey<>("center", Codec.TRUTH);
  private static final ConfigKey<Boolean> SCALE = new ConfigKey<>("scale", Codec.TRUTH);
  private static final ConfigKey<Initializer> BETA =
      new ConfigKey<>("beta_initializer", Initializers.CODEC);
  private static final ConfigKey<Initializer> GAMMA =
      new ConfigKey<>("gamma_initializer", Initializers.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<LayerNormalization> SCHEMA =
      Layer.<LayerNormalization>schemaOf("LayerNormalization")
          .optional(AXIS, layer -> layer.options.axes, List.of(-1))
          .optional(EPSILON, layer -> layer.options.epsilon, 1e-3)
          .optional(CENTER, layer -> layer.options.center, true)
          .optional(SCALE, layer -> layer.options.scale, true)
          .optional(BETA, layer -> layer.options.beta, new Zeros())
          .optional(GAMMA, layer -> layer.options.gamma, new Ones())
          .absent("rms_scaling", false)
          .absent("beta_regularizer", null)
          .absent("gamma_regularizer", null)
          .absent("beta_constraint", null)
          .absent("gamma_constraint", null)
          .build(LayerNormalization::new);

  private final Options options;

  private record Options(
      List<Integer> axes,
      double epsilon,
      boolean center,
      boolean scale,
      Initializer beta,
      Initializer gamma) {
    Options {
      if (axes.isEmpty()) {
        throw new IllegalArgumentException("layer normalization: needs at least one axis");
      }
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException(
            "layer normalization: epsilon must be above 0, got " + epsilon);
      }
    }
  }

  /// A layer that normalizes over the last axis.
  public LayerNormalization() {
    this(-1);
  }

  /// A layer that normalizes over these axes; negative ones count from the end.
  public LayerNormalization(int... axes) {
    this(
        Settings.DEFAULT,
        new Options(
            Arrays.stream(axes).boxed().toList(), 1e-3, true, true, new Zeros(), new Ones()));
  }

  private LayerNormalization(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private LayerNormalization(Config config) {
    this(
        settings(config),
        new Options(
            config.get(AXIS),
            config.get(EPSILON),
            config.get(CENTER),
            config.get(SCALE),
            config.get(BETA),
            config.get(GAMMA)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public LayerNormalization named(String name) {
    return new LayerNormalization(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with another number added to the variance}
  public LayerNormalization epsilon(double epsilon) {
    Options o = options;
    return new LayerNormalization(
        settings(), new Options(o.axes, epsilon, o.center, o.scale, o.beta, o.gamma));
  }

  /// {@return this layer, unbuilt, with or without `beta`}
  public LayerNormalization center(boolean center) {
    Options o = options;
    return new LayerNormalization(
        settings(), new Options(o.axes, o.epsilon, center, o.scale, o.beta, o.gamma));
  }

  /// {@return this layer, unbuilt, with or without `gamma`}
  public LayerNormalization scale(boolean scale) {
    Options o = options;
    return new LayerNormalization(
        settings(), new Options(o.axes, o.epsilon, o.center, scale, o.beta, o.gamma));
  }

  @Override
  public Schema<LayerNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    Shape shape = input.shape();
    int[] axes = axes(input);
    long[] lengths = Arrays.stream(axes).mapToLong(shape::dim).toArray();
    // Lengths of 1 for the axes in between, as broadcasting wants them.
    long[] aligned = new long[shape.rank() - axes[0]];
    Arrays.fill(aligned, 1);
    for (int i = 0; i < axes.length; i++) {
      aligned[axes[i] - axes[0]] = lengths[i];
    }
    Variable gamma = options.scale ? weights.add("gamma", Shape.of(lengths), options.gamma) : null;
    Variable beta = options.center ? weights.add("beta", Shape.of(lengths), options.beta) : null;
    return Forward.single((x, _) -> normalized(x, axes, gamma, beta, aligned));
  }

  private int[] axes(TensorType input) {
    int rank = input.shape().rank();
    int[] axes =
        options.axes.stream()
            .mapToInt(axis -> axis < 0 ? axis + rank : axis)
            .distinct()
            .sorted()
            .toArray();
    boolean valid =
        Arrays.stream(axes)
            .allMatch(axis -> axis >= 0 && axis < rank && input.shape().isKnown(axis));
    if (!valid || axes.length < options.axes.size()) {
      throw new ShapeException(
          "layer normalization: needs the axes %s, each once and of known length; got x=%s"
              .formatted(options.axes, input));
    }
    return axes;
  }

  private Tensor normalized(
      Tensor x, int[] axes, @Nullable Variable gamma, @Nullable Variable beta, long[] aligned) {
    Tensor centered = x.sub(x.mean(Axes.of(axes).keep()));
    Tensor variance = centered.square().mean(Axes.of(axes).keep());
    Tensor y = centered.div(variance.add(options.epsilon).sqrt());
    if (gamma != null) {
      y = y.mul(gamma.reshape(aligned).cast(y.dtype()));
    }
    return beta == null ? y : y.add(beta.reshape(aligned).cast(y.dtype()));
  }
}
