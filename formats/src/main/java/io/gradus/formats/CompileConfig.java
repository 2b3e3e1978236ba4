package io.gradus.formats;

import io.gradus.formats.legacy.OldLoss;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.model.Compilation;
import io.gradus.nn.model.Objective;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What `compile` was told, as Keras writes it: losses, weights and metrics alone, in lists by
/// output, or by the names of outputs.
final class CompileConfig {
  private static final String ACCURACY = "accuracy";
  // With those that other versions of Keras have.
  private static final SchemaTable<Loss> LOSSES = OldLoss.losses();
  private static final SchemaTable<Metric> METRICS = OldLoss.metrics();

  private CompileConfig() {}

  /// {@return what a model is to be compiled with}
  ///
  /// @throws IllegalArgumentException if something is not known here
  static Compilation read(Map<?, ?> config) {
    Optimizer optimizer = optimizer(config.get("optimizer"));
    Object loss = config.get("loss");
    Object weights = config.get("loss_weights");
    Object metrics = config.get("metrics");
    Object weighted = config.get("weighted_metrics");
    Set<String> names = new LinkedHashSet<>();
    int count = loss instanceof List<?> losses ? losses.size() : 0;
    for (Object each : new @Nullable Object[] {loss, weights, metrics, weighted}) {
      if (each instanceof Map<?, ?> map && !map.containsKey("class_name")) {
        map.keySet().forEach(name -> names.add(String.valueOf(name)));
      }
      if (each instanceof List<?> list && list.stream().anyMatch(List.class::isInstance)) {
        count = Math.max(count, list.size());
      }
    }
    List<Objective> objectives = new ArrayList<>();
    if (!names.isEmpty()) {
      for (String name : names) {
        Function<@Nullable Object, @Nullable Object> part =
            all -> all instanceof Map<?, ?> map ? map.get(name) : null;
        objectives.add(
            objective(
                    part.apply(loss),
                    part.apply(weights),
                    part.apply(metrics),
                    part.apply(weighted))
                .forOutput(name));
      }
    } else if (count > 0) {
      for (int i = 0; i < count; i++) {
        objectives.add(objective(at(loss, i), at(weights, i), at(metrics, i), at(weighted, i)));
      }
    } else {
      objectives.add(objective(loss, at(weights, 0), metrics, weighted));
      return new Compilation(optimizer, objectives, true);
    }
    return new Compilation(optimizer, objectives, false);
  }

  private static @Nullable Object at(@Nullable Object all, int position) {
    return all instanceof List<?> list && position < list.size() ? list.get(position) : all;
  }

  private static Objective objective(
      @Nullable Object loss,
      @Nullable Object weight,
      @Nullable Object metrics,
      @Nullable Object weighted) {
    return new Objective(
        null,
        loss == null ? null : loss(loss),
        weight instanceof Number number ? number.doubleValue() : 1,
        metrics(metrics),
        metrics(weighted));
  }

  private static Optimizer optimizer(@Nullable Object written) {
    return switch (written) {
      case String name -> Optimizer.of(name);
      case Map<?, ?> object -> Optimizers.TABLE.read(object);
      case null, default -> throw new IllegalArgumentException("no optimizer: " + written);
    };
  }

  private static Loss loss(Object written) {
    return switch (written) {
      case String name -> Loss.of(name);
      case Map<?, ?> object when object.get("config") instanceof String name -> Loss.of(name);
      case Map<?, ?> object -> LOSSES.read(object);
      default -> throw new IllegalArgumentException("no loss: " + written);
    };
  }

  private static List<Metric> metrics(@Nullable Object written) {
    return switch (written) {
      case null -> List.of();
      case List<?> list -> list.stream().map(CompileConfig::metric).toList();
      default -> List.of(metric(written));
    };
  }

  private static Metric metric(@Nullable Object written) {
    return switch (written) {
      case String name -> Metric.of(name);
      case Map<?, ?> object when object.get("config") instanceof String name -> Metric.of(name);
      case Map<?, ?> object -> METRICS.read(object);
      case null, default -> throw new IllegalArgumentException("no metric: " + written);
    };
  }

  /// {@return what a model was compiled with, as Keras writes it; empty if it was not}
  static Map<String, @Nullable Object> write(@Nullable Compilation compilation) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (compilation == null) {
      return config;
    }
    List<Objective> all = compilation.objectives();
    config.put("optimizer", Optimizers.TABLE.write(compilation.optimizer()));
    config.put("loss", parts(compilation, CompileConfig::writtenLoss));
    boolean weighed = all.stream().anyMatch(objective -> objective.weight() != 1);
    config.put("loss_weights", weighed ? parts(compilation, Objective::weight) : null);
    config.put("metrics", parts(compilation, objective -> written(objective.metrics())));
    config.put(
        "weighted_metrics", parts(compilation, objective -> written(objective.weightedMetrics())));
    config.put("run_eagerly", false);
    config.put("steps_per_execution", 1);
    config.put("jit_compile", false);
    return config;
  }

  /// {@return a part of the objectives: of the only one, or in a list, or by names}
  private static @Nullable Object parts(
      Compilation compilation, Function<Objective, @Nullable Object> part) {
    List<Objective> all = compilation.objectives();
    if (compilation.shared()) {
      return part.apply(all.getFirst());
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    List<@Nullable Object> listed = new ArrayList<>();
    for (Objective objective : all) {
      Object value = part.apply(objective);
      listed.add(value);
      if (objective.output() != null) {
        named.put(objective.output(), value);
      }
    }
    boolean none = listed.stream().allMatch(value -> value == null);
    return none ? null : named.isEmpty() ? listed : named;
  }

  private static @Nullable Object writtenLoss(Objective objective) {
    return objective.loss() == null ? null : LOSSES.write(objective.loss());
  }

  private static @Nullable Object written(List<Metric> metrics) {
    if (metrics.isEmpty()) {
      return null;
    }
    List<Object> written = new ArrayList<>();
    for (Metric metric : metrics) {
      // In Keras only the name stands for what fits the loss; its class compares as it is.
      written.add(metric instanceof Accuracy ? ACCURACY : METRICS.write(metric));
    }
    return written;
  }
}
