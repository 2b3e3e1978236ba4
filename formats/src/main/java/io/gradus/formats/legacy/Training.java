package io.gradus.formats.legacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an older Keras wrote of `compile`, in the form of Keras 3: losses and metrics of each
/// output in lists, by the names of today, with what they measured then.
public final class Training {
  private static final Set<String> GONE_SINCE_KERAS_2 =
      Set.of(
          "matthews_correlation",
          "precision",
          "recall",
          "fbeta_score",
          "fmeasure",
          "fscore",
          "f1score");
  // By the shapes of targets, other than the class `Accuracy`.
  private static final String ACCURACY = "accuracy";
  private static final Map<String, String> FULL =
      Map.of(
          "mse", "mean_squared_error",
          "mae", "mean_absolute_error",
          "mape", "mean_absolute_percentage_error",
          "msle", "mean_squared_logarithmic_error",
          "kld", "kullback_leibler_divergence",
          "cosine", "cosine_proximity");
  // Losses and metrics that have other names in Keras 3.
  private static final Map<String, String> CLASSES =
      Map.of(
          "kullback_leibler_divergence", "KLDivergence",
          "kld", "KLDivergence",
          "kl_divergence", "KLDivergence",
          "logcosh", "LogCosh",
          "log_cosh", "LogCosh",
          "cosine_proximity", "CosineSimilarity",
          "cosine", "CosineSimilarity",
          "cosine_similarity", "CosineSimilarity");

  private final Writer writer;

  private Training(Writer writer) {
    this.writer = writer;
  }

