package io.gradus.nn.metric;

import io.gradus.nn.config.SchemaTable;
import java.util.List;

/// The metrics that a configuration can name.
public final class Metrics {
  /// All metrics by Keras' names.
  public static final SchemaTable<Metric> TABLE =
      new SchemaTable<>(
          "metric", List.of(Accuracy.SCHEMA, Mean.SCHEMA, SparseCategoricalAccuracy.SCHEMA));

  private Metrics() {}
}
