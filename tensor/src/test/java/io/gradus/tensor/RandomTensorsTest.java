package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Random tensors have the distributions that they are said to have. Seeds are fixed: a bound that
/// one draw in a thousand would miss is met or missed always.
class RandomTensorsTest {
  private static final int N = 100_000;
  private static final Shape SHAPE = Shape.of(N);
  // The statistic of Kolmogorov and Smirnov, times √n, that one sample in a thousand exceeds.
  private static final double KS = 1.95;

  @Test
  void uniformNumbersAreUniform() {
    double[] x = Tensor.randomUniform(SHAPE, -1, 3, 1).toDoubleArray();
    assertThat(Arrays.stream(x).min().orElseThrow()).isBetween(-1.0, -0.999);
    assertThat(Arrays.stream(x).max().orElseThrow()).isBetween(2.999, 3.0);
    assertThat(mean(x)).isCloseTo(1, within(4 * Math.sqrt(16.0 / 12 / N)));
    assertThat(distance(x, v -> (v + 1) / 4)).isLessThan(KS);
  }

  @Test
  void normalNumbersAreNormal() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      TensorType type = new TensorType(dtype, SHAPE);
      double[] x = Tensor.randomNormal(type, 3, 0.5, 2).toDoubleArray();
      assertThat(mean(x)).isCloseTo(3, within(4 * 0.5 / Math.sqrt(N)));
      assertThat(variance(x)).isCloseTo(0.25, within(4 * 0.25 * Math.sqrt(2.0 / N)));
      assertThat(distance(x, v -> normal((v - 3) / 0.5))).isLessThan(KS);
      long far = Arrays.stream(x).filter(v -> Math.abs(v - 3) > 1.5).count();
      assertThat(far).isBetween(220L, 320L);
    }
  }

  @Test
  void truncatedNormalNumbersStayWithinTwoDeviations() {
    double[] x = Tensor.randomTruncatedNormal(SHAPE, -1, 0.1, 3).toDoubleArray();
    assertThat(Arrays.stream(x).min().orElseThrow()).isBetween(-1.2000001, -1.199);
    assertThat(Arrays.stream(x).max().orElseThrow()).isBetween(-0.801, -0.7999999);
    assertThat(mean(x)).isCloseTo(-1, within(4 * 0.1 / Math.sqrt(N)));
    assertThat(Math.sqrt(variance(x))).isCloseTo(0.08796, within(0.001));
    double below = normal(-2);
    double inside = 1 - 2 * below;
    assertThat(distance(x, v -> (normal((v + 1) / 0.1) - below) / inside)).isLessThan(KS);
  }

  @Test
  void truncatedNumbersAreTheNormalOnesWhereThoseAreInside() {
    Tensor key = Tensor.of(77L);
    Tensor counter = Tensor.of(5L);
    TensorType type = TensorType.of(DType.FLOAT32, 1001);
    float[] all =
        Tensor.apply(new Sampling.RandomNormal(type, false), key, counter)
            .getFirst()
            .toFloatArray();
    float[] inside =
        Tensor.apply(new Sampling.RandomNormal(type, true), key, counter).getFirst().toFloatArray();
    for (int i = 0; i < all.length; i++) {
      assertThat(Math.abs(inside[i])).isLessThanOrEqualTo(2);
      if (Math.abs(all[i]) <= 2) {
        assertThat(inside[i]).isEqualTo(all[i]);
      }
    }
  }

  @Test
  void aLongerTensorBeginsLikeAShorterOne() {
    float[] all = Tensor.randomNormal(Shape.of(50_001), 0, 1, 4).toFloatArray();
    float[] some = Tensor.randomNormal(Shape.of(1003), 0, 1, 4).toFloatArray();
    assertThat(Arrays.copyOf(all, 1003)).isEqualTo(some);
  }

  @Test
  void seedsAndDistributionsAreIndependent() {
    double[] one = Tensor.randomNormal(SHAPE, 0, 1, 1).toDoubleArray();
    double[] two = Tensor.randomNormal(SHAPE, 0, 1, 2).toDoubleArray();
    double[] uniform = Tensor.randomUniform(SHAPE, -1, 1, 1).toDoubleArray();
    double[] truncated = Tensor.randomTruncatedNormal(SHAPE, 0, 1, 1).toDoubleArray();
    assertThat(correlation(one, two)).isLessThan(4 / Math.sqrt(N));
    assertThat(correlation(one, uniform)).isLessThan(4 / Math.sqrt(N));
    assertThat(correlation(one, truncated)).isLessThan(4 / Math.sqrt(N));
    double[] next = Arrays.copyOf(one, N);
    System.arraycopy(one, 1, next, 0, N - 1);
    assertThat(correlation(one, next)).isLessThan(4 / Math.sqrt(N));
  }

  @Test
  void integersAreEquallyLikely() {
    int[] x = Tensor.randomIntegers(SHAPE, -3, 7, 5).toIntArray();
    int[] counts = new int[10];
    for (int value : x) {
      counts[value + 3]++;
    }
    // Chi-squared with nine degrees of freedom: 27.9 is exceeded once in a thousand times.
    assertThat(chiSquared(counts, N / 10.0)).isLessThan(27.9);
    int[] wide = Tensor.randomIntegers(SHAPE, Integer.MIN_VALUE, Integer.MAX_VALUE, 6).toIntArray();
    assertThat(Arrays.stream(wide).filter(value -> value < 0).count()).isBetween(49_300L, 50_700L);
  }

  @Test
  void shufflingMovesWholeRows() {
    Tensor x = Tensor.arange(12).reshape(4, 3);
    Tensor rows = x.shuffle(0, 7);
    assertThat(rows.get(":, 0").sort(0)).hasToString("[0 3 6 9]");
    assertThat(rows.get(":, 2").sub(rows.get(":, 0"))).hasToString("[2 2 2 2]");
    assertThat(x.shuffle(1, 7).sort(1).toIntArray()).isEqualTo(x.toIntArray());
    assertThat(x.shuffle(0, 7).toIntArray()).isEqualTo(rows.toIntArray());
  }

  @Test
  void bernoulliIsTrueAsOftenAsAsked() {
    Tensor p = Tensor.of(0f, 0.25f, 1f).expandDims(1).broadcastTo(Shape.of(3, N));
    int[] counts = p.bernoulli(8).countNonZero(1).toIntArray();
    assertThat(counts[0]).isZero();
    assertThat(counts[1]).isBetween(24_450, 25_550);
    assertThat(counts[2]).isEqualTo(N);
  }

  @Test
  void categoricalFollowsTheLogits() {
    float never = Float.NEGATIVE_INFINITY;
    double[][] shares = {{0.1, 0.2, 0, 0.7}, {0.25, 0.25, 0.25, 0.25}};
    Tensor logits =
        Tensor.of(
            new float[][] {
              {(float) Math.log(1), (float) Math.log(2), never, (float) Math.log(7)}, {5, 5, 5, 5}
            });
    Tensor drawn = logits.categorical(N, 9);
    assertThat(drawn.type()).isEqualTo(TensorType.of(DType.INT32, 2, N));
    for (int row = 0; row < 2; row++) {
      int[] classes = drawn.get(Index.at(row)).toIntArray();
      for (int c = 0; c < 4; c++) {
        int wanted = c;
        double share = Arrays.stream(classes).filter(k -> k == wanted).count() / (double) N;
        assertThat(share).isCloseTo(shares[row][c], within(shares[row][c] == 0 ? 0 : 0.006));
      }
    }
    assertThat(Tensor.zeros(0, 3).categorical(5, 1).shape()).isEqualTo(Shape.of(0, 5));
  }

  @Test
  void emptyTensorsAreFine() {
    assertThat(Tensor.randomNormal(Shape.of(0, 3), 0, 1, 1).shape()).isEqualTo(Shape.of(0, 3));
    assertThat(Tensor.randomIntegers(Shape.of(0), 0, 1, 1).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensor.permutation(0, 1).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensor.zeros(0, 2).shuffle(0, 1).shape()).isEqualTo(Shape.of(0, 2));
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
  }

  private static double correlation(double[] x, double[] y) {
    double mx = mean(x);
    double my = mean(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - mx) * (y[i] - my);
    }
    return Math.abs(sum / x.length / Math.sqrt(variance(x) * variance(y)));
  }

  private static double chiSquared(int[] counts, double expected) {
    return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
  }

  /// The largest distance between the empirical and the given distribution function, times √n.
  private static double distance(double[] x, DoubleUnaryOperator cdf) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = cdf.applyAsDouble(sorted[i]);
      largest = Math.max(largest, Math.abs(p - i / (double) sorted.length));
      largest = Math.max(largest, Math.abs(p - (i + 1) / (double) sorted.length));
    }
    return largest * Math.sqrt(x.length);
  }

  /// The distribution function of the standard normal distribution, by its series.
  private static double normal(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; k < 200; k++) {
      term *= x * x / (2 * k + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
