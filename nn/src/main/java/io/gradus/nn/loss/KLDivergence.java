package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The Kullback–Leibler divergence of the prediction from the targets
/// (`keras.losses.KLDivergence`).
///
/// `Σ y·log(y/p)` over the last axis, both clipped to [1e-7, 1].
///
/// Shapes: probabilities `[n, …, classes]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record KLDivergence(Settings settings) implements AdjustableLoss<KLDivergence> {
  /// The configuration, as Keras writes it.
  public static final Schema<KLDivergence> SCHEMA =
      AdjustableLoss.<KLDivergence>schemaOf("KLDivergence", "kl_divergence")
          .build(config -> new KLDivergence(new Settings(config)));

  /// The loss, reduced to the mean.
  public KLDivergence() {
    this(new Settings("kl_divergence"));
  }

  @Override
  public KLDivergence with(Settings changed) {
    return new KLDivergence(changed);
  }

  @Override
  public Schema<KLDivergence> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    Tensor target = pair.target().clip(Probabilities.EPSILON, 1);
    Tensor prediction = pair.prediction().clip(Probabilities.EPSILON, 1);
    return target.mul(target.div(prediction).log()).sum(-1);
  }
}
