package io.gradus.nn.metric;

import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.SchemaTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The metrics that a configuration can name.
public final class Metrics {
  private static final int SHORT = 4;

  private static final List<Schema<? extends Metric>> SCHEMAS =
      Stream.<Schema<? extends Metric>>concat(
              Stream.of(
                  Accuracy.SCHEMA,
                  AUC.SCHEMA,
                  BinaryAccuracy.SCHEMA,
                  BinaryIoU.SCHEMA,
                  CategoricalAccuracy.SCHEMA,
                  ConcordanceCorrelation.SCHEMA,
                  F1Score.SCHEMA,
                  FalseNegatives.SCHEMA,
                  FalsePositives.SCHEMA,
                  FBetaScore.SCHEMA,
                  IoU.SCHEMA,
                  Mean.SCHEMA,
                  MeanCosineSimilarity.SCHEMA,
                  MeanIoU.SCHEMA,
                  OneHotIoU.SCHEMA,
                  OneHotMeanIoU.SCHEMA,
                  PearsonCorrelation.SCHEMA,
                  Precision.SCHEMA,
                  PrecisionAtRecall.SCHEMA,
                  R2Score.SCHEMA,
                  Recall.SCHEMA,
                  RecallAtPrecision.SCHEMA,
                  RootMeanSquaredError.SCHEMA,
                  SensitivityAtSpecificity.SCHEMA,
                  SparseCategoricalAccuracy.SCHEMA,
                  SparseTopKCategoricalAccuracy.SCHEMA,
                  SpecificityAtSensitivity.SCHEMA,
                  Sum.SCHEMA,
                  TopKCategoricalAccuracy.SCHEMA,
                  TrueNegatives.SCHEMA,
                  TruePositives.SCHEMA),
              LossMetric.schemas())
          .toList();

  /// All metrics by Keras' names.
  public static final SchemaTable<Metric> TABLE =
      new SchemaTable<>(Metric.class, "metric", "keras.metrics", SCHEMAS);

  /// Keras' names in lower case and their short forms.
  private static final Map<String, Schema<? extends Metric>> NAMES = names();

  private Metrics() {}

  private static Map<String, Schema<? extends Metric>> names() {
    Map<String, Schema<? extends Metric>> names = new LinkedHashMap<>();
    names.put("acc", Accuracy.SCHEMA);
    SCHEMAS.forEach(schema -> names.put(lowerCase(schema.className()), schema));
    shorten(names, "bce", "binary_crossentropy");
    shorten(names, "mae", "mean_absolute_error");
    shorten(names, "mape", "mean_absolute_percentage_error");
    shorten(names, "mse", "mean_squared_error");
    shorten(names, "msle", "mean_squared_logarithmic_error");
    return names;
  }

  private static void shorten(
      Map<String, Schema<? extends Metric>> names, String shortName, String name) {
    names.put(shortName, Objects.requireNonNull(names.get(name)));
  }

  // As Keras does it: MeanSquaredError is mean_squared_error, MeanIoU mean_io_u, R2Score r2_score.
  private static String lowerCase(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// {@return the metric that Keras calls by this name, under this name; short forms may be in
  /// upper case, as in `MSE`}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Metric named(String name) {
    if (Accuracy.isText(name)) {
      return new Accuracy().named(name);
    }
    Schema<? extends Metric> schema = NAMES.get(name);
    for (Schema<? extends Metric> each : SCHEMAS) {
      schema = each.className().equals(name) ? each : schema;
    }
    boolean isShort = name.length() <= SHORT && name.equals(name.toUpperCase(Locale.ROOT));
    if (schema == null && isShort) {
      schema = NAMES.get(name.toLowerCase(Locale.ROOT));
    }
    if (schema == null) {
      throw Names.unknown("metric", name, NAMES.keySet());
    }
    return schema.read(Map.of("name", name));
  }
}
