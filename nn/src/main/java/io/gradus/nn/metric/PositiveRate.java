package io.gradus.nn.metric;

import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The share of true positives among them and another kind, at one or several thresholds.
///
/// Shapes: targets and predictions of one shape, which is flattened; with `topK` or `classId` the
/// last axis is that of the classes. Result scalar, or `[thresholds]` if several are given.
///
/// @param <M> the metric
abstract sealed class PositiveRate<M extends PositiveRate<M>> implements Metric, Configured
    permits Precision, Recall {
  private final Options options;
  private final Confusion.Cell other;
  private final Confusion confusion;
  private final boolean scalar;

  /// The settings.
  record Options(String name, @Nullable List<Double> thresholds, ClassChoice choice) {
    Options {
      thresholds = Thresholds.checked(name, thresholds);
      choice = choice.checked(name);
    }

    List<Double> used() {
      double standard = choice.topK() == null ? 0.5 : ClassChoice.LEFT_OUT;
      return Objects.requireNonNullElse(thresholds, List.of(standard));
    }
  }

  PositiveRate(Options options, Confusion.Cell other) {
    List<Double> thresholds = options.used();
    this.options = options;
    this.other = other;
    this.confusion =
        Confusion.of(
            options.name,
            thresholds,
            new long[] {thresholds.size()},
            Confusion.Cell.TRUE_POSITIVES,
            other);
    this.scalar = thresholds.size() == 1;
  }

  /// {@return the schema}
  static <M extends PositiveRate<M>> Schema<M> schema(
      String className, String name, java.util.function.Function<Options, M> constructor) {
    return Keys.<M>schema(className, name)
        .optional(Thresholds.KEY, metric -> metric.options().thresholds, null)
        .optional(Keys.TOP_K, metric -> metric.options().choice.topK(), null)
        .optional(Keys.CLASS_ID, metric -> metric.options().choice.classId(), null)
        .build(config ->
            constructor.apply(
                new Options(
                    config.get(Keys.NAME),
                    config.get(Thresholds.KEY),
                    new ClassChoice(config.get(Keys.TOP_K), config.get(Keys.CLASS_ID)))));
  }

  abstract M with(Options changed);

  final Options options() {
    return options;
  }

  /// {@return this metric with the given name and a state of its own}
  public M named(String name) {
    return with(new Options(name, options.thresholds, options.choice));
  }

  /// {@return this metric at other thresholds than 0.5, in [0, 1]; the result has an element for
  /// each, if there are several}
  ///
  /// @throws IllegalArgumentException if one is not in [0, 1]
  public M thresholds(double... changed) {
    return with(new Options(options.name, Thresholds.of(changed), options.choice));
  }

  /// {@return this metric, to which only the `k` highest predictions of each sample are positive;
  /// without thresholds all of them are}
  ///
  /// @throws IllegalArgumentException if `k` is below 1
  public M topK(int k) {
    ClassChoice choice = new ClassChoice(k, options.choice.classId());
    return with(new Options(options.name, options.thresholds, choice));
  }

  /// {@return this metric of one class only}
  ///
  /// @throws IllegalArgumentException if the number is negative
  public M classId(int id) {
    ClassChoice choice = new ClassChoice(options.choice.topK(), id);
    return with(new Options(options.name, options.thresholds, choice));
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
        options.choice.of(name(), aligned), Confusion.besides(aligned.yTrue(), weights));
  }

  @Override
  public Tensor result() {
    Tensor share = confusion.share(Confusion.Cell.TRUE_POSITIVES, other);
    return scalar ? share.reshape(Shape.SCALAR) : share;
  }
}
