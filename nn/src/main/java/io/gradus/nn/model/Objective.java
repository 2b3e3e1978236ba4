package io.gradus.nn.model;

import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Metric;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one output of a model is trained for: its loss, the weight of it in the loss of the whole
/// model, and its metrics (in Keras the entries of one output in `loss`, `loss_weights`, `metrics`
/// and `weighted_metrics` of `compile`).
///
/// ```java
/// model.compile(new Adam(),
///     Objective.of("sparse_categorical_crossentropy").metrics("accuracy"),
///     Objective.of("mse").weight(0.3).metrics("mae"));
/// ```
///
/// @param output the name of the output, or null for the one at the objective's position
/// @param loss the loss, or null for none
/// @param weight by what the loss is multiplied in the model's
/// @param metrics what is measured without sample weights
/// @param weightedMetrics what is measured with sample weights
public record Objective(
    @Nullable String output,
    @Nullable Loss loss,
    double weight,
    List<Metric> metrics,
    List<Metric> weightedMetrics) {
  /// An output without a loss, which may be measured.
  public static final Objective NONE = new Objective(null, null, 1, List.of(), List.of());

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if the weight is not finite
  public Objective {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("compile: a loss weight must be finite; got " + weight);
    }
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
  }

  /// A loss and nothing else.
  public Objective(Loss loss) {
    this(null, loss, 1, List.of(), List.of());
  }

  /// {@return the loss that Keras calls by this name, and nothing else}
  ///
  /// @throws IllegalArgumentException if the name is unknown, listing the nearest
  public static Objective of(String loss) {
    return new Objective(Loss.of(loss));
  }

  /// {@return this objective for the output of a name, wherever it stands among the others}
  public Objective forOutput(String name) {
    return new Objective(name, loss, weight, metrics, weightedMetrics);
  }

  /// {@return this objective with its loss multiplied in the model's}
  ///
  /// @throws IllegalArgumentException if the factor is not finite
  public Objective weight(double factor) {
    return new Objective(output, loss, factor, metrics, weightedMetrics);
  }

  /// {@return this objective with these metrics, which do not look at sample weights}
  public Objective metrics(Metric... changed) {
    return new Objective(output, loss, weight, List.of(changed), weightedMetrics);
  }

  /// {@return this objective with the metrics that Keras calls by these names}
  ///
  /// @throws IllegalArgumentException if a name is unknown, listing the nearest
  public Objective metrics(String... names) {
    return metrics(Arrays.stream(names).map(Metric::of).toArray(Metric[]::new));
  }

  /// {@return this objective with these metrics, which count each sample with its weight}
  public Objective weightedMetrics(Metric... changed) {
    return new Objective(output, loss, weight, metrics, List.of(changed));
  }

  boolean isMeasured() {
    return !metrics.isEmpty() || !weightedMetrics.isEmpty();
  }
}
