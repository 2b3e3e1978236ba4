package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// Draws vectors of one label together and those of different labels apart (Sun et al. 2020,
/// "Circle Loss"; `keras.losses.Circle`). Of the distances `d = max(1 − x·xᵀ, 0)` between the
/// vectors of a batch, for each vector, with `m` the margin:
///
/// `softplus(logΣexp(gamma·(m + d)·(d − m)) + logΣexp(gamma·(1 + m − d)·(1 − m − d)))`
///
/// where the first sum is over the vectors of the same label, the second over the others. A vector
/// without the one or the other does not count.
///
/// Shapes: labels `[n]` or `[n, 1]`, vectors of length 1 `[n, d]`, losses `[n]`.
///
/// @param gamma the scale of the distances, 80 by default
/// @param margin how much further apart vectors of different labels should be, 0.4 by default
/// @param removeDiagonal whether a vector is left out among those of its own label
/// @param settings what every loss can be told
public record Circle(double gamma, double margin, boolean removeDiagonal, Settings settings)
    implements AdjustableLoss<Circle> {
  private static final String NAME = "circle";
  private static final ConfigKey<Double> GAMMA = new ConfigKey<>("gamma", Codec.NUMBER);
  private static final ConfigKey<Double> MARGIN = new ConfigKey<>("margin", Codec.NUMBER);
  private static final ConfigKey<Boolean> DIAGONAL =
      new ConfigKey<>("remove_diagonal", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<Circle> SCHEMA =
      AdjustableLoss.<Circle>schemaOf("Circle", NAME)
          .optional(GAMMA, Circle::gamma, 80.0)
          .optional(MARGIN, Circle::margin, 0.4)
          .optional(DIAGONAL, Circle::removeDiagonal, true)
          .build(c -> new Circle(c.get(GAMMA), c.get(MARGIN), c.get(DIAGONAL), new Settings(c)));

  /// Checks the settings.
  public Circle {
    Checked.notNegative(NAME, "gamma", gamma);
    Checked.fraction(NAME, "margin", margin);
  }

  /// The loss with `gamma` 80 and a margin of 0.4, reduced to the mean.
  public Circle() {
    this(80, 0.4, true, new Settings(NAME));
  }

  /// {@return this loss with another scale of the distances}
  public Circle gamma(double value) {
    return new Circle(value, margin, removeDiagonal, settings);
  }

  /// {@return this loss with another margin}
  public Circle margin(double value) {
    return new Circle(gamma, value, removeDiagonal, settings);
  }

  /// {@return this loss, a vector left out among those of its own label or not}
  public Circle removeDiagonal(boolean value) {
    return new Circle(gamma, margin, value, settings);
  }

  @Override
  public Circle with(Settings changed) {
    return new Circle(gamma, margin, removeDiagonal, changed);
  }

  @Override
  public Schema<Circle> schema() {
    return SCHEMA;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    Shape labels = yTrue.shape();
    Shape vectors = yPred.shape();
    boolean column = labels.rank() == 2 && labels.dim(1) == 1;
    if (vectors.rank() != 2 || !(labels.rank() == 1 || column) || labels.dim(0) != vectors.dim(0)) {
      throw new ShapeException(
          "loss: needs a label for each of the vectors [n, d]; got y=%s, prediction=%s"
              .formatted(yTrue.type(), yPred));
    }
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    check(yTrue, yPred.type());
    Tensor x = yPred.cast(yPred.dtype().toFloating());
    Tensor d = Probabilities.rest(x.matmul(x.transpose())).relu();
    Tensor labels = WholeNumbers.of(DType.INT64, "loss: label", "").of(yTrue).reshape(-1, 1);
    Tensor same = labels.equal(labels.transpose());
    Tensor others = same.logicalNot();
    Tensor alike = removeDiagonal ? same.logicalAnd(offDiagonal(x.dim(0))) : same;
    Tensor near = d.add(margin).mul(d.sub(margin)).mul(gamma);
    Tensor far = d.neg().add(1 + margin).relu().mul(d.neg().add(1 - margin)).mul(gamma);
    Tensor loss = logSumExp(alike, near).add(logSumExp(others, far)).softplus();
    return alike.any(1).logicalAnd(others.any(1)).where(loss, 0);
  }

  @Override
  public Tensor mask(Tensor yTrue, Tensor losses) {
    return losses.greater(0);
  }

  private static Tensor offDiagonal(long n) {
    Tensor numbers = Tensor.arange(Math.toIntExact(n));
    return numbers.expandDims(1).notEqual(numbers);
  }

  // Of a row without any, all are taken, so that its gradient stays finite; the row is dropped.
  private static Tensor logSumExp(Tensor taken, Tensor x) {
    Tensor none = taken.any(Axes.of(1).keep()).logicalNot();
    return taken.logicalOr(none).where(x, Double.NEGATIVE_INFINITY).logSumExp(1);
  }
}
