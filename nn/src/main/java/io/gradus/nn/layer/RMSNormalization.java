package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Ones;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;

/// Divides each sample by the root of its mean square over some axes, then scales: `x/√(mean(x²) +
/// epsilon)·scale` (`keras.layers.RMSNormalization`; Zhang and Sennrich, *Root Mean Square Layer
/// Normalization*, 2019). By default over the last axis, with epsilon 1e-6.
///
/// Shapes: `scale` has the lengths of the normalized axes; the output has the input's shape. Halves
/// are normalized as `float32`.
public final class RMSNormalization extends Layer {
  private static final String NAME = "rms normalization";
  private static final ConfigKey<List<Integer>> AXIS = new ConfigKey<>("axis", Codec.INTEGERS);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<RMSNormalization> SCHEMA =
      Layer.<RMSNormalization>schemaOf("RMSNormalization")
          .optional(AXIS, layer -> layer.axes, List.of(-1))
          .optional(EPSILON, layer -> layer.epsilon, 1e-6)
          .build(RMSNormalization::new);

  private final List<Integer> axes;
  private final double epsilon;

  /// A layer that normalizes over the last axis.
  public RMSNormalization() {
    this(-1);
  }

  /// A layer that normalizes over these axes; negative ones count from the end.
  public RMSNormalization(int... axes) {
    this(Settings.DEFAULT, Arrays.stream(axes).boxed().toList(), 1e-6);
  }

  private RMSNormalization(Settings settings, List<Integer> axes, double epsilon) {
    super(settings);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(NAME + ": epsilon must be above 0, got " + epsilon);
    }
    this.axes = NormalizedAxes.checked(NAME, axes);
    this.epsilon = epsilon;
  }

  private RMSNormalization(Config config) {
    this(settings(config), config.get(AXIS), config.get(EPSILON));
  }

  /// {@return this layer, unbuilt, with the given name}
  public RMSNormalization named(String name) {
    return new RMSNormalization(settings().named(name), axes, epsilon);
  }

  /// {@return this layer, unbuilt, with another number above 0 added to the mean square}
  public RMSNormalization epsilon(double changed) {
    return new RMSNormalization(settings(), axes, changed);
  }

  @Override
  public Schema<RMSNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    NormalizedAxes place = NormalizedAxes.of(NAME, axes, inputs.getFirst());
    Variable scale = weights.add("scale", place.lengths(), new Ones());
    Axes over = place.axes().keep();
    return Forward.single((x, _) -> {
      Tensor wide = NormalizationLayer.wide(x);
      Tensor y = wide.mul(wide.square().mean(over).add(epsilon).rsqrt());
      return y.mul(scale.reshape(place.aligned()).cast(y.dtype())).cast(x.dtype());
    });
  }
}
