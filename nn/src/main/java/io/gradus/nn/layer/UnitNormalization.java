package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;

/// Divides each sample by its norm over some axes, so that the sum of squares along them is 1
/// (`keras.layers.UnitNormalization`). By default over the last axis. What is 0 stays 0.
///
/// Shapes: the output has the input's.
public final class UnitNormalization extends Layer {
  private static final String NAME = "unit normalization";
  private static final ConfigKey<List<Integer>> AXIS = new ConfigKey<>("axis", Codec.INTEGERS);

  /// The configuration, as Keras writes it.
  public static final Schema<UnitNormalization> SCHEMA =
      Layer.<UnitNormalization>schemaOf("UnitNormalization")
          .optional(AXIS, layer -> layer.axes, List.of(-1))
          .build(UnitNormalization::new);

  private final List<Integer> axes;

  /// A layer that normalizes over the last axis.
  public UnitNormalization() {
    this(-1);
  }

  /// A layer that normalizes over these axes; negative ones count from the end.
  public UnitNormalization(int... axes) {
    this(Settings.DEFAULT, Arrays.stream(axes).boxed().toList());
  }

  private UnitNormalization(Settings settings, List<Integer> axes) {
    super(settings);
    this.axes = NormalizedAxes.checked(NAME, axes);
  }

  private UnitNormalization(Config config) {
    this(settings(config), config.get(AXIS));
  }

  /// {@return this layer, unbuilt, with the given name}
  public UnitNormalization named(String name) {
    return new UnitNormalization(settings().named(name), axes);
  }

  @Override
  public Schema<UnitNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Shape shape = inputs.getFirst().shape();
    int[] over = axes.stream().mapToInt(axis -> shape.axis(NAME, axis)).toArray();
    return Forward.single((x, _) -> UnitLength.of(x, Axes.of(over)));
  }
}
