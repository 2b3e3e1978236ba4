package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// What is missing to a margin of 1 between the class and the best of the others
/// (`keras.losses.CategoricalHinge`).
///
/// `max(max((1 − y)·p) − Σ y·p + 1, 0)` over the last axis.
///
/// Shapes: one-hot targets and prediction `[n, …, classes]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record CategoricalHinge(Settings settings) implements AdjustableLoss<CategoricalHinge> {
  /// The configuration, as Keras writes it.
  public static final Schema<CategoricalHinge> SCHEMA =
      AdjustableLoss.<CategoricalHinge>schemaOf("CategoricalHinge", "categorical_hinge")
          .build(config -> new CategoricalHinge(new Settings(config)));

  /// The loss, reduced to the mean.
  public CategoricalHinge() {
    this(new Settings("categorical_hinge"));
  }

  @Override
  public CategoricalHinge with(Settings changed) {
    return new CategoricalHinge(changed);
  }

  @Override
  public Schema<CategoricalHinge> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    Tensor right = pair.target().mul(pair.prediction()).sum(-1);
    Tensor wrong = pair.target().neg().add(1).mul(pair.prediction()).max(-1);
    return wrong.sub(right).add(1).maximum(0);
  }
}
