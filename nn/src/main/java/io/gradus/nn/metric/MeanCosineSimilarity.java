package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// The mean cosine of the angle between targets and predictions along an axis, `Σ y·p / (|y|·|p|)`
/// (`keras.metrics.CosineSimilarity`); 0 where one of them is all zeros. The loss of that name is
/// its negative.
public final class MeanCosineSimilarity extends MeanMetric implements Configured {
  private static final String NAME = "cosine_similarity";

  /// What shorter vectors are divided by.
  private static final double SHORTEST = 1e-7;

  /// The configuration, as Keras writes it.
  public static final Schema<MeanCosineSimilarity> SCHEMA =
      Keys.<MeanCosineSimilarity>schema("CosineSimilarity", NAME)
          .extra(Keys.AXIS, metric -> metric.axis, -1)
          .build(MeanCosineSimilarity::new);

  private final int axis;

  /// The metric along the last axis.
  public MeanCosineSimilarity() {
    this(NAME, -1);
  }

  private MeanCosineSimilarity(String name, int axis) {
    super(name);
    this.axis = axis;
  }

  private MeanCosineSimilarity(Config config) {
    this(config.get(Keys.NAME), config.get(Keys.AXIS));
  }

  /// {@return this metric with the given name and a state of its own}
  public MeanCosineSimilarity named(String name) {
    return new MeanCosineSimilarity(name, axis);
  }

  /// {@return this metric along another axis}
  public MeanCosineSimilarity axis(int changed) {
    return new MeanCosineSimilarity(name(), changed);
  }

  @Override
  public Schema<MeanCosineSimilarity> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    Tensor y = aligned.yTrue().cast(DType.FLOAT32);
    Tensor p = aligned.yPred().cast(DType.FLOAT32);
    return unit(y).mul(unit(p)).sum(axis);
  }

  private Tensor unit(Tensor x) {
    Tensor perLength = x.square().sum(Axes.of(axis).keep()).rsqrt();
    return x.mul(perLength.minimum(1 / SHORTEST));
  }
}
