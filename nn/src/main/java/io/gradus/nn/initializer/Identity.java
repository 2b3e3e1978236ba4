package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// A number on the diagonal of a matrix and 0 elsewhere (`keras.initializers.Identity`).
///
/// @param gain the number, 1 by default
public record Identity(double gain) implements Initializer {
  private static final ConfigKey<Double> GAIN = new ConfigKey<>("gain", Codec.NUMBER);

  /// The configuration, as Keras writes it; Keras leaves `gain` out.
  public static final Schema<Identity> SCHEMA =
      Schema.<Identity>of("Identity")
          .alias("IdentityInitializer")
          .extra(GAIN, Identity::gain, 1.0)
          .build(c -> new Identity(c.get(GAIN)));

  /// Checks the number.
  public Identity {
    Limits.finite("identity", "gain", gain);
  }

  /// Ones on the diagonal.
  public Identity() {
    this(1);
  }

  /// {@return the matrix}
  ///
  /// @throws ShapeException if the type is no matrix's
  @Override
  public Tensor initialize(TensorType type, long key) {
    Shape shape = type.shape();
    if (shape.rank() != 2) {
      throw new ShapeException("identity: needs two axes; got " + type);
    }
    int rows = Math.toIntExact(shape.dim(0));
    int columns = Math.toIntExact(shape.dim(1));
    double[] values = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < Math.min(rows, columns); i++) {
      values[i * columns + i] = gain;
    }
    return Tensor.of(values, shape).cast(type.dtype());
  }

  @Override
  public Schema<Identity> schema() {
    return SCHEMA;
  }
}
