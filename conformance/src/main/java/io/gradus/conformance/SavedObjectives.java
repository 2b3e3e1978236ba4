package io.gradus.conformance;

import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments of Keras' `compile`: one value, a list with an entry for each output, or a map by
/// the names of the outputs.
final class SavedObjectives {
  private final Fields compile;
  private final List<String> outputs;

  private SavedObjectives(Fields compile, List<String> outputs) {
    this.compile = compile;
    this.outputs = outputs;
  }

  /// Compiles a model.
  static void compile(Model model, Fields compile) {
    List<String> names = model.outputNames().isEmpty() ? List.of("output") : model.outputNames();
    SavedObjectives saved = new SavedObjectives(compile, names);
    Objective[] objectives = new Objective[names.size()];
    for (int i = 0; i < objectives.length; i++) {
      objectives[i] = saved.objective(i);
    }
    model.compile(Saved.optimizer(compile.value("optimizer")), objectives);
  }

  private Objective objective(int output) {
    Object loss = of("loss", output);
    Objective objective = loss == null ? Objective.NONE : new Objective(Saved.loss(loss));
    if (of("loss_weights", output) instanceof Number weight) {
      objective = objective.weight(weight.doubleValue());
    }
    return objective
        .metrics(metrics("metrics", output))
        .weightedMetrics(metrics("weighted_metrics", output));
  }

  private @Nullable Object of(String key, int output) {
    Object value = compile.get(key);
    if (value instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      return map.get(outputs.get(output));
    }
    return value instanceof List<?> list ? list.get(output) : value;
  }

  private Metric[] metrics(String key, int output) {
    boolean flat = outputs.size() == 1 && compile.get(key) instanceof List<?>;
    List<Metric> metrics = new ArrayList<>();
    add(flat ? compile.get(key) : of(key, output), metrics);
    return metrics.toArray(Metric[]::new);
  }

  private static void add(@Nullable Object saved, List<Metric> metrics) {
    switch (saved) {
      case null -> {}
      case List<?> several -> several.forEach(one -> add(one, metrics));
      case String name -> metrics.add(Saved.named("metric", name, Metric::of));
      default -> metrics.add(Metrics.TABLE.read(Fields.of(saved).map()));
    }
  }
}
