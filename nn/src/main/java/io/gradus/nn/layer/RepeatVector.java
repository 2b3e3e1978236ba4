package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Index;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Makes steps of a vector, all alike (`keras.layers.RepeatVector`).
///
/// Shapes: input `[n, features]`, output `[n, count, features]`.
public final class RepeatVector extends Layer {
  private static final ConfigKey<Integer> COUNT = new ConfigKey<>("n", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<RepeatVector> SCHEMA =
      Layer.<RepeatVector>schemaOf("RepeatVector")
          .required(COUNT, layer -> layer.count)
          .build(RepeatVector::new);

  private final int count;

  /// A layer that makes `count` steps.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public RepeatVector(int count) {
    this(Settings.DEFAULT, count);
  }

  private RepeatVector(Settings settings, int count) {
    super(settings);
    if (count < 1) {
      throw new IllegalArgumentException("repeat vector: n must be at least 1, got " + count);
    }
    this.count = count;
  }

  private RepeatVector(Config config) {
    this(settings(config), config.get(COUNT));
  }

  /// {@return this layer, unbuilt, with the given name}
  public RepeatVector named(String name) {
    return new RepeatVector(settings().named(name), count);
  }

  @Override
  public Schema<RepeatVector> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() != 2) {
      throw new ShapeException(
          "repeat vector: needs 2 axes, [n, features]; got x=%s%s"
              .formatted(input, Hints.oneSample(input.shape().rank(), 2)));
    }
    Shape stretched = Shape.of(Shape.UNKNOWN, count, Shape.UNKNOWN);
    return Forward.single((x, _) -> x.get(Index.ALL, Index.NEW_AXIS).broadcastTo(stretched));
  }
}
