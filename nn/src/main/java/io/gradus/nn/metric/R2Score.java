package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The coefficient of determination, `1 − Σ (y − p)² / Σ (y − ȳ)²` (`keras.metrics.R2Score`), or
/// with the number of regressors `r` adjusted, `1 − (1 − R²)·(n − 1)/(n − r − 1)`, where `n` counts
/// the samples with a weight that is not 0, as Keras does since 3.16. An output whose targets do
/// not vary scores 0.
///
/// Shapes: targets and predictions `[n, outputs]`; result scalar, or `[outputs]` if not aggregated.
public final class R2Score implements Metric, Configured {
  /// How the scores of the outputs become one.
  public enum Aggregation {
    /// They stay.
    NONE,
    /// Their mean.
    UNIFORM_AVERAGE,
    /// Their mean, each weighted with its targets' variance.
    VARIANCE_WEIGHTED_AVERAGE
  }

  private static final String NAME = "r2_score";
  private static final ConfigKey<Aggregation> AGGREGATION =
      new ConfigKey<>("class_aggregation", new Codec<>(R2Score::read, R2Score::written));
  private static final ConfigKey<Integer> REGRESSORS =
      new ConfigKey<>("num_regressors", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<R2Score> SCHEMA =
      Keys.<R2Score>schema("R2Score", NAME)
          .optional(AGGREGATION, metric -> metric.aggregation, Aggregation.UNIFORM_AVERAGE)
          .optional(REGRESSORS, metric -> metric.numRegressors, 0)
          .build(R2Score::new);

  private final String name;
  private final Aggregation aggregation;
  private final int numRegressors;
  private final Variable numSamples = State.zeros("num_samples");
  private @Nullable Sums sums;

  private record Sums(Variable squares, Variable values, Variable residuals, Variable weights) {
    Sums(long outputs) {
      this(
          State.zeros("squared_sum", outputs),
          State.zeros("sum", outputs),
          State.zeros("residual", outputs),
          State.zeros("count", outputs));
    }
  }

  /// The mean score of the outputs.
  public R2Score() {
    this(NAME, Aggregation.UNIFORM_AVERAGE, 0);
  }

  private R2Score(String name, Aggregation aggregation, int numRegressors) {
    this.name = name;
    this.aggregation = aggregation;
    this.numRegressors = Checks.atLeast(0, name, "numRegressors", numRegressors);
  }

  private R2Score(Config config) {
    this(config.get(Keys.NAME), config.get(AGGREGATION), config.get(REGRESSORS));
  }

  /// {@return this metric with the given name and a state of its own}
  public R2Score named(String changed) {
    return new R2Score(changed, aggregation, numRegressors);
  }

  /// {@return this metric with the scores of the outputs put together differently}
  public R2Score classAggregation(Aggregation changed) {
    return new R2Score(name, changed, numRegressors);
  }

  /// {@return this metric adjusted for a number of independent regressors}
  ///
  /// @throws IllegalArgumentException if it is negative
  public R2Score numRegressors(int number) {
    return new R2Score(name, aggregation, number);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema<R2Score> schema() {
    return SCHEMA;
  }

  /// {@return the sums; only the number of samples before the number of outputs is known}
  @Override
  public List<Variable> variables() {
    Sums s = sums;
    return s == null
        ? List.of(numSamples)
        : List.of(numSamples, s.squares, s.values, s.residuals, s.weights);
  }

  @Override
  public Metric forTypes(TensorType yTrue, TensorType yPred) {
    sums(yPred);
    return this;
  }

  private Sums sums(TensorType yPred) {
    if (yPred.shape().rank() != 2) {
      throw new ShapeException(
          "%s: needs targets and predictions [n, outputs]; got prediction=%s"
              .formatted(name, yPred));
    }
    Sums s = sums;
    if (s == null) {
      s = new Sums(yPred.shape().dim(1));
      sums = s;
    }
    if (s.values.dim(0) != yPred.shape().dim(1)) {
      throw new ShapeException(
          "%s: scores %d outputs; got prediction=%s".formatted(name, s.values.dim(0), yPred));
    }
    return s;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Alignment aligned = Alignment.of(name, yTrue, yPred);
    Sums s = sums(aligned.yPred().type());
    Tensor y = aligned.yTrue().cast(DType.FLOAT32);
    Tensor p = aligned.yPred().cast(DType.FLOAT32);
    Tensor w = weights == null ? Tensor.ones(y.type()) : weights.cast(DType.FLOAT32);
    w = Alignment.stretched(name, w.rank() == 1 ? w.expandDims(-1) : w, y);
    Tensor weighted = y.mul(w);
    s.values.assignAdd(weighted.sum(0));
    s.squares.assignAdd(y.mul(weighted).sum(0));
    s.residuals.assignAdd(y.sub(p).square().mul(w).sum(0));
    s.weights.assignAdd(w.sum(0));
    numSamples.assignAdd(w.notEqual(0).any(Axes.of(-1)).cast(DType.FLOAT32).sum());
  }

  @Override
  public Tensor result() {
    Sums s = sums;
    if (s == null) {
      throw new IllegalStateException(name + ": has taken in nothing yet");
    }
    Tensor total = s.squares.sub(s.values.mul(s.values.div(s.weights)));
    Tensor raw = s.residuals.div(total).neg().add(1);
    Tensor zero = Tensor.zeros(raw.type());
    Tensor scores = raw.isInf().where(zero, raw);
    return adjusted(
        switch (aggregation) {
          case NONE -> scores;
          case UNIFORM_AVERAGE -> scores.mean();
          case VARIANCE_WEIGHTED_AVERAGE -> total.mul(scores).sum().div(total.sum());
        });
  }

  // With too few samples the score stays as it is.
  private Tensor adjusted(Tensor score) {
    Tensor free = numSamples.sub(1);
    Tensor left = free.sub(numRegressors);
    if (numRegressors == 0) {
      return score;
    }
    Tensor changed = score.neg().add(1).mul(free).div(left).neg().add(1);
    return left.greater(0).where(changed, score);
  }

  private static Aggregation read(@Nullable Object value) {
    for (Aggregation aggregation : Aggregation.values()) {
      if (Objects.equals(written(aggregation), value)) {
        return aggregation;
      }
    }
    throw new IllegalArgumentException(
        "expected null, uniform_average or variance_weighted_average, got \"" + value + "\"");
  }

  private static @Nullable Object written(Aggregation aggregation) {
    return aggregation == Aggregation.NONE ? null : aggregation.name().toLowerCase(Locale.ROOT);
  }
}
