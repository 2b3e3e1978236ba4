package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Categorical cross-entropy in which what is predicted well counts little (Lin et al. 2018, "Focal
/// Loss for Dense Object Detection"; `keras.losses.CategoricalFocalCrossentropy`): `−Σ alpha·(1 −
/// p)^gamma·y·log p` over the classes. Predictions are scaled to sum to 1 and clipped to [1e-7, 1 −
/// 1e-7].
///
/// Shapes: targets and prediction `[n, …, classes]`, losses `[n, …]`.
///
/// @param fromLogits whether predictions are logits, not probabilities
/// @param labelSmoothing how far targets are drawn towards the same value for each class, from 0 to
///   1
/// @param axis the axis of the classes
/// @param alpha the weight of all classes, 0.25 by default, or one for each
/// @param gamma how much good predictions are discounted, 2 by default
/// @param settings what every loss can be told
public record CategoricalFocalCrossentropy(
    boolean fromLogits,
    double labelSmoothing,
    int axis,
    List<Double> alpha,
    double gamma,
    Settings settings)
    implements AdjustableLoss<CategoricalFocalCrossentropy> {
  private static final String NAME = "categorical_focal_crossentropy";
  private static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);
  private static final ConfigKey<Double> SMOOTHING =
      new ConfigKey<>("label_smoothing", Codec.NUMBER);
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);
  private static final ConfigKey<List<Double>> ALPHA =
      new ConfigKey<>(
          "alpha",
          new Codec<>(
              CategoricalFocalCrossentropy::readAlpha, a -> a.size() == 1 ? a.getFirst() : a));
  private static final ConfigKey<Double> GAMMA = new ConfigKey<>("gamma", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<CategoricalFocalCrossentropy> SCHEMA =
      AdjustableLoss.<CategoricalFocalCrossentropy>schemaOf("CategoricalFocalCrossentropy", NAME)
          .optional(FROM_LOGITS, CategoricalFocalCrossentropy::fromLogits, false)
          .optional(SMOOTHING, CategoricalFocalCrossentropy::labelSmoothing, 0.0)
          .optional(AXIS, CategoricalFocalCrossentropy::axis, -1)
          .optional(ALPHA, CategoricalFocalCrossentropy::alpha, List.of(0.25))
          .optional(GAMMA, CategoricalFocalCrossentropy::gamma, 2.0)
          .build(c ->
              new CategoricalFocalCrossentropy(
                  c.get(FROM_LOGITS),
                  c.get(SMOOTHING),
                  c.get(AXIS),
                  c.get(ALPHA),
                  c.get(GAMMA),
                  new Settings(c)));

  /// Checks the settings.
  public CategoricalFocalCrossentropy {
    Checked.fraction(NAME, "labelSmoothing", labelSmoothing);
    alpha = List.copyOf(alpha);
    if (alpha.isEmpty()) {
      throw new IllegalArgumentException(NAME + ": alpha needs at least one number");
    }
    alpha.forEach(weight -> Checked.notNegative(NAME, "alpha", weight));
    Checked.notNegative(NAME, "gamma", gamma);
  }

  /// The loss of probabilities, `alpha` 0.25 and `gamma` 2, reduced to the mean.
  public CategoricalFocalCrossentropy() {
    this(false, 0, -1, List.of(0.25), 2, new Settings(NAME));
  }

  /// {@return this loss of logits, or of probabilities}
  public CategoricalFocalCrossentropy fromLogits(boolean value) {
    return new CategoricalFocalCrossentropy(value, labelSmoothing, axis, alpha, gamma, settings);
  }

  /// {@return this loss with targets drawn towards the same value for each class}
  public CategoricalFocalCrossentropy labelSmoothing(double value) {
    return new CategoricalFocalCrossentropy(fromLogits, value, axis, alpha, gamma, settings);
  }

  /// {@return this loss with the classes along another axis}
  public CategoricalFocalCrossentropy axis(int value) {
    return new CategoricalFocalCrossentropy(
        fromLogits, labelSmoothing, value, alpha, gamma, settings);
  }

  /// {@return this loss with another weight of all classes, or one for each along the last axis}
  public CategoricalFocalCrossentropy alpha(double... weights) {
    List<Double> changed = Arrays.stream(weights).boxed().toList();
    return new CategoricalFocalCrossentropy(
        fromLogits, labelSmoothing, axis, changed, gamma, settings);
  }

  /// {@return this loss with good predictions discounted more or less}
  public CategoricalFocalCrossentropy gamma(double value) {
    return new CategoricalFocalCrossentropy(
        fromLogits, labelSmoothing, axis, alpha, value, settings);
  }

  @Override
  public CategoricalFocalCrossentropy with(Settings changed) {
    return new CategoricalFocalCrossentropy(
        fromLogits, labelSmoothing, axis, alpha, gamma, changed);
  }

  @Override
  public Schema<CategoricalFocalCrossentropy> schema() {
    return SCHEMA;
  }

  private static List<Double> readAlpha(@Nullable Object value) {
    return value instanceof List<?> weights
        ? weights.stream().map(weight -> Codec.NUMBER.read().apply(weight)).toList()
        : List.of(Codec.NUMBER.read().apply(value));
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    Checked.oneHot(yTrue.type(), yPred);
    if (alpha.size() > 1 && alpha.size() != yPred.shape().dim(-1)) {
      throw new ShapeException(
          "loss: alpha needs one number, or one for each class; got %d numbers, prediction=%s"
              .formatted(alpha.size(), yPred));
    }
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    check(yTrue, yPred.type());
    Pair pair = Pair.of(yTrue, yPred);
    Pair smooth = pair.smoothed(labelSmoothing, (double) pair.prediction().dim(axis));
    Tensor given = smooth.prediction();
    Tensor p = Probabilities.normalized(fromLogits ? given.softmax(axis) : given, axis);
    Tensor discount = Probabilities.rest(p).pow(gamma);
    Tensor weighted =
        alpha.size() == 1
            ? discount.mul(alpha.getFirst())
            : discount.mul(weights().cast(discount.dtype()));
    return weighted.mul(smooth.target()).mul(p.log()).sum(axis).neg();
  }

  private Tensor weights() {
    return Tensor.of(alpha.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