  /// {@return what is compiled, as Keras 3 writes it}
  ///
  /// @param written the object with `loss`, `metrics` and so on
  /// @param optimizer the optimizer as written
  /// @param outputs the names of the model's outputs
  /// @throws IllegalArgumentException if a part of it is gone or is not known
  public static Map<String, @Nullable Object> upgrade(
      Map<?, ?> written, @Nullable Object optimizer, Writer writer, List<String> outputs) {
    Training training = new Training(writer);
    List<@Nullable Object> losses = each(written.get("loss"), outputs, false);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("optimizer", OldOptimizers.upgrade(optimizer, writer));
    List<@Nullable Object> read = new ArrayList<>();
    for (Object loss : losses) {
      read.add(training.loss(loss));
    }
    config.put("loss", only(read));
    config.put("loss_weights", weights(written.get("loss_weights"), outputs));
    for (String key : List.of("metrics", "weighted_metrics")) {
      List<@Nullable Object> metrics = each(written.get(key), outputs, true);
      List<@Nullable Object> all = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        all.add(training.metrics(metrics.get(i), losses.get(i)));
      }
      config.put(key, only(all));
    }
    return config;
  }

  private static @Nullable Object only(List<@Nullable Object> all) {
    return all.size() == 1 ? all.getFirst() : all;
  }

  private static @Nullable Object weights(@Nullable Object weights, List<String> outputs) {
    if (weights == null) {
      return null;
    }
    return each(weights, outputs, false);
  }

  /// {@return the part of each output: from a list, by names, or one for all}
  ///
  /// @param several whether an output has a list of them
  private static List<@Nullable Object> each(
      @Nullable Object all, List<String> outputs, boolean several) {
    int count = outputs.size();
    if (all instanceof Map<?, ?> named && !isObject(named)) {
      List<@Nullable Object> parts = copies(count, null);
      named.forEach((name, part) -> {
        int at = outputs.indexOf(String.valueOf(name));
        if (at < 0) {
          throw new IllegalArgumentException(
              "compile: output \"%s\" is not among %s".formatted(name, outputs));
        }
        parts.set(at, part);
      });
      return parts;
    }
    if (all instanceof List<?> list) {
      boolean nested = list.stream().anyMatch(List.class::isInstance) || list.contains(null);
      if (!several || (nested && list.size() == count)) {
        if (list.size() != count) {
          throw new IllegalArgumentException(
              "compile: %d outputs need as many losses or weights; got %s".formatted(count, list));
        }
        return new ArrayList<>(list);
      }
      // A flat list of metrics is for every output.
      return copies(count, list);
    }
    return copies(count, all);
  }

  private static List<@Nullable Object> copies(int count, @Nullable Object value) {
    List<@Nullable Object> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      copies.add(value);
    }
    return copies;
  }

  private static boolean isObject(Map<?, ?> map) {
    return map.containsKey("class_name");
  }

  private @Nullable Object loss(@Nullable Object written) {
    return switch (written) {
      case String name -> loss(name);
      case Map<?, ?> object when object.get("config") instanceof String name -> loss(name);
      case Map<?, ?> object when object.get("config") instanceof Map<?, ?> config -> {
        OldLayer loss = new OldLayer(Architecture.className(object), config);
        if ("auto".equals(loss.get("reduction"))) {
          loss.put("reduction", "sum_over_batch_size");
        }
        if (loss.get("fn") instanceof String function) {
          loss.become(className(function)).drop("fn");
        }
        if (loss.className().equals("LogCosh") && "logcosh".equals(loss.get("name"))) {
          loss.put("name", "log_cosh");
        }
        yield loss.written();
      }
      case null, default -> written;
    };
  }

  private @Nullable Object loss(String name) {
    boolean isCosine = "CosineSimilarity".equals(CLASSES.get(name));
    if (isCosine && writer.isBefore(2, 0, 9)) {
      return old(OldLoss.COSINE);
    }
    if (writer.isBefore(2, 3)) {
      if (name.equals("hinge")) {
        return old(OldLoss.HINGE);
      }
      if (name.equals("squared_hinge")) {
        return old(OldLoss.SQUARED_HINGE);
      }
    }
    String className = CLASSES.get(name);
    return className == null ? name : Architecture.object(className, new LinkedHashMap<>());
  }

  private static Map<String, @Nullable Object> old(String className) {
    return Architecture.object(className, new LinkedHashMap<>());
  }

  private static String className(String function) {
    String known = CLASSES.get(function);
    if (known != null) {
      return known;
    }
    StringBuilder name = new StringBuilder();
    for (String word : function.split("_", -1)) {
      name.append(word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  private @Nullable Object metrics(@Nullable Object written, @Nullable Object loss) {
    List<@Nullable Object> all = new ArrayList<>();
    for (Object metric :
        written instanceof List<?> list ? list : Collections.singletonList(written)) {
      if (metric != null) {
        all.add(metric(metric, loss));
      }
    }
    return all.isEmpty() ? null : all;
  }

  private @Nullable Object metric(Object written, @Nullable Object loss) {
    return switch (written) {
      case String name -> metric(name, loss, null);
      case Map<?, ?> object when object.get("config") instanceof String name ->
          metric(name, loss, null);
      case Map<?, ?> object when object.get("config") instanceof Map<?, ?> config -> {
        OldLayer metric = new OldLayer(Architecture.className(object), config);
        if (metric.get("fn") != null) {
          yield wrapped(metric, loss);
        }
        String dtype = Parts.dtype(metric.take("dtype"));
        if (dtype != null && !dtype.equals("float32")) {
          metric.put("dtype", dtype);
        }
        metric.dropIf("num_labels", (Object) null).dropIf("label_weights", (Object) null);
        yield metric.written();
      }
      default -> written;
    };
  }

  private @Nullable Object wrapped(OldLayer metric, @Nullable Object loss) {
    Object function = metric.get("fn");
    Object name =
        function instanceof Map<?, ?> object && object.get("config") instanceof String text
            ? text
            : function;
    if (!(name instanceof String text)) {
      throw new IllegalArgumentException(
          "metric %s: its function %s is not known".formatted(metric.name(), function));
    }
    return metric(text, loss, metric.name());
  }

  private Map<String, @Nullable Object> metric(
      String given, @Nullable Object loss, @Nullable String called) {
    if (writer.isKeras1() && GONE_SINCE_KERAS_2.contains(given)) {
      throw new IllegalArgumentException("metric %s is gone since Keras 2".formatted(given));
    }
    boolean earlier = (writer.major() == 2 && writer.minor() < 4) || writer.isKeras1();
    boolean full = writer.isBefore(2, 3);
    String lower =
        given.equals(given.toUpperCase(java.util.Locale.ROOT))
            ? given.toLowerCase(java.util.Locale.ROOT)
            : given;
    boolean isAccuracy = lower.equals("acc") || lower.equals("accuracy");
    String name =
        called != null
            ? called
            : !full ? given : isAccuracy ? "acc" : FULL.getOrDefault(lower, lower);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", name);
    if (isAccuracy) {
      return Architecture.object(earlier ? accuracy(loss) : ACCURACY, config);
    }
    if (lower.equals("crossentropy") || lower.equals("ce")) {
      config.put("name", full ? "ce" : given);
      return Architecture.object(crossentropy(loss), config);
    }
    String function = FULL.getOrDefault(lower, lower);
    String old = metricOfOldLoss(function);
    if (old != null) {
      return Architecture.object(old, config);
    }
    return Architecture.object(
        switch (function) {
          case "logcosh", "log_cosh" -> "LogCoshError";
          case "binary_crossentropy", "bce" -> "BinaryCrossentropy";
          default -> className(function);
        },
        config);
  }

  private @Nullable String metricOfOldLoss(String function) {
    return switch (function) {
      // As metrics these were the negative of what Keras 3 measures.
      case "cosine_proximity", "cosine_similarity" ->
          writer.isBefore(2, 3)
              ? writer.isBefore(2, 0, 9) ? OldLoss.COSINE : OldLoss.COSINE_SUM
              : null;
      case "hinge" -> writer.isBefore(2, 3) ? OldLoss.HINGE : null;
      case "squared_hinge" -> writer.isBefore(2, 3) ? OldLoss.SQUARED_HINGE : null;
      default -> null;
    };
  }

  // By the loss rather than by the shapes of targets.
  private static String accuracy(@Nullable Object loss) {
    return switch (name(loss)) {
      case "binary_crossentropy", "BinaryCrossentropy" -> "BinaryAccuracy";
      case "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy" ->
          "SparseCategoricalAccuracy";
      default -> ACCURACY;
    };
  }

  private static String crossentropy(@Nullable Object loss) {
    return switch (name(loss)) {
      case "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy" ->
          "SparseCategoricalCrossentropy";
      case "categorical_crossentropy", "CategoricalCrossentropy" -> "CategoricalCrossentropy";
      default -> "BinaryCrossentropy";
    };
  }

  private static String name(@Nullable Object loss) {
    return switch (loss) {
      case String name -> name;
      case Map<?, ?> object -> String.valueOf(object.get("class_name"));
      case null, default -> "";
    };
  }
}
