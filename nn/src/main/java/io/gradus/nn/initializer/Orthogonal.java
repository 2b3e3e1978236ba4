package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// A random matrix whose columns, or if there are more columns than rows whose rows, have length
/// `gain` and are at right angles (Saxe et al. 2014; `keras.initializers.Orthogonal`). All axes but
/// the last count as rows.
///
/// @param gain the length, 1 by default
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record Orthogonal(double gain, @Nullable Integer seed) implements Initializer {
  private static final ConfigKey<Double> GAIN = new ConfigKey<>("gain", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<Orthogonal> SCHEMA =
      Schema.<Orthogonal>of("Orthogonal")
          .alias("OrthogonalInitializer")
          .optional(SEED, Orthogonal::seed, null)
          .optional(GAIN, Orthogonal::gain, 1.0)
          .build(c -> new Orthogonal(c.get(GAIN), c.get(SEED)));

  /// Checks the length.
  public Orthogonal {
    Limits.finite("orthogonal", "gain", gain);
  }

  /// Vectors of length 1.
  public Orthogonal() {
    this(1);
  }

  /// Numbers that follow from the model's seed and the weight's path.
  public Orthogonal(double gain) {
    this(gain, null);
  }

  /// {@return the matrix}
  ///
  /// @throws ShapeException if the type has less than two axes
  @Override
  public Tensor initialize(TensorType type, long key) {
    Shape shape = type.shape();
    if (shape.rank() < 2) {
      throw new ShapeException("orthogonal: needs at least two axes; got " + type);
    }
    int columns = Math.toIntExact(shape.dim(-1));
    int rows = Math.toIntExact(shape.slice(0, shape.rank() - 1).size());
    boolean wide = rows < columns;
    double[][] vectors =
        basis(Math.min(rows, columns), Math.max(rows, columns), seed == null ? key : seed);
    double[] values = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = gain * (wide ? vectors[i][j] : vectors[j][i]);
      }
    }
    return Tensor.of(values, shape).cast(type.dtype());
  }

  /// {@return `count` vectors at right angles, in a direction that is as likely as any other: Gram
  /// and Schmidt's process on normally distributed ones, each taken twice against rounding}
  private static double[][] basis(int count, int length, long key) {
    TensorType type = TensorType.of(DType.FLOAT64, count, length);
    double[] numbers = Tensor.randomNormal(type, 0, 1, key).toDoubleArray();
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      double[] vector = vectors[i];
      System.arraycopy(numbers, i * length, vector, 0, length);
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < i; before++) {
          add(-dot(vector, vectors[before]), vectors[before], vector);
        }
      }
      double norm = Math.sqrt(dot(vector, vector));
      for (int k = 0; k < length; k++) {
        vector[k] /= norm;
      }
    }
    return vectors;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static void add(double factor, double[] x, double[] to) {
    for (int k = 0; k < x.length; k++) {
      to[k] += factor * x[k];
    }
  }

  @Override
  public Schema<Orthogonal> schema() {
    return SCHEMA;
  }
}
