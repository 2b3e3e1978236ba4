package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Binary cross-entropy in which what is predicted well counts little (Lin et al. 2018, "Focal Loss
/// for Dense Object Detection"; `keras.losses.BinaryFocalCrossentropy`): `mean((1 −
/// q)^gamma·(−y·log p − (1 − y)·log(1 − p)))` over an axis, where `q = y·p + (1 − y)·(1 − p)` is
/// the probability given to the target. In the logarithms, probabilities are clipped to [1e-7, 1 −
/// 1e-7].
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param fromLogits whether predictions are logits, not probabilities
/// @param labelSmoothing how far targets are drawn towards ½, from 0 to 1
/// @param axis the axis that the mean is taken over
/// @param applyClassBalancing whether targets of 1 are weighted with `alpha`, those of 0 with `1 −
///   alpha`
/// @param alpha the weight of 1
/// @param gamma how much good predictions are discounted, 2 by default
/// @param settings what every loss can be told
public record BinaryFocalCrossentropy(
    boolean fromLogits,
    double labelSmoothing,
    int axis,
    boolean applyClassBalancing,
    double alpha,
    double gamma,
    Settings settings)
    implements AdjustableLoss<BinaryFocalCrossentropy> {
  private static final String NAME = "binary_focal_crossentropy";
  private static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);
  private static final ConfigKey<Double> SMOOTHING =
      new ConfigKey<>("label_smoothing", Codec.NUMBER);
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);
  private static final ConfigKey<Boolean> BALANCED =
      new ConfigKey<>("apply_class_balancing", Codec.TRUTH);
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);
  private static final ConfigKey<Double> GAMMA = new ConfigKey<>("gamma", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<BinaryFocalCrossentropy> SCHEMA =
      AdjustableLoss.<BinaryFocalCrossentropy>schemaOf("BinaryFocalCrossentropy", NAME)
          .optional(FROM_LOGITS, BinaryFocalCrossentropy::fromLogits, false)
          .optional(SMOOTHING, BinaryFocalCrossentropy::labelSmoothing, 0.0)
          .optional(AXIS, BinaryFocalCrossentropy::axis, -1)
          .optional(BALANCED, BinaryFocalCrossentropy::applyClassBalancing, false)
          .optional(ALPHA, BinaryFocalCrossentropy::alpha, 0.25)
          .optional(GAMMA, BinaryFocalCrossentropy::gamma, 2.0)
          .build(c ->
              new BinaryFocalCrossentropy(
                  c.get(FROM_LOGITS),
                  c.get(SMOOTHING),
                  c.get(AXIS),
                  c.get(BALANCED),
                  c.get(ALPHA),
                  c.get(GAMMA),
                  new Settings(c)));

  /// Checks the settings.
  public BinaryFocalCrossentropy {
    Checked.fraction(NAME, "labelSmoothing", labelSmoothing);
    Checked.fraction(NAME, "alpha", alpha);
    Checked.notNegative(NAME, "gamma", gamma);
  }

  /// The loss of probabilities without class balancing, `gamma` 2, reduced to the mean.
  public BinaryFocalCrossentropy() {
    this(false, 0, -1, false, 0.25, 2, new Settings(NAME));
  }

  /// {@return this loss of logits, or of probabilities}
  public BinaryFocalCrossentropy fromLogits(boolean value) {
    return new BinaryFocalCrossentropy(
        value, labelSmoothing, axis, applyClassBalancing, alpha, gamma, settings);
  }

  /// {@return this loss with targets drawn towards ½}
  public BinaryFocalCrossentropy labelSmoothing(double value) {
    return new BinaryFocalCrossentropy(
        fromLogits, value, axis, applyClassBalancing, alpha, gamma, settings);
  }

  /// {@return this loss, the mean taken over another axis}
  public BinaryFocalCrossentropy axis(int value) {
    return new BinaryFocalCrossentropy(
        fromLogits, labelSmoothing, value, applyClassBalancing, alpha, gamma, settings);
  }

  /// {@return this loss with targets of 1 weighted with `alpha`, those of 0 with `1 − alpha`}
  public BinaryFocalCrossentropy balanced(double weight) {
    return new BinaryFocalCrossentropy(
        fromLogits, labelSmoothing, axis, true, weight, gamma, settings);
  }

  /// {@return this loss with good predictions discounted more or less}
  public BinaryFocalCrossentropy gamma(double value) {
    return new BinaryFocalCrossentropy(
        fromLogits, labelSmoothing, axis, applyClassBalancing, alpha, value, settings);
  }

  @Override
  public BinaryFocalCrossentropy with(Settings changed) {
    return new BinaryFocalCrossentropy(
        fromLogits, labelSmoothing, axis, applyClassBalancing, alpha, gamma, changed);
  }

  @Override
  public Schema<BinaryFocalCrossentropy> schema() {
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
    Tensor no = Probabilities.rest(y);
    Tensor p = fromLogits ? pair.prediction().sigmoid() : pair.prediction();
    Tensor right = y.mul(p).add(no.mul(Probabilities.rest(p)));
    Tensor discount = Probabilities.rest(right).pow(gamma);
    Tensor losses = discount.mul(Probabilities.binaryCrossentropy(y, p));
    Tensor balanced =
        applyClassBalancing ? y.mul(alpha).add(no.mul(1 - alpha)).mul(losses) : losses;
    return balanced.mean(losses.shape().axis("loss", axis));
  }
}
