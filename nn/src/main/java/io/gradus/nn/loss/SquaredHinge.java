package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of the squares of what is missing to a margin of 1 on the right side
/// (`keras.losses.SquaredHinge`).
///
/// `mean(max(1 − y·p, 0)²)` over the last axis. The targets `y` are −1 or 1; where all targets of a
/// batch are 0 or 1, a 0 counts as −1.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record SquaredHinge(Settings settings) implements AdjustableLoss<SquaredHinge> {
  /// The configuration, as Keras writes it.
  public static final Schema<SquaredHinge> SCHEMA =
      AdjustableLoss.<SquaredHinge>schemaOf("SquaredHinge", "squared_hinge")
          .build(config -> new SquaredHinge(new Settings(config)));

  /// The loss, reduced to the mean.
  public SquaredHinge() {
    this(new Settings("squared_hinge"));
  }

  @Override
  public SquaredHinge with(Settings changed) {
    return new SquaredHinge(changed);
  }

  @Override
  public Schema<SquaredHinge> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return Margins.of(Pair.of(yTrue, yPred)).square().mean(-1);
  }
}
