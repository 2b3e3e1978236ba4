package io.gradus.formats;

import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `compile` was told, as Keras writes it.
final class CompileConfig {
  private CompileConfig() {}

  /// Compiles the model.
  ///
  /// @throws IllegalArgumentException if something is not known here
  static void read(Map<?, ?> config, Model model) {
    Optimizer optimizer = optimizer(config.get("optimizer"));
    Loss loss = loss(config.get("loss"));
    List<Metric> metrics = new ArrayList<>(metrics(config.get("metrics")));
    metrics.addAll(metrics(config.get("weighted_metrics")));
    model.compile(optimizer, loss, metrics.toArray(Metric[]::new));
  }

  private static Optimizer optimizer(@Nullable Object written) {
    return switch (written) {
      case String name -> Optimizer.of(name);
      case Map<?, ?> object -> Optimizers.TABLE.read(object);
      case null, default -> throw new IllegalArgumentException("no optimizer: " + written);
    };
  }

  private static Loss loss(@Nullable Object written) {
    return switch (written) {
      case String name -> Loss.of(name);
      case Map<?, ?> object when object.get("config") instanceof String name -> Loss.of(name);
      case Map<?, ?> object -> Losses.TABLE.read(object);
      case null, default -> throw new IllegalArgumentException("no loss: " + written);
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
      case Map<?, ?> object -> Metrics.TABLE.read(object);
      case null, default -> throw new IllegalArgumentException("no metric: " + written);
    };
  }
}
