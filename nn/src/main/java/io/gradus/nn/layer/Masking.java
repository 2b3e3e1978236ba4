package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Masks the steps of a sequence whose features all equal a value, and makes these features 0
/// (`keras.layers.Masking`). Layers that know masks skip them.
///
/// Shapes: input and output `[batch, time, …, features]`, mask `[batch, time, …]`.
public final class Masking extends Layer {
  private static final ConfigKey<Double> VALUE = new ConfigKey<>("mask_value", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<Masking> SCHEMA =
      Layer.<Masking>schemaOf("Masking")
          .optional(VALUE, masking -> masking.value, 0.0)
          .build(config -> new Masking(settings(config), config.get(VALUE)));

  private final double value;

  /// A layer that masks steps of zeros.
  public Masking() {
    this(0);
  }

  /// A layer that masks steps whose features all equal the value.
  public Masking(double value) {
    this(Settings.DEFAULT, value);
  }

  private Masking(Settings settings, double value) {
    super(settings);
    this.value = value;
  }

  /// {@return this layer, unbuilt, with the given name}
  public Masking named(String name) {
    return new Masking(settings().named(name), value);
  }

  @Override
  public Schema<Masking> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    if (inputs.getFirst().shape().rank() < 2) {
      throw new ShapeException(
          "masking: needs at least two axes, the last with the features; got x=%s%s"
              .formatted(inputs.getFirst(), Hints.oneSample(inputs.getFirst().shape().rank(), 2)));
    }
    return (in, _) -> {
      Tensor x = in.one();
      Tensor counts = x.notEqual(value).any(Axes.of(-1).keep());
      return Values.of(counts.where(x, 0)).masked(counts.squeeze(-1));
    };
  }
}
