package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of what is missing to a margin of 1 on the right side (`keras.losses.Hinge`).
///
/// `mean(max(1 − y·p, 0))` over the last axis. The targets `y` are −1 or 1; where all targets of a
/// batch are 0 or 1, a 0 counts as −1.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record Hinge(Settings settings) implements AdjustableLoss<Hinge> {
  /// The configuration, as Keras writes it.
  public static final Schema<Hinge> SCHEMA =
      AdjustableLoss.<Hinge>schemaOf("Hinge", "hinge")
          .build(config -> new Hinge(new Settings(config)));

  /// The loss, reduced to the mean.
  public Hinge() {
    this(new Settings("hinge"));
  }

  @Override
  public Hinge with(Settings changed) {
    return new Hinge(changed);
  }

  @Override
  public Schema<Hinge> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return Margins.of(Pair.of(yTrue, yPred)).mean(-1);
  }
}
