package io.gradus.preprocessing;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A short summary of many numbers that tells their quantiles up to an error: some of the numbers
/// in ascending order, each with how many it stands for. Summaries are merged batch by batch, as
/// Keras' `Discretization` does.
///
/// @param values the numbers
/// @param weights how many each stands for
record Quantiles(float[] values, float[] weights) {
  /// The summary of no numbers.
  static final Quantiles NONE = new Quantiles(new float[0], new float[0]);

  /// {@return whether there are no numbers}
  boolean isEmpty() {
    return values.length == 0;
  }

  /// {@return this summary with further numbers}
  ///
  /// @param epsilon the error, as a share of all numbers
  Quantiles with(float[] numbers, double epsilon) {
    return of(numbers, epsilon).merged(this).compressed(epsilon);
  }

  /// {@return boundaries between so many bins of about the same weight, or fewer if there are fewer
  /// numbers}
  float[] boundaries(int bins) {
    float[] ends = compressed(1.0 / bins).values;
    return Arrays.copyOf(ends, ends.length - 1);
  }

  private static Quantiles of(float[] numbers, double epsilon) {
    float[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double step = Math.max(sorted.length / (1.0 / epsilon), 1);
    int from = (int) (step - 1);
    int by = (int) step;
    int count = sorted.length <= from ? 0 : (sorted.length - from + by - 1) / by;
    float[] values = new float[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = sorted[from + i * by];
      weights[i] = (float) step;
    }
    return new Quantiles(values, weights);
  }

  private Quantiles merged(Quantiles other) {
    int mine = values.length;
    int count = mine + other.values.length;
    float[] allValues = Arrays.copyOf(values, count);
    float[] allWeights = Arrays.copyOf(weights, count);
    System.arraycopy(other.values, 0, allValues, mine, count - mine);
    System.arraycopy(other.weights, 0, allWeights, mine, count - mine);
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Float.compare(allValues[a], allValues[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    float[] sortedValues = new float[count];
    float[] sortedWeights = new float[count];
    for (int i = 0; i < count; i++) {
      sortedValues[i] = allValues[order[i]];
      sortedWeights[i] = allWeights[order[i]];
    }
    return new Quantiles(sortedValues, sortedWeights);
  }

  /// {@return a summary by `1 / epsilon` numbers of the same weight, between those of this one;
  /// this one if it has fewer}
  private Quantiles compressed(double epsilon) {
    if (values.length * epsilon < 1) {
      return this;
    }
    double[] sums = new double[values.length];
    float sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
    double[] shares =
        Arrays.stream(sums).map(s -> (float) s / (float) sums[sums.length - 1]).toArray();
    int count = (int) Math.ceil(1 / epsilon);
    float[] newValues = new float[count];
    float[] newWeights = new float[count];
    double before = 0;
    for (int i = 0; i < count; i++) {
      double share = epsilon + i * epsilon;
      newValues[i] = (float) between(share, shares, at -> values[at]);
      double reached = between(share, shares, at -> sums[at]);
      newWeights[i] = (float) (reached - before);
      before = reached;
    }
    return new Quantiles(newValues, newWeights);
  }

  /// {@return the linear interpolation of `y` at `x`, the outer values beyond its ends}
  private static double between(double x, double[] xs, java.util.function.IntToDoubleFunction y) {
    int last = xs.length - 1;
    if (x <= xs[0]) {
      return y.applyAsDouble(0);
    }
    if (x >= xs[last]) {
      return y.applyAsDouble(last);
    }
    int right = 1;
    while (xs[right] <= x) {
      right++;
    }
    double low = y.applyAsDouble(right - 1);
    double slope = (y.applyAsDouble(right) - low) / (xs[right] - xs[right - 1]);
    return slope * (x - xs[right - 1]) + low;
  }
}
