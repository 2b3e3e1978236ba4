package io.gradus.nn.regularizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;

/// A penalty on vectors that are not at right angles (`keras.regularizers.OrthogonalRegularizer`):
/// `factor` times the mean of the absolute cosines between all pairs of rows, or columns, of a
/// matrix.
///
/// @param factor its strength, at least 0, 0.01 by default
/// @param mode whether rows or columns are meant, `"rows"` by default
public record OrthogonalRegularizer(double factor, String mode) implements Regularizer {
  private static final String OF = "orthogonalRegularizer";
  private static final String ROWS = "rows";
  private static final String COLUMNS = "columns";
  private static final double SMALLEST_SQUARE = 1e-12;
  private static final ConfigKey<Double> FACTOR = new ConfigKey<>("factor", Codec.NUMBER);
  private static final ConfigKey<String> MODE = new ConfigKey<>("mode", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<OrthogonalRegularizer> SCHEMA =
      Schema.<OrthogonalRegularizer>of("OrthogonalRegularizer")
          .optional(FACTOR, OrthogonalRegularizer::factor, 0.01)
          .optional(MODE, OrthogonalRegularizer::mode, ROWS)
          .build(c -> new OrthogonalRegularizer(c.get(FACTOR), c.get(MODE)));

  /// Checks the settings.
  public OrthogonalRegularizer {
    Limits.atLeast(OF, "factor", factor, 0);
    if (!mode.equals(ROWS) && !mode.equals(COLUMNS)) {
      throw new IllegalArgumentException(
          "%s: mode must be %s or %s, got %s".formatted(OF, ROWS, COLUMNS, mode));
    }
  }

  /// A strength of 0.01 on rows.
  public OrthogonalRegularizer() {
    this(0.01);
  }

  /// This strength on rows.
  public OrthogonalRegularizer(double factor) {
    this(factor, ROWS);
  }

  /// {@return this penalty on the rows, or the columns}
  public OrthogonalRegularizer mode(String changed) {
    return new OrthogonalRegularizer(factor, changed);
  }

  /// {@return the penalty of a matrix with at least two rows, or columns}
  ///
  /// @throws ShapeException if `x` is no matrix
  @Override
  public Tensor penalty(Tensor x) {
    if (x.rank() != 2) {
      throw new ShapeException(OF + ": needs a matrix; got x=" + x.type());
    }
    Tensor rows = mode.equals(ROWS) ? x : x.transpose();
    Tensor squares = rows.square().sum(Axes.of(1).keep());
    Tensor unit = rows.div(squares.maximum(SMALLEST_SQUARE).sqrt());
    int size = Math.toIntExact(rows.dim(0));
    Tensor cosines = unit.matmul(unit.transpose()).mul(pairs(size).cast(x.dtype()));
    return cosines.abs().sum().mul(factor * 0.5).div(size * (size - 1.0) / 2);
  }

  /// {@return ones, but zeros on the diagonal}
  private static Tensor pairs(int size) {
    float[] ones = new float[size * size];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = i / size == i % size ? 0 : 1;
    }
    return Tensor.of(ones, Shape.of(size, size));
  }

  @Override
  public Schema<OrthogonalRegularizer> schema() {
    return SCHEMA;
  }
}
