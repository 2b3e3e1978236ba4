package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How little prediction and targets, both in [0, 1], overlap, what is missed and what is wrong
/// weighted apart (Salehi et al. 2017; `keras.losses.Tversky`): `1 − b / (b + alpha·w + beta·m +
/// 1e-7)` of `b = Σ y·p`, `w = Σ p·(1 − y)` and `m = Σ y·(1 − p)`. With both weights ½ it is
/// [Dice].
///
/// Shapes: targets and prediction have any one shape; the losses have it without the axes summed
/// over, by default all, so that there is one loss for the whole batch.
///
/// @param alpha the weight of false positives, ½ by default; up to Keras 3.15.1 that of false
///   negatives
/// @param beta the weight of false negatives, ½ by default; up to Keras 3.15.1 that of false
///   positives
/// @param axis the axes to sum over, or null for all
/// @param settings what every loss can be told
public record Tversky(double alpha, double beta, @Nullable List<Integer> axis, Settings settings)
    implements AdjustableLoss<Tversky> {
  private static final String NAME = "tversky";
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);
  private static final ConfigKey<Double> BETA = new ConfigKey<>("beta", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<Tversky> SCHEMA =
      AdjustableLoss.<Tversky>schemaOf("Tversky", NAME)
          .optional(ALPHA, Tversky::alpha, 0.5)
          .optional(BETA, Tversky::beta, 0.5)
          .optional(SumAxes.KEY, Tversky::axis, null)
          .build(c -> new Tversky(c.get(ALPHA), c.get(BETA), c.get(SumAxes.KEY), new Settings(c)));

  /// Checks the settings.
  public Tversky {
    Checked.notNegative(NAME, "alpha", alpha);
    Checked.notNegative(NAME, "beta", beta);
    axis = SumAxes.checked(NAME, axis);
  }

  /// The loss of the whole batch with weights of ½.
  public Tversky() {
    this(0.5, 0.5);
  }

  /// The loss of the whole batch with these weights.
  public Tversky(double alpha, double beta) {
    this(alpha, beta, null, new Settings(NAME));
  }

  /// {@return this loss, summed over these axes}
  public Tversky axis(int... axes) {
    return new Tversky(alpha, beta, Arrays.stream(axes).boxed().toList(), settings);
  }

  @Override
  public Tversky with(Settings changed) {
    return new Tversky(alpha, beta, axis, changed);
  }

  @Override
  public Schema<Tversky> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    Tensor y = pair.target();
    Tensor p = pair.prediction();
    Tensor both = SumAxes.sum(y.mul(p), axis);
    Tensor wrong = SumAxes.sum(Probabilities.rest(y).mul(p), axis).mul(alpha);
    Tensor missed = SumAxes.sum(Probabilities.rest(p).mul(y), axis).mul(beta);
    Tensor all = both.add(wrong).add(missed).add(Probabilities.EPSILON);
    return Probabilities.rest(both.div(all));
  }
}
