package io.gradus.selection.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A choice of hyper-parameters, and what came of it.
///
/// @param number its number, from 1
/// @param values the hyper-parameters that its builder asked for, in this order
/// @param status how it ended
/// @param score the objective at its best epoch, on average of its executions; NaN if it failed
/// @param metrics all that was measured then, by name
/// @param curve the objective after each epoch of its training, NaN where it was not measured
/// @param from the trial whose training it went on with ([Hyperband]), or 0
/// @param seconds how long it took
/// @param failure why it failed, or null
public record Trial(
    int number,
    Map<String, Object> values,
    TrialStatus status,
    double score,
    Map<String, Double> metrics,
    List<Double> curve,
    int from,
    double seconds,
    @Nullable String failure) {
  /// Copies maps and list.
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    curve = List.copyOf(curve);
  }

  /// {@return this trial with values of the types that its builder gets}
  Trial with(Map<String, Object> typed) {
    return new Trial(number, typed, status, score, metrics, curve, from, seconds, failure);
  }

  /// {@return the number of epochs that were trained}
  public int epochs() {
    return curve.size();
  }

  /// {@return its hyper-parameters, to build its model again}
  public HyperParameters hyperParameters() {
    return HyperParameters.of(values);
  }

  /// {@return the value of a hyper-parameter}
  ///
  /// @throws IllegalArgumentException if it has none of this name, listing those it has
  public Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "trial %d: no hyper-parameter \"%s\"; there are %s"
              .formatted(number, name, String.join(", ", values.keySet())));
    }
    return value;
  }
}
