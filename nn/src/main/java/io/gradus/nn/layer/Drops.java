package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// What layers have in common that drop a share of their inputs.
final class Drops {
  /// The share that is dropped.
  static final ConfigKey<Double> RATE = new ConfigKey<>("rate", Codec.NUMBER);

  /// Keras' seed; random numbers here follow from the model's seed.
  static final ConfigKey<@Nullable Integer> SEED = new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The shape of what is drawn, with unknown lengths for the input's; null for the input's shape.
  static final ConfigKey<@Nullable Shape> NOISE_SHAPE =
      new ConfigKey<>("noise_shape", InputLayer.SHAPE.orNull());

  private Drops() {}

  /// {@return the rate}
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1)
  static double checked(String operation, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(operation + ": rate must be in [0, 1), got " + rate);
    }
    return rate;
  }

  /// Refuses a noise shape that does not stretch to the input's shape.
  static void check(String operation, @Nullable Shape noise, TensorType input) {
    if (noise == null) {
      return;
    }
    Shape shape = input.shape();
    boolean fits = noise.rank() <= shape.rank();
    for (int i = 1; fits && i <= noise.rank(); i++) {
      boolean open = !noise.isKnown(-i) || noise.dim(-i) == 1 || !shape.isKnown(-i);
      fits = open || noise.dim(-i) == shape.dim(-i);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: the noise shape must stretch to that of x; got %s for x=%s"
              .formatted(operation, noise, input));
    }
  }

  /// {@return the share `1 − rate` of true, drawn anew in each step}
  static Tensor kept(Tensor x, @Nullable Shape noise, double rate, Call call) {
    TensorType type = x.type().withShape(noise == null ? x.shape() : filled(noise, x.shape()));
    return call.random().uniform(type).greaterEqual(rate);
  }

  private static Shape filled(Shape noise, Shape shape) {
    long[] dims = noise.dims();
    long[] all = shape.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = dims[axis] == Shape.UNKNOWN ? all[axis] : dims[axis];
    }
    return Shape.of(dims);
  }

  /// {@return the kept elements, scaled so that the mean stays; 0 for the others}
  static Tensor scaled(Tensor x, Tensor kept, double rate) {
    return kept.where(x.div(1 - rate), 0);
  }
}
