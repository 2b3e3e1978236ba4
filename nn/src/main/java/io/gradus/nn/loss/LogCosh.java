package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of the logarithms of the hyperbolic cosine of the errors (`keras.losses.LogCosh`).
///
/// `mean(log(cosh(p − y)))` over the last axis: about `e²/2` for small errors `e`, `|e| − log 2`
/// for large ones.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record LogCosh(Settings settings) implements AdjustableLoss<LogCosh> {
  /// The configuration, as Keras writes it.
  public static final Schema<LogCosh> SCHEMA =
      AdjustableLoss.<LogCosh>schemaOf("LogCosh", "log_cosh")
          .build(config -> new LogCosh(new Settings(config)));

  private static final double LOG_2 = 0.6931471805599453;

  /// The loss, reduced to the mean.
  public LogCosh() {
    this(new Settings("log_cosh"));
  }

  @Override
  public LogCosh with(Settings changed) {
    return new LogCosh(changed);
  }

  @Override
  public Schema<LogCosh> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Tensor error = Pair.of(yTrue, yPred).error();
    return error.add(error.mul(-2).softplus()).sub(LOG_2).mean(-1);
  }
}
