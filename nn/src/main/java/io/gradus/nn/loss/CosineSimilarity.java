package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// The negative cosine of the angle between targets and prediction: `−Σ y·p / (‖y‖·‖p‖)` along an
/// axis, −1 for the same direction, 0 for a right angle or a zero vector
/// (`keras.losses.CosineSimilarity`).
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param axis the axis of the vectors, the last one by default
/// @param settings what every loss can be told
public record CosineSimilarity(int axis, Settings settings)
    implements AdjustableLoss<CosineSimilarity> {
  private static final String NAME = "cosine_similarity";
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<CosineSimilarity> SCHEMA =
      AdjustableLoss.<CosineSimilarity>schemaOf("CosineSimilarity", NAME)
          .optional(AXIS, CosineSimilarity::axis, -1)
          .build(config -> new CosineSimilarity(config.get(AXIS), new Settings(config)));

  /// The loss of vectors along the last axis, reduced to the mean.
  public CosineSimilarity() {
    this(-1);
  }

  /// The loss of vectors along an axis, reduced to the mean.
  public CosineSimilarity(int axis) {
    this(axis, new Settings(NAME));
  }

  @Override
  public CosineSimilarity with(Settings changed) {
    return new CosineSimilarity(axis, changed);
  }

  @Override
  public Schema<CosineSimilarity> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    int along = pair.target().shape().axis("loss", axis);
    Tensor product = unit(pair.target(), along).mul(unit(pair.prediction(), along));
    return product.sum(along).neg();
  }

  // Lengths below 1e-7 count as that, which also keeps the gradient of a zero vector finite.
  private static Tensor unit(Tensor x, int along) {
    Tensor square = x.square().sum(Axes.of(along).keep());
    return x.div(square.maximum(Probabilities.EPSILON * Probabilities.EPSILON).sqrt());
  }
}
