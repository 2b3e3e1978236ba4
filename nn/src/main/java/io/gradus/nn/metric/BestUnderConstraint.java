package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The best that one share can be while another is at least as large as given, over evenly spread
/// thresholds.
///
/// Shapes: targets and predictions of one shape, which is flattened; with `classId` the last axis
/// is that of the classes. Result scalar.
///
/// @param <M> the metric
abstract sealed class BestUnderConstraint<M extends BestUnderConstraint<M>>
    implements Metric, Configured
    permits SensitivityAtSpecificity,
        SpecificityAtSensitivity,
        PrecisionAtRecall,
        RecallAtPrecision {
  private final Options options;
  private final Confusion confusion;

  /// The settings.
  record Options(String name, double least, int numThresholds, @Nullable Integer classId) {
    static final int THRESHOLDS = 200;

    /// {@return the settings, checked}
    Options checked(String constrained) {
      Checks.share(name, constrained, least);
      Checks.atLeast(1, name, "numThresholds", numThresholds);
      new ClassChoice(null, classId).checked(name);
      return this;
    }
  }

  BestUnderConstraint(String constrained, Options options) {
    this.options = options.checked(constrained);
    int n = options.numThresholds;
    this.confusion =
        Confusion.of(
            options.name,
            n == 1 ? List.of(0.5) : Thresholds.even(n),
            new long[] {n},
            Confusion.Cell.values());
  }

  /// {@return the schema}
  ///
  /// @param constrained the key of the share that is given
  static <M extends BestUnderConstraint<M>> Schema<M> schema(
      String className, String name, String constrained, Function<Options, M> constructor) {
    ConfigKey<Double> least = new ConfigKey<>(constrained, Codec.NUMBER);
    return Keys.<M>schema(className, name)
        .required(least, metric -> metric.options().least)
        .optional(Keys.NUM_THRESHOLDS, metric -> metric.options().numThresholds, Options.THRESHOLDS)
        .optional(Keys.CLASS_ID, metric -> metric.options().classId, null)
        .build(config ->
            constructor.apply(
                new Options(
                    config.get(Keys.NAME),
                    config.get(least),
                    config.get(Keys.NUM_THRESHOLDS),
                    config.get(Keys.CLASS_ID))));
  }

  abstract M with(Options changed);

  abstract Tensor constrained(Confusion counts);

  abstract Tensor wanted(Confusion counts);

  final Options options() {
    return options;
  }

  /// {@return this metric with the given name and a state of its own}
  public M named(String name) {
    return with(new Options(name, options.least, options.numThresholds, options.classId));
  }

  /// {@return this metric with another number of thresholds than 200}
  ///
  /// @throws IllegalArgumentException if it is below 1
  public M numThresholds(int number) {
    return with(new Options(options.name, options.least, number, options.classId));
  }

  /// {@return this metric of one class only}
  ///
  /// @throws IllegalArgumentException if the number is negative
  public M classId(int id) {
    return with(new Options(options.name, options.least, options.numThresholds, id));
  }

  @Override
  public String name() {
    return options.name;
  }

  @Override
  public List<Variable> variables() {
    return confusion.variables();
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    confusion.update(
        new ClassChoice(null, options.classId).of(name(), aligned),
        Confusion.besides(aligned.yTrue(), weights));
  }

  @Override
  public Tensor result() {
    Tensor feasible = constrained(confusion).greaterEqual(options.least);
    return feasible.where(wanted(confusion), 0).max();
  }
}
