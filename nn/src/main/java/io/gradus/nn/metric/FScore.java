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
import org.jspecify.annotations.Nullable;

/// The weighted harmonic mean of precision and recall, `(1 + β²)·precision·recall / (β²·precision +
/// recall)`.
///
/// Shapes: targets and predictions `[n, classes]`; result `[classes]`, or scalar if averaged.
///
/// @param <M> the metric
abstract sealed class FScore<M extends FScore<M>> implements Metric, Configured
    permits FBetaScore, F1Score {
  private static final double EPSILON = 1e-7;

  /// Predictions as near to 0 as this are not positive, though they be the highest.
  private static final double NONE = 1e-9;

  private static final ConfigKey<FBetaScore.Average> AVERAGE =
      new ConfigKey<>("average", new Codec<>(FScore::readAverage, FScore::writeAverage));
  private static final ConfigKey<@Nullable Double> THRESHOLD =
      new ConfigKey<>("threshold", Codec.NUMBER.orNull());

  private final Options options;
  private @Nullable State state;

  /// The settings.
  record Options(String name, double beta, FBetaScore.Average average, @Nullable Double threshold) {
    Options {
      if (!(beta > 0)) {
        throw new IllegalArgumentException(
            "%s: beta must be greater than 0, got %s".formatted(name, beta));
      }
      if (threshold != null && !(threshold > 0 && threshold <= 1)) {
        throw new IllegalArgumentException(
            "%s: threshold must be in (0, 1], got %s".formatted(name, threshold));
      }
    }
  }

  private record State(Variable hits, Variable alarms, Variable misses, Variable support) {
    State(long[] shape) {
      this(
          io.gradus.nn.metric.State.zeros("true_positives", shape),
          io.gradus.nn.metric.State.zeros("false_positives", shape),
          io.gradus.nn.metric.State.zeros("false_negatives", shape),
          io.gradus.nn.metric.State.zeros("intermediate_weights", shape));
    }
  }

  FScore(Options options) {
    this.options = options;
  }

  /// {@return a schema with the keys of all scores}
  static <M extends FScore<M>> Schema.Builder<M> schema(String className, String name) {
    return Keys.<M>schema(className, name)
        .optional(AVERAGE, metric -> metric.options().average, FBetaScore.Average.NONE)
        .optional(THRESHOLD, metric -> metric.options().threshold, null);
  }

  static Options options(Config config, double beta) {
    return new Options(config.get(Keys.NAME), beta, config.get(AVERAGE), config.get(THRESHOLD));
  }

  abstract M with(Options changed);

  final Options options() {
    return options;
  }

  /// {@return this metric with the given name and a state of its own}
  public M named(String name) {
    return with(new Options(name, options.beta, options.average, options.threshold));
  }

  /// {@return this metric with one result for all classes}
  public M average(FBetaScore.Average average) {
    return with(new Options(options.name, options.beta, average, options.threshold));
  }

  /// {@return this metric of predictions that are positive above a threshold, instead of the
  /// highest of each sample}
  ///
  /// @throws IllegalArgumentException if it is not in (0, 1]
  public M threshold(double threshold) {
    return with(new Options(options.name, options.beta, options.average, threshold));
  }

  @Override
  public String name() {
    return options.name;
  }

  /// {@return the counts; none before the number of classes is known}
  @Override
  public List<Variable> variables() {
    State s = state;
    return s == null ? List.of() : List.of(s.hits, s.alarms, s.misses, s.support);
  }

  @Override
  public Metric forTypes(TensorType yTrue, TensorType yPred) {
    state(yTrue, yPred);
    return this;
  }

  private State state(TensorType yTrue, TensorType yPred) {
    if (yPred.shape().rank() != 2 || !yTrue.shape().equals(yPred.shape())) {
      throw new ShapeException(
          "%s: needs targets and predictions [n, classes]; got y=%s, prediction=%s"
              .formatted(options.name, yTrue, yPred));
    }
    boolean together = options.average == FBetaScore.Average.MICRO;
    long classes = yPred.shape().dim(1);
    State s = state;
    if (s == null) {
      s = new State(together ? new long[0] : new long[] {classes});
      state = s;
    }
    if (!together && s.hits.dim(0) != classes) {
      throw new ShapeException(
          "%s: counts %d classes; got prediction=%s".formatted(options.name, s.hits.dim(0), yPred));
    }
    return s;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    State s = state(yTrue.type(), yPred.type());
    Tensor truth = yTrue.cast(DType.FLOAT32);
    Tensor positive = positive(yPred.cast(DType.FLOAT32)).cast(DType.FLOAT32);
    Tensor w =
        weights == null
            ? Tensor.ones(truth.type())
            : Alignment.stretched(options.name, perElement(weights.cast(DType.FLOAT32)), truth);
    add(s.hits, positive.mul(truth).mul(w));
    add(s.alarms, positive.mul(truth.neg().add(1)).mul(w));
    add(s.misses, positive.neg().add(1).mul(truth).mul(w));
    add(s.support, truth.mul(w));
  }

  // Weights of samples count for all their classes; others are for each class.
  private static Tensor perElement(Tensor weights) {
    return weights.rank() < 2 ? weights.expandDims(-1) : weights;
  }

  private Tensor positive(Tensor predictions) {
    if (options.threshold != null) {
      return predictions.greater(options.threshold);
    }
    Tensor highest = predictions.greaterEqual(predictions.max(Axes.of(-1).keep()));
    return highest.logicalAnd(predictions.abs().greater(NONE));
  }

  private static void add(Variable count, Tensor counted) {
    count.assignAdd(count.rank() == 0 ? counted.sum() : counted.sum(0));
  }

  @Override
  public Tensor result() {
    State s = state;
    if (s == null) {
      throw new IllegalStateException(options.name + ": has taken in nothing yet");
    }
    double square = options.beta * options.beta;
    Tensor precision = s.hits.div(s.hits.add(s.alarms).add(EPSILON));
    Tensor recall = s.hits.div(s.hits.add(s.misses).add(EPSILON));
    Tensor scores =
        precision.mul(recall).div(precision.mul(square).add(recall).add(EPSILON)).mul(1 + square);
    return switch (options.average) {
      case NONE -> scores;
      case MICRO, MACRO -> scores.mean();
      case WEIGHTED -> scores.mul(s.support.div(s.support.sum().add(EPSILON))).sum();
    };
  }

  private static FBetaScore.Average readAverage(@Nullable Object value) {
    for (FBetaScore.Average average : FBetaScore.Average.values()) {
      if (java.util.Objects.equals(writeAverage(average), value)) {
        return average;
      }
    }
    throw new IllegalArgumentException(
        "expected null, micro, macro or weighted, got \"" + value + "\"");
  }

  private static @Nullable Object writeAverage(FBetaScore.Average average) {
    return average == FBetaScore.Average.NONE ? null : average.name().toLowerCase(Locale.ROOT);
  }
}
