package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;

/// Normalizes each sample over some axes to mean 0 and variance 1, then scales and shifts: `(x −
/// mean)/√(variance + epsilon)·gamma + beta` (`keras.layers.LayerNormalization`; Ba, Kiros, Hinton,
/// *Layer Normalization*, 2016). By default over the last axis, with epsilon 1e-3.
///
/// Shapes: `gamma` and `beta` have the lengths of the normalized axes; the output has the input's
/// shape. Halves are normalized as `float32`.
public final class LayerNormalization extends NormalizationLayer<LayerNormalization> {
  private static final String NAME = "layer normalization";
  private static final ConfigKey<List<Integer>> AXIS = new ConfigKey<>("axis", Codec.INTEGERS);

  /// The configuration, as Keras writes it.
  public static final Schema<LayerNormalization> SCHEMA =
      NormalizationOptions.keys(
              Layer.<LayerNormalization>schemaOf("LayerNormalization"), NormalizationLayer::options)
          .optional(AXIS, layer -> layer.axes, List.of(-1))
          .absent("rms_scaling", false)
          .build(LayerNormalization::new);

  private final List<Integer> axes;

  /// A layer that normalizes over the last axis.
  public LayerNormalization() {
    this(-1);
  }

  /// A layer that normalizes over these axes; negative ones count from the end.
  public LayerNormalization(int... axes) {
    this(Settings.DEFAULT, NormalizationOptions.DEFAULT, Arrays.stream(axes).boxed().toList());
  }

  private LayerNormalization(Settings settings, NormalizationOptions options, List<Integer> axes) {
    super(NAME, settings, options);
    this.axes = NormalizedAxes.checked(NAME, axes);
  }

  private LayerNormalization(Config config) {
    this(settings(config), NormalizationOptions.of(config), config.get(AXIS));
  }

  @Override
  LayerNormalization with(Settings settings, NormalizationOptions changed) {
    return new LayerNormalization(settings, changed, axes);
  }

  @Override
  public Schema<LayerNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    NormalizedAxes place = NormalizedAxes.of(NAME, axes, inputs.getFirst());
    ScaleAndShift learned = options().declare(weights, place.lengths(), place.aligned());
    Axes over = place.axes().keep();
    return Forward.single((x, _) -> learned.apply(standardized(wide(x), over)).cast(x.dtype()));
  }

  private Tensor standardized(Tensor x, Axes over) {
    double epsilon = options().epsilon();
    if (axes.size() == 1) {
      return x.standardize(axes.getFirst(), epsilon);
    }
    Tensor centered = x.sub(x.mean(over));
    return centered.mul(centered.square().mean(over).add(epsilon).rsqrt());
  }
}
