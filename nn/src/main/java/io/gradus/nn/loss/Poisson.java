package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The negative log-likelihood of counts whose rates are predicted, but for a constant
/// (`keras.losses.Poisson`).
///
/// `mean(p − y·log(p + 1e-7))` over the last axis.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record Poisson(Settings settings) implements AdjustableLoss<Poisson> {
  /// The configuration, as Keras writes it.
  public static final Schema<Poisson> SCHEMA =
      AdjustableLoss.<Poisson>schemaOf("Poisson", "poisson")
          .build(config -> new Poisson(new Settings(config)));

  /// The loss, reduced to the mean.
  public Poisson() {
    this(new Settings("poisson"));
  }

  @Override
  public Poisson with(Settings changed) {
    return new Poisson(changed);
  }

  @Override
  public Schema<Poisson> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    Tensor rates = pair.prediction();
    return rates.sub(pair.target().mul(rates.add(Probabilities.EPSILON).log())).mean(-1);
  }
}
