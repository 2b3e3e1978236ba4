package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Brings values to another scale: `x·scale + offset` (`keras.layers.Rescaling`). `new Rescaling(1
/// / 255.0)` makes [0, 1] of bytes. Scale and offset are one number each, or one for each channel
/// (the last axis). Integers become the layer's floating type.
///
/// Shapes: the output has the input's.
public final class Rescaling extends Layer {
  private static final ConfigKey<List<Double>> SCALE = new ConfigKey<>("scale", Codec.NUMBERS);
  private static final ConfigKey<List<Double>> OFFSET = new ConfigKey<>("offset", Codec.NUMBERS);

  /// The configuration, as Keras writes it.
  public static final Schema<Rescaling> SCHEMA =
      Layer.<Rescaling>schemaOf("Rescaling")
          .required(SCALE, rescaling -> rescaling.scale)
          .optional(OFFSET, rescaling -> rescaling.offset, List.of(0.0))
          .build(Rescaling::new);

  private final List<Double> scale;
  private final List<Double> offset;

  /// A layer that multiplies.
  public Rescaling(double scale) {
    this(scale, 0);
  }

  /// A layer that multiplies and adds.
  public Rescaling(double scale, double offset) {
    this(Settings.DEFAULT, List.of(scale), List.of(offset));
  }

  /// A layer that multiplies and adds numbers of each channel's own.
  public Rescaling(List<Double> scale, List<Double> offset) {
    this(Settings.DEFAULT, scale, offset);
  }

  private Rescaling(Settings settings, List<Double> scale, List<Double> offset) {
    super(settings);
    if (scale.isEmpty() || offset.isEmpty()) {
      throw new IllegalArgumentException(
          "rescaling: needs a scale and an offset, or one a channel");
    }
    this.scale = List.copyOf(scale);
    this.offset = List.copyOf(offset);
  }

  private Rescaling(Config config) {
    this(settings(config), config.get(SCALE), config.get(OFFSET));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Rescaling named(String name) {
    return new Rescaling(settings().named(name), scale, offset);
  }

  @Override
  public Schema<Rescaling> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    Tensor factor = channels(input, "scale", scale);
    Tensor shift = channels(input, "offset", offset);
    return Forward.single((x, _) -> x.cast(policy().compute()).mul(factor).add(shift));
  }

  private Tensor channels(TensorType input, String name, List<Double> values) {
    boolean fits =
        values.size() == 1
            || (input.shape().rank() > 0
                && input.shape().isKnown(-1)
                && input.shape().dim(-1) == values.size());
    if (!fits) {
      throw new ShapeException(
          "rescaling: %s has %d numbers, not one for each channel; got x=%s"
              .formatted(name, values.size(), input));
    }
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    Tensor all = Tensor.of(numbers).cast(policy().compute());
    return values.size() == 1 ? all.reshape() : all;
  }
}
