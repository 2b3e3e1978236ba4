package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The product in float64 against its definition, element by element to the bit.
class DoubleProductTest {
  private static final int DEPTH = 256;

  /// m, n, k: on both sides of every block, tile and lane count.
  static Stream<int[]> sizes() {
    int[] lengths = {1, 2, 5, 6, 7, 15, 16, 17, 33};
    Stream.Builder<int[]> sizes = Stream.builder();
    for (int m : lengths) {
      for (int n : lengths) {
        sizes.add(new int[] {m, n, 11});
      }
    }
    int[][] more = {
      {3, 4, 0},
      {0, 4, 3},
      {4, 0, 3},
      {300, 1, 401},
      {1, 300, 257},
      {1, 1, 1000},
      {97, 270, 256},
      {200, 49, 600},
      {20, 530, 17},
      {128, 10, 512}
    };
    return Stream.concat(sizes.build(), Stream.of(more));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void addsInTheStatedOrderOnAnyNumberOfThreads(int[] size) {
    int m = size[0];
    int n = size[1];
    int k = size[2];
    double[] a = random(m * k, 1);
    double[] b = random(k * n, 2);
    double[] expected = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        expected[i * n + j] = element(a, b, i, j, n, k);
      }
    }
    Strided left = view(a, m, k);
    Strided right = view(b, k, n);
    for (int threads : new int[] {1, 2, 8}) {
      assertThat(product(left, right, threads)).as("%d threads", threads).isEqualTo(expected);
    }
    Strided turnedLeft = view(transposed(a, m, k), k, m).permute(1, 0);
    Strided turnedRight = view(transposed(b, k, n), n, k).permute(1, 0);
    assertThat(product(turnedLeft, turnedRight, 1)).as("transposed").isEqualTo(expected);
  }

  private static double element(double[] a, double[] b, int i, int j, int n, int k) {
    double sum = 0;
    for (int start = 0; start < k; start += DEPTH) {
      double block = 0;
      for (int p = start; p < Math.min(k, start + DEPTH); p++) {
        block = Math.fma(a[i * k + p], b[p * n + j], block);
      }
      sum = start == 0 ? block : sum + block;
    }
    return sum;
  }

  @Test
  void givesARowTheSameBitsAloneAndInABatch() {
    int n = 40;
    int k = 500;
    double[] a = random(64 * k, 3);
    Strided b = view(random(k * n, 4), k, n);
    double[] batch = product(view(a, 64, k), b, 2);
    double[] alone = product(view(Arrays.copyOfRange(a, 17 * k, 18 * k), 1, k), b, 1);
    assertThat(alone).isEqualTo(Arrays.copyOfRange(batch, 17 * n, 18 * n));
  }

  private static double[] product(Strided a, Strided b, int threads) {
    int length = Math.toIntExact(a.dim(0) * b.dim(1));
    double[] c = new double[length];
    Arrays.fill(c, -77);
    Strided out = view(c, a.dim(0), b.dim(1));
    new DoubleProduct(out, 0, a, 0, b, 0).run(new Workers(threads));
    return c;
  }

  private static Strided view(double[] values, long rows, long columns) {
    return Strided.dense(
        new ArrayStorage(DType.FLOAT64, Device.current(), values), Shape.of(rows, columns));
  }

  private static double[] transposed(double[] x, int rows, int columns) {
    double[] turned = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = x[i * columns + j];
      }
    }
    return turned;
  }

  private static double[] random(int length, long seed) {
    Random random = new Random(seed);
    return random.doubles(length, -1, 1).toArray();
  }
}
