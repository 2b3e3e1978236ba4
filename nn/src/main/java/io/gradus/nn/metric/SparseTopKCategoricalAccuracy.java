package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// How often the target's class number is among the `k` highest predictions, 5 unless given
/// (`keras.metrics.SparseTopKCategoricalAccuracy`).
///
/// Shapes: targets `[n, …]` or `[n, …, 1]`, predictions `[n, …, classes]`.
public final class SparseTopKCategoricalAccuracy extends MeanMetric implements Configured {
  private static final String NAME = "sparse_top_k_categorical_accuracy";
  private static final ConfigKey<Boolean> SORTED = new ConfigKey<>("from_sorted_ids", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<SparseTopKCategoricalAccuracy> SCHEMA =
      Keys.<SparseTopKCategoricalAccuracy>schema("SparseTopKCategoricalAccuracy", NAME)
          .optional(Keys.K, metric -> metric.k, 5)
          .extra(SORTED, metric -> metric.fromSortedIds, false)
          .build(SparseTopKCategoricalAccuracy::new);

  private final int k;
  private final boolean fromSortedIds;

  /// The metric of the 5 highest.
  public SparseTopKCategoricalAccuracy() {
    this(5);
  }

  /// The metric of the `k` highest.
  ///
  /// @throws IllegalArgumentException if `k` is below 1
  public SparseTopKCategoricalAccuracy(int k) {
    this(NAME, k, false);
  }

  private SparseTopKCategoricalAccuracy(String name, int k, boolean fromSortedIds) {
    super(name);
    this.k = Checks.atLeast(1, name, "k", k);
    this.fromSortedIds = fromSortedIds;
  }

  private SparseTopKCategoricalAccuracy(Config config) {
    this(config.get(Keys.NAME), config.get(Keys.K), config.get(SORTED));
  }

  /// {@return this metric with the given name and a state of its own}
  public SparseTopKCategoricalAccuracy named(String name) {
    return new SparseTopKCategoricalAccuracy(name, k, fromSortedIds);
  }

  /// {@return this metric of predictions that are class numbers already, the highest first, instead
  /// of a value for each class}
  public SparseTopKCategoricalAccuracy fromSortedIds(boolean value) {
    return new SparseTopKCategoricalAccuracy(name(), k, value);
  }

  @Override
  public Schema<SparseTopKCategoricalAccuracy> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Tensor labels = Labels.sparse(name(), yTrue, yPred);
    if (!fromSortedIds) {
      return Labels.inTop(k, labels, yPred);
    }
    Tensor first = yPred.get("..., :" + k);
    return first.equal(labels.expandDims(-1)).any(-1);
  }
}
