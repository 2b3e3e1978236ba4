package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// The mean of the concordance correlation between targets and predictions along an axis (Lin
/// 1989), `2·σ_yp / (σ_y² + σ_p² + (ȳ − p̄)²)` (`keras.metrics.ConcordanceCorrelation`).
public final class ConcordanceCorrelation extends MeanMetric implements Configured {
  private static final String NAME = "concordance_correlation";
  private static final double EPSILON = 1e-7;

  /// The configuration, as Keras writes it.
  public static final Schema<ConcordanceCorrelation> SCHEMA =
      Keys.<ConcordanceCorrelation>schema("ConcordanceCorrelation", NAME)
          .optional(Keys.AXIS, metric -> metric.axis, -1)
          .build(ConcordanceCorrelation::new);

  private final int axis;

  /// The metric along the last axis.
  public ConcordanceCorrelation() {
    this(NAME, -1);
  }

  private ConcordanceCorrelation(String name, int axis) {
    super(name);
    this.axis = axis;
  }

  private ConcordanceCorrelation(Config config) {
    this(config.get(Keys.NAME), config.get(Keys.AXIS));
  }

  /// {@return this metric with the given name and a state of its own}
  public ConcordanceCorrelation named(String name) {
    return new ConcordanceCorrelation(name, axis);
  }

  /// {@return this metric along another axis}
  public ConcordanceCorrelation axis(int changed) {
    return new ConcordanceCorrelation(name(), changed);
  }

  @Override
  public Schema<ConcordanceCorrelation> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    Tensor y = aligned.yTrue().cast(DType.FLOAT32);
    Tensor p = aligned.yPred().cast(DType.FLOAT32);
    Axes along = Axes.of(axis).keep();
    Tensor meanY = y.mean(along);
    Tensor meanP = p.mean(along);
    // Against the mean of the predictions in both factors, as in Keras: the sum over the second is
    // 0, so that what is taken from the first does not count.
    Tensor covariance = y.sub(meanP).mul(p.sub(meanP));
    Tensor norm =
        y.sub(meanY)
            .square()
            .mean(along)
            .add(p.sub(meanP).square().mean(along))
            .add(meanY.sub(meanP).square());
    return covariance.mul(2).div(norm.add(EPSILON)).mean(axis);
  }
}
