package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The weighted number of predictions that turn out in one way, at one or several thresholds.
///
/// Shapes: targets and predictions of one shape, which is flattened; result scalar, or
/// `[thresholds]` if several are given.
///
/// @param <M> the metric
abstract sealed class ThresholdCount<M extends ThresholdCount<M>> implements Metric, Configured
    permits TruePositives, FalsePositives, TrueNegatives, FalseNegatives {
  private final String name;
  private final @Nullable List<Double> thresholds;
  private final Variable accumulator;
  private final Confusion confusion;

  ThresholdCount(String name, Confusion.Cell cell, @Nullable List<Double> given) {
    this.name = name;
    this.thresholds = Thresholds.checked(name, given);
    List<Double> used = Objects.requireNonNullElse(thresholds, List.of(0.5));
    this.accumulator = State.zeros("accumulator", used.size());
    this.confusion = new Confusion(name, used, Map.of(cell, accumulator));
  }

  /// {@return the schema of a count}
  ///
  /// @param constructor makes the metric from name and thresholds
  static <M extends ThresholdCount<M>> Schema<M> schema(
      String className, String name, Constructor<M> constructor) {
    return Keys.<M>schema(className, name)
        .optional(Thresholds.KEY, metric -> metric.thresholds(), null)
        .build(
            (Config config) -> constructor.make(config.get(Keys.NAME), config.get(Thresholds.KEY)));
  }

  /// Makes the metric.
  @FunctionalInterface
  interface Constructor<M> {
    M make(String name, @Nullable List<Double> thresholds);
  }

  abstract M with(String changedName, @Nullable List<Double> changedThresholds);

  final @Nullable List<Double> thresholds() {
    return thresholds;
  }

  /// {@return this metric with the given name and a state of its own}
  public M named(String changed) {
    return with(changed, thresholds);
  }

  /// {@return this metric at other thresholds than 0.5, in [0, 1]; the result has an element for
  /// each, if there are several}
  ///
  /// @throws IllegalArgumentException if one is not in [0, 1]
  public M thresholds(double... changed) {
    return with(name, Thresholds.of(changed));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Variable> variables() {
    return List.of(accumulator);
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Alignment aligned = Alignment.of(name, yTrue, yPred);
    confusion.update(aligned, Confusion.besides(aligned.yTrue(), weights));
  }

  @Override
  public Tensor result() {
    Tensor counts = accumulator.value();
    return counts.size() == 1 ? counts.reshape(Shape.SCALAR) : counts;
  }
}
