package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// A cross-entropy that wrong labels disturb less (Zhang and Sabuncu 2018;
/// `keras.losses.CategoricalGeneralizedCrossEntropy`): `(1 − p[label]^q) / q`, which goes from
/// `−log p` for `q` near 0 to the mean absolute error for `q` near 1.
///
/// Shapes: labels that are class numbers `[n, …]` or `[n, …, 1]`, probabilities `[n, …, classes]`,
/// losses `[n, …]`.
///
/// @param q between 0 and 1, ½ by default
/// @param settings what every loss can be told
public record CategoricalGeneralizedCrossEntropy(double q, Settings settings)
    implements AdjustableLoss<CategoricalGeneralizedCrossEntropy> {
  private static final String NAME = "categorical_generalized_cross_entropy";
  private static final ConfigKey<Double> Q = new ConfigKey<>("q", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<CategoricalGeneralizedCrossEntropy> SCHEMA =
      AdjustableLoss.<CategoricalGeneralizedCrossEntropy>schemaOf(
              "CategoricalGeneralizedCrossEntropy", NAME)
          .optional(Q, CategoricalGeneralizedCrossEntropy::q, 0.5)
          .build(c -> new CategoricalGeneralizedCrossEntropy(c.get(Q), new Settings(c)));

  /// Checks the settings.
  public CategoricalGeneralizedCrossEntropy {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException(NAME + ": q must be in (0, 1), got " + q);
    }
  }

  /// The loss with a `q` of ½, reduced to the mean.
  public CategoricalGeneralizedCrossEntropy() {
    this(0.5);
  }

  /// The loss, reduced to the mean.
  public CategoricalGeneralizedCrossEntropy(double q) {
    this(q, new Settings(NAME));
  }

  @Override
  public CategoricalGeneralizedCrossEntropy with(Settings changed) {
    return new CategoricalGeneralizedCrossEntropy(q, changed);
  }

  @Override
  public Schema<CategoricalGeneralizedCrossEntropy> schema() {
    return SCHEMA;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    var _ = numbers(yTrue, yPred);
  }

  private static ClassNumbers numbers(Tensor yTrue, TensorType yPred) {
    return ClassNumbers.of(yTrue, yPred, -1, null);
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    ClassNumbers numbers = numbers(yTrue, yPred.type());
    Tensor p = numbers.oneHot().where(yPred.cast(yPred.dtype().toFloating()), 0).sum(-1);
    return Probabilities.rest(p.pow(q)).div(q);
  }
}
