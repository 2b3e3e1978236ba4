package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// The mean of the correlation between targets and predictions along an axis, `Σ (y − ȳ)·(p − p̄) /
/// (n·σ_y·σ_p)` (`keras.metrics.PearsonCorrelation`); NaN where one of them does not vary.
public final class PearsonCorrelation extends MeanMetric implements Configured {
  private static final String NAME = "pearson_correlation";

  /// The configuration, as Keras writes it.
  public static final Schema<PearsonCorrelation> SCHEMA =
      Keys.<PearsonCorrelation>schema("PearsonCorrelation", NAME)
          .optional(Keys.AXIS, metric -> metric.axis, -1)
          .build(PearsonCorrelation::new);

  private final int axis;

  /// The metric along the last axis.
  public PearsonCorrelation() {
    this(NAME, -1);
  }

  private PearsonCorrelation(String name, int axis) {
    super(name);
    this.axis = axis;
  }

  private PearsonCorrelation(Config config) {
    this(config.get(Keys.NAME), config.get(Keys.AXIS));
  }

  /// {@return this metric with the given name and a state of its own}
  public PearsonCorrelation named(String name) {
    return new PearsonCorrelation(name, axis);
  }

  /// {@return this metric along another axis}
  public PearsonCorrelation axis(int changed) {
    return new PearsonCorrelation(name(), changed);
  }

  @Override
  public Schema<PearsonCorrelation> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    Tensor y = aligned.yTrue().cast(DType.FLOAT32);
    Tensor p = aligned.yPred().cast(DType.FLOAT32);
    return standard(y).mul(standard(p)).mean(axis);
  }

  private Tensor standard(Tensor x) {
    Axes along = Axes.of(axis).keep();
    return x.sub(x.mean(along)).div(x.std(along));
  }
}
