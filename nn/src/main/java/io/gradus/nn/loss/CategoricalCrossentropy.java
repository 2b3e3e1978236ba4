package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Cross-entropy between one-hot targets, or other probabilities, and predicted probabilities: `−Σ
/// y·log p` over the classes (`keras.losses.CategoricalCrossentropy`). Predictions are scaled to
/// sum to 1 and clipped to [1e-7, 1 − 1e-7]; of logits it is computed without that.
///
/// Shapes: targets and prediction `[n, …, classes]`, losses `[n, …]`.
///
/// @param fromLogits whether predictions are logits, not probabilities
/// @param labelSmoothing how far targets are drawn towards the same value for each class, from 0 to
///   1
/// @param axis the axis of the classes
/// @param settings what every loss can be told
public record CategoricalCrossentropy(
    boolean fromLogits, double labelSmoothing, int axis, Settings settings)
    implements AdjustableLoss<CategoricalCrossentropy> {
  private static final String NAME = "categorical_crossentropy";
  private static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);
  private static final ConfigKey<Double> SMOOTHING =
      new ConfigKey<>("label_smoothing", Codec.NUMBER);
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<CategoricalCrossentropy> SCHEMA =
      AdjustableLoss.<CategoricalCrossentropy>schemaOf("CategoricalCrossentropy", NAME)
          .optional(FROM_LOGITS, CategoricalCrossentropy::fromLogits, false)
          .optional(SMOOTHING, CategoricalCrossentropy::labelSmoothing, 0.0)
          .optional(AXIS, CategoricalCrossentropy::axis, -1)
          .build(c ->
              new CategoricalCrossentropy(
                  c.get(FROM_LOGITS), c.get(SMOOTHING), c.get(AXIS), new Settings(c)));

  /// Checks the settings.
  public CategoricalCrossentropy {
    Checked.fraction(NAME, "labelSmoothing", labelSmoothing);
  }

  /// The loss of probabilities, reduced to the mean.
  public CategoricalCrossentropy() {
    this(false, 0, -1, new Settings(NAME));
  }

  /// {@return this loss of logits, or of probabilities}
  public CategoricalCrossentropy fromLogits(boolean value) {
    return new CategoricalCrossentropy(value, labelSmoothing, axis, settings);
  }

  /// {@return this loss with targets drawn towards the same value for each class}
  public CategoricalCrossentropy labelSmoothing(double value) {
    return new CategoricalCrossentropy(fromLogits, value, axis, settings);
  }

  /// {@return this loss with the classes along another axis}
  public CategoricalCrossentropy axis(int value) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing, value, settings);
  }

  @Override
  public CategoricalCrossentropy with(Settings changed) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, changed);
  }

  @Override
  public Schema<CategoricalCrossentropy> schema() {
    return SCHEMA;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    Checked.oneHot(yTrue.type(), yPred);
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Checked.oneHot(yTrue.type(), yPred.type());
    Pair pair = Pair.of(yTrue, yPred);
    Pair smooth = pair.smoothed(labelSmoothing, (double) pair.prediction().dim(axis));
    Tensor p = smooth.prediction();
    Tensor logarithms = fromLogits ? p.logSoftmax(axis) : Probabilities.normalized(p, axis).log();
    return smooth.target().mul(logarithms).sum(axis).neg();
  }
}
