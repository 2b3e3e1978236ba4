package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts true and false, positive and negative predictions at thresholds, each sample with its
/// weight. A prediction above a threshold is positive, a target other than 0 is.
///
/// Evenly spread thresholds take one pass over the predictions, others one each, as in Keras.
final class Confusion {
  /// What a prediction turns out to be.
  enum Cell {
    TRUE_POSITIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    FALSE_NEGATIVES;

    /// {@return the name of its variable}
    String variable() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String metric;
  private final List<Double> thresholds;
  private final Map<Cell, Variable> counts;
  private final boolean perLabel;

  /// Counts in these variables.
  ///
  /// @param metric the metric's name, for messages
  /// @param thresholds one or more, in order
  /// @param counts variables `[thresholds]`, or `[thresholds, labels]` to count each label apart
  Confusion(String metric, List<Double> thresholds, Map<Cell, Variable> counts) {
    this.metric = metric;
    this.thresholds = List.copyOf(thresholds);
    this.counts = new EnumMap<>(counts);
    this.perLabel = counts.values().iterator().next().rank() == 2;
  }

  /// Counts in variables of its own.
  ///
  /// @param shape `[thresholds]` or `[thresholds, labels]`
  /// @param cells what is counted
  static Confusion of(String metric, List<Double> thresholds, long[] shape, Cell... cells) {
    Map<Cell, Variable> counts = new EnumMap<>(Cell.class);
    for (Cell cell : cells) {
      counts.put(cell, State.zeros(cell.variable(), shape));
    }
    return new Confusion(metric, thresholds, counts);
  }

  /// {@return the counts at each threshold}
  Tensor at(Cell cell) {
    Variable count = counts.get(cell);
    if (count == null) {
      throw new IllegalStateException(metric + ": does not count " + cell.variable());
    }
    return count.value();
  }

  /// {@return the share `a/(a + b)` at each threshold, 0 where nothing was counted}
  Tensor share(Cell a, Cell b) {
    return Quotient.orZero(at(a), at(a).add(at(b)));
  }

  /// {@return the variables, in the order of the cells}
  List<Variable> variables() {
    return List.copyOf(counts.values());
  }

  /// {@return the weights with the axes that they need beside the targets: theirs are the first}
  static @Nullable Tensor besides(Tensor yTrue, @Nullable Tensor weights) {
    if (weights == null) {
      return null;
    }
    Tensor w = weights.cast(DType.FLOAT32);
    while (w.rank() < yTrue.rank()) {
      w = w.expandDims(-1);
    }
    return w;
  }

  /// Counts a batch.
  ///
  /// @param aligned targets and predictions
  /// @param weights weights that broadcast to them, or null
  void update(Alignment aligned, @Nullable Tensor weights) {
    Tensor predictions = aligned.yPred().cast(DType.FLOAT32);
    Tensor truth = aligned.yTrue().cast(DType.BOOL).cast(DType.FLOAT32);
    Tensor w =
        weights == null
            ? Tensor.ones(predictions.type())
            : Alignment.stretched(metric, weights, predictions);
    Tensor positives = flat(truth.mul(w));
    Tensor negatives = flat(truth.neg().add(1).mul(w));
    if (isEven(thresholds)) {
      countByBuckets(flat(predictions), positives, negatives);
    } else {
      countByThresholds(flat(predictions), positives, negatives);
    }
  }

  private Tensor flat(Tensor x) {
    return perLabel ? x : x.reshape(-1);
  }

  private void countByThresholds(Tensor predictions, Tensor positives, Tensor negatives) {
    long[] column = new long[predictions.rank() + 1];
    Arrays.fill(column, 1);
    column[0] = thresholds.size();
    float[] values = new float[thresholds.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = thresholds.get(i).floatValue();
    }
    Tensor above = predictions.greater(Tensor.of(values).reshape(column));
    Tensor below = above.logicalNot();
    add(Cell.TRUE_POSITIVES, above, positives);
    add(Cell.FALSE_POSITIVES, above, negatives);
    add(Cell.TRUE_NEGATIVES, below, negatives);
    add(Cell.FALSE_NEGATIVES, below, positives);
  }

  private void add(Cell cell, Tensor where, Tensor weights) {
    Variable count = counts.get(cell);
    if (count != null) {
      count.assignAdd(where.where(weights, 0).sum(1));
    }
  }

  // With evenly spread thresholds a prediction's bucket tells how many of them it is above. The
  // others are what is left of all, as in Keras.
  private void countByBuckets(Tensor predictions, Tensor positives, Tensor negatives) {
    int n = thresholds.size();
    Tensor scaled = predictions.clip(0.0, 1.0).mul((double) (n - 1));
    Tensor bucket = scaled.ceil().cast(DType.INT32).sub(1);
    // A first threshold below 0 is one that every prediction is above.
    // NaN is above none.
    Tensor reached =
        thresholds.getFirst() < 0 ? predictions.equal(predictions) : bucket.greaterEqual(0);
    Tensor place = bucket.relu();
    addAbove(Cell.TRUE_POSITIVES, Cell.FALSE_NEGATIVES, place, reached, positives);
    addAbove(Cell.FALSE_POSITIVES, Cell.TRUE_NEGATIVES, place, reached, negatives);
  }

  private void addAbove(Cell above, Cell below, Tensor place, Tensor reached, Tensor weights) {
    Variable hits = counts.get(above);
    Variable misses = counts.get(below);
    if (hits == null && misses == null) {
      return;
    }
    int n = thresholds.size();
    int labels = perLabel ? Math.toIntExact(place.dim(1)) : 1;
    Tensor cell = perLabel ? place.mul(labels).add(Tensor.arange(labels)) : place;
    Tensor buckets =
        reached
            .where(weights, 0)
            .flatten()
            .scatter(cell.reshape(-1, 1), Shape.of((long) n * labels))
            .reshape(n, labels);
    Tensor counted = buckets.flip(0).cumSum(0).flip(0);
    if (hits != null) {
      hits.assignAdd(counted.reshape(hits.shape()));
    }
    if (misses != null) {
      Tensor all = perLabel ? weights.sum(0) : weights.sum();
      misses.assignAdd(all.sub(counted).reshape(misses.shape()));
    }
  }

  // Within 1e-7 + 1e-5·t of i/(n − 1), as NumPy's allclose says it in Keras.
  private static boolean isEven(List<Double> thresholds) {
    int n = thresholds.size();
    boolean even = n >= 3;
    for (int i = 0; even && i < n; i++) {
      double want = (float) i / (n - 1);
      even = Math.abs(thresholds.get(i) - want) <= 1e-7 + 1e-5 * want;
    }
    return even;
  }
}
