package io.gradus.formats;

import io.gradus.formats.legacy.OldLoss;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.loss.Crossentropy;
import io.gradus.nn.loss.FunctionLoss;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.metric.MeanMetricWrapper;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.model.Compilation;
import io.gradus.nn.model.Objective;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.tensor.Tensor;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `compile` was told, as Keras writes it: losses, weights and metrics alone, in lists by
/// output, or by the names of outputs.
final class CompileConfig {
  private static final System.Logger LOG = System.getLogger(CompileConfig.class.getName());
  private static final String EARLIER =
      "{0} follows a rule of an earlier Keras, which Keras 3 cannot be told: what is saved follows"
          + " that of Keras 3";
  private static final String ACCURACY = "accuracy";
  // Names that no class has, but only what users give for one.
  private static final Set<String> SHORT = Set.of("bce", "mae", "mape", "mse", "msle");
  // With those that other versions of Keras have.
  private static final SchemaTable<Loss> LOSSES = OldLoss.losses();
  private static final SchemaTable<Metric> METRICS = OldLoss.metrics();

  // What a metric takes at least, and how much it counts at each threshold, in numbers.
  private static final double LEAST_STATE = 64;
  private static final double COUNTS = 4;

  private CompileConfig() {}

  /// {@return what a model is to be compiled with}
  ///
  /// @param outputs the names of the model's outputs; none if it has one, or they have no names
  /// @throws IllegalArgumentException if something is not known here, or is not for such outputs
  static Compilation read(Map<?, ?> config, List<String> outputs) {
    Optimizer optimizer = optimizer(config.get("optimizer"));
    Object loss = config.get("loss");
    Object weights = config.get("loss_weights");
    Object metrics = config.get("metrics");
    Object weighted = config.get("weighted_metrics");
    List<@Nullable Object> all = Arrays.asList(loss, weights, metrics, weighted);
    List<String> named = names(all);
    for (String name : named) {
      if (!outputs.isEmpty() && !outputs.contains(name)) {
        throw new IllegalArgumentException(
            "compile: output \"%s\" is not among %s".formatted(name, outputs));
      }
    }
    List<String> names = outputs.isEmpty() ? named : outputs;
    int count = Math.max(names.size(), outputs.isEmpty() ? count(loss, all) : 0);
    if (count <= 1 && (!outputs.isEmpty() || names.isEmpty())) {
      String name = outputs.isEmpty() ? null : outputs.getFirst();
      Objective only =
          objective(only(loss, name), only(weights, name), flat(metrics), flat(weighted));
      return new Compilation(optimizer, List.of(only), true);
    }
    if (named.isEmpty()
        && !(loss instanceof List<?>)
        && weights == null
        && weighted == null
        && isFlat(metrics)) {
      return new Compilation(optimizer, List.of(objective(loss, null, metrics, null)), true);
    }
    boolean byName = !named.isEmpty() && Set.copyOf(names).size() == count;
    List<Objective> objectives = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = i < names.size() ? names.get(i) : null;
      Objective objective =
          objective(
              part("loss", loss, name, i, count),
              part("loss_weights", weights, name, i, count),
              part("metrics", metrics, name, i, count),
              part("weighted_metrics", weighted, name, i, count));
      objectives.add(byName && name != null ? objective.forOutput(name) : objective);
    }
    return new Compilation(optimizer, objectives, false);
  }

  /// Checks how many numbers the metrics keep.
  ///
  /// @throws IllegalArgumentException if they are more than so many
  static void checkState(Map<?, ?> config, long most) {
    double state = state(config.get("metrics")) + state(config.get("weighted_metrics"));
    if (state > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "metrics that keep more than %,d numbers (LoadLimits.state)", most));
    }
  }

  private static double state(@Nullable Object metrics) {
    return switch (metrics) {
      case String name -> LEAST_STATE + COUNTS * standard(name);
      case List<?> list -> list.stream().mapToDouble(CompileConfig::state).sum();
      case Map<?, ?> map when map.get("config") instanceof Map<?, ?> config -> {
        double thresholds =
            config.get("thresholds") instanceof List<?> given
                ? given.size()
                : number(config, "num_thresholds", standard(map.get("class_name")));
        double classes = number(config, "num_classes", 1);
        double counts = COUNTS * thresholds * number(config, "num_labels", 1);
        yield LEAST_STATE + counts + classes * classes;
      }
      case Map<?, ?> map -> map.values().stream().mapToDouble(CompileConfig::state).sum();
      case null, default -> 0;
    };
  }

  private static double number(Map<?, ?> config, String key, double standard) {
    return config.get(key) instanceof Number number ? Math.max(1, number.doubleValue()) : standard;
  }

  // Metrics at thresholds have 200.
  private static double standard(@Nullable Object name) {
    String lower = String.valueOf(name).toLowerCase(Locale.ROOT);
    return lower.matches("auc|.*_?at_?.*(recall|precision|specificity|sensitivity)") ? 200 : 1;
  }

  private static List<String> names(List<@Nullable Object> all) {
    Set<String> names = new LinkedHashSet<>();
    for (Object each : all) {
      if (each instanceof Map<?, ?> map && isNamed(map)) {
        map.keySet().forEach(name -> names.add(String.valueOf(name)));
      }
    }
    return List.copyOf(names);
  }

  // A list of losses, or a list of lists, is one for each output.
  private static int count(@Nullable Object loss, List<@Nullable Object> all) {
    int count = loss instanceof List<?> losses ? losses.size() : 0;
    for (Object each : all) {
      if (each instanceof List<?> list && list.stream().anyMatch(List.class::isInstance)) {
        count = Math.max(count, list.size());
      }
    }
    return count;
  }

  private static boolean isNamed(@Nullable Object all) {
    return all instanceof Map<?, ?> map && !map.containsKey("class_name");
  }

  private static boolean isFlat(@Nullable Object metrics) {
    return !(metrics instanceof List<?> list)
        || list.stream().noneMatch(each -> each == null || each instanceof List<?>);
  }

  /// {@return the part of the only output}
  private static @Nullable Object only(@Nullable Object all, @Nullable String name) {
    if (all instanceof Map<?, ?> map && isNamed(map)) {
      boolean only = map.size() == 1 && !map.containsKey(name);
      return only ? map.values().iterator().next() : map.get(name);
    }
    return all instanceof List<?> list && list.size() == 1 ? list.getFirst() : all;
  }

  /// {@return the metrics of the only output, which are all, however they are nested}
  private static @Nullable Object flat(@Nullable Object metrics) {
    Collection<?> parts;
    if (metrics instanceof Map<?, ?> map && isNamed(map)) {
      parts = map.values();
    } else if (metrics instanceof List<?> list) {
      parts = list;
    } else {
      return metrics;
    }
    List<@Nullable Object> flat = new ArrayList<>();
    for (Object part : parts) {
      if (flat(part) instanceof List<?> several) {
        flat.addAll(several);
      } else if (part != null) {
        flat.add(part);
      }
    }
    return flat;
  }

  /// {@return the part of one of several outputs: by its name, from a list, or one for all}
  private static @Nullable Object part(
      String key, @Nullable Object all, @Nullable String name, int position, int count) {
    if (all instanceof Map<?, ?> map && isNamed(map)) {
      return name == null ? null : map.get(name);
    }
    if (all instanceof List<?> list) {
      if (list.size() != count) {
        throw new IllegalArgumentException(
            "compile: %s has %d entries; the model has %d outputs"
                .formatted(key, list.size(), count));
      }
      return list.get(position);
    }
    return all;
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
      case null -> {
        // Keras forgets it in a model that it saved as .h5 before, and goes on with its standard.
        LOG.log(
            Level.WARNING, "what is compiled names no optimizer: RMSprop is taken, as in Keras");
        yield new RMSprop();
      }
      default -> throw new IllegalArgumentException("no optimizer: " + written);
    };
  }

  private static Loss loss(Object written) {
    String name = CustomObjects.functionName(written);
    if (name != null) {
      BinaryOperator<Tensor> own = CustomObjects.inUse().measure(name);
      return own == null ? Loss.of(name) : Loss.of(name, own);
    }
    if (written instanceof Map<?, ?> object) {
      return LOSSES.read(object);
    }
    throw new IllegalArgumentException("no loss: " + written);
  }

  private static List<Metric> metrics(@Nullable Object written) {
    return switch (written) {
      case null -> List.of();
      case List<?> list -> list.stream().map(CompileConfig::metric).toList();
      default -> List.of(metric(written));
    };
  }

  private static Metric metric(@Nullable Object written) {
    String name = CustomObjects.functionName(written);
    if (name != null) {
      BinaryOperator<Tensor> own = CustomObjects.inUse().measure(name);
      return own == null ? Metric.of(name) : Metric.of(name, own);
    }
    if (written instanceof Map<?, ?> object) {
      Metric metric = METRICS.read(object);
      boolean named = ACCURACY.equals(object.get("class_name"));
      return metric instanceof Accuracy accuracy && !named ? accuracy.exact() : metric;
    }
    throw new IllegalArgumentException("no metric: " + written);
  }

  private static Object writtenMetric(Metric metric) {
    String name = metric.name();
    if (metric instanceof MeanMetricWrapper) {
      return CustomObjects.written(name);
    }
    if (metric instanceof Accuracy accuracy && !accuracy.isExact()) {
      // In Keras only the text, in any case, stands for what fits the shapes.
      return Accuracy.isText(name) ? name : ACCURACY;
    }
    Map<String, @Nullable Object> object = METRICS.write(metric);
    return SHORT.contains(name) && METRICS.write(Metric.of(name)).equals(object) ? name : object;
  }

  /// {@return the metrics, loss and optimizer that a model was compiled with and that no file can
  /// hold, since their classes have no schema, and functions no name}
  static List<String> unsaved(@Nullable Compilation compilation) {
    List<String> unsaved = new ArrayList<>();
    if (compilation == null) {
      return unsaved;
    }
    if (!compilation.optimizer().schema().isSaved()) {
      unsaved.add("optimizer " + named(compilation.optimizer()));
    }
    for (Objective objective : compilation.objectives()) {
      Loss loss = objective.loss();
      if (loss != null && !isSaved(loss)) {
        unsaved.add("loss " + named(loss));
      }
      Stream.concat(objective.metrics().stream(), objective.weightedMetrics().stream())
          .filter(metric -> !isSaved(metric))
          .forEach(metric -> unsaved.add("metric " + metric.name()));
    }
    return unsaved;
  }

  /// {@return whether a file can say how a model was compiled: it cannot without optimizer or loss}
  static boolean isSaved(@Nullable Compilation compilation) {
    return compilation != null
        && compilation.optimizer().schema().isSaved()
        && compilation.objectives().stream()
            .allMatch(objective -> objective.loss() == null || isSaved(objective.loss()));
  }

  private static boolean isSaved(Loss loss) {
    return loss instanceof FunctionLoss || loss.schema().isSaved();
  }

  private static boolean isSaved(Metric metric) {
    return metric instanceof MeanMetricWrapper
        || (metric instanceof Configured configured && configured.schema().isSaved());
  }

  private static String named(Object part) {
    return part.getClass().isHidden() ? "(a lambda)" : part.getClass().getSimpleName();
  }

  /// {@return what a model was compiled with, as Keras writes it, without what no file can hold;
  /// empty if it was not, or no file can hold its optimizer or a loss}
  static Map<String, @Nullable Object> write(@Nullable Compilation compilation) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (compilation == null || !isSaved(compilation)) {
      return config;
    }
    List<Objective> all = compilation.objectives();
    config.put("optimizer", writtenOptimizer(compilation.optimizer()));
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
    Loss loss = objective.loss();
    if (loss instanceof OldLoss old) {
      Loss current = old.current();
      LOG.log(Level.WARNING, EARLIER, "loss " + old.schema().className());
      return LOSSES.write(current);
    }
    if (loss instanceof Crossentropy chosen) {
      return chosen.name();
    }
    if (loss instanceof FunctionLoss own) {
      return CustomObjects.written(own.name());
    }
    return loss == null ? null : LOSSES.write(loss);
  }

  private static Map<String, @Nullable Object> writtenOptimizer(Optimizer optimizer) {
    Map<String, @Nullable Object> written = Optimizers.TABLE.write(optimizer);
    Optimizer current = Optimizers.TABLE.read(written);
    if (!current.equals(optimizer)) {
      LOG.log(Level.WARNING, EARLIER, "optimizer " + optimizer.options().name());
    }
    return written;
  }

  private static @Nullable Object written(List<Metric> metrics) {
    if (metrics.isEmpty()) {
      return null;
    }
    List<Object> written = new ArrayList<>();
    for (Metric metric : metrics) {
      if (!isSaved(metric)) {
        continue;
      }
      Metric current = OldLoss.current(metric);
      if (!current.equals(metric)) {
        LOG.log(Level.WARNING, EARLIER, "metric " + metric.name());
      }
      written.add(writtenMetric(current));
    }
    return written;
  }
}
