package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of errors that count as squares while small and as absolute values when large (Huber
/// 1964; `keras.losses.Huber`): `½·e²` for errors up to `delta`, `delta·|e| − ½·delta²` beyond,
/// averaged over the last axis.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param delta where errors begin to be large, 1 by default
/// @param settings what every loss can be told
public record Huber(double delta, Settings settings) implements AdjustableLoss<Huber> {
  private static final String NAME = "huber_loss";
  private static final ConfigKey<Double> DELTA = new ConfigKey<>("delta", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<Huber> SCHEMA =
      AdjustableLoss.<Huber>schemaOf("Huber", NAME)
          .optional(DELTA, Huber::delta, 1.0)
          .build(config -> new Huber(config.get(DELTA), new Settings(config)));

  /// Checks the settings.
  public Huber {
    Checked.notNegative("huber", "delta", delta);
  }

  /// The loss with a `delta` of 1, reduced to the mean.
  public Huber() {
    this(1);
  }

  /// The loss, reduced to the mean.
  public Huber(double delta) {
    this(delta, new Settings(NAME));
  }

  @Override
  public Huber with(Settings changed) {
    return new Huber(delta, changed);
  }

  @Override
  public Schema<Huber> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Tensor error = Pair.of(yTrue, yPred).error();
    Tensor size = error.abs();
    Tensor large = size.mul(delta).sub(delta * delta / 2);
    return size.lessEqual(delta).where(error.square().mul(0.5), large).mean(-1);
  }
}
