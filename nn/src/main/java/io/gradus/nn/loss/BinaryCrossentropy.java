package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Cross-entropy between targets that are 0, 1 or in between, and predicted probabilities of 1:
/// `mean(−y·log p − (1 − y)·log(1 − p))` over an axis (`keras.losses.BinaryCrossentropy`).
/// Probabilities are clipped to [1e-7, 1 − 1e-7]; of logits, or of a sigmoid that ends a model, it
/// is computed without that.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param fromLogits whether predictions are logits, not probabilities
/// @param labelSmoothing how far targets are drawn towards ½, from 0 to 1
/// @param axis the axis that the mean is taken over
/// @param settings what every loss can be told
public record BinaryCrossentropy(
    boolean fromLogits, double labelSmoothing, int axis, Settings settings)
    implements AdjustableLoss<BinaryCrossentropy> {
  private static final String NAME = "binary_crossentropy";
  private static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);
  private static final ConfigKey<Double> SMOOTHING =
      new ConfigKey<>("label_smoothing", Codec.NUMBER);
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<BinaryCrossentropy> SCHEMA =
      AdjustableLoss.<BinaryCrossentropy>schemaOf("BinaryCrossentropy", NAME)
          .optional(FROM_LOGITS, BinaryCrossentropy::fromLogits, false)
          .optional(SMOOTHING, BinaryCrossentropy::labelSmoothing, 0.0)
          .optional(AXIS, BinaryCrossentropy::axis, -1)
          .build(c ->
              new BinaryCrossentropy(
                  c.get(FROM_LOGITS), c.get(SMOOTHING), c.get(AXIS), new Settings(c)));

  /// Checks the settings.
  public BinaryCrossentropy {
    Checked.fraction(NAME, "labelSmoothing", labelSmoothing);
  }

  /// The loss of probabilities, reduced to the mean.
  public BinaryCrossentropy() {
    this(false, 0, -1, new Settings(NAME));
  }

  /// {@return this loss of logits, or of probabilities}
  public BinaryCrossentropy fromLogits(boolean value) {
    return new BinaryCrossentropy(value, labelSmoothing, axis, settings);
  }

  /// {@return this loss with targets drawn towards ½}
  public BinaryCrossentropy labelSmoothing(double value) {
    return new BinaryCrossentropy(fromLogits, value, axis, settings);
  }

  /// {@return this loss, the mean taken over another axis}
  public BinaryCrossentropy axis(int value) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing, value, settings);
  }

  @Override
  public BinaryCrossentropy with(Settings changed) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing, axis, changed);
  }

  @Override
  public Schema<BinaryCrossentropy> schema() {
    return SCHEMA;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    Pair.check(yTrue.type(), yPred);
    Checked.binary(yTrue, yPred);
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred).smoothed(labelSmoothing, 2);
    Tensor y = pair.target();
    Tensor p = pair.prediction();
    // Both parts are exact for large logits of either sign, and smooth at 0.
    Tensor losses =
        fromLogits
            ? y.mul(p.neg().softplus()).add(Probabilities.rest(y).mul(p.softplus()))
            : Probabilities.binaryCrossentropy(y, p);
    return losses.mean(losses.shape().axis("loss", axis));
  }
}
