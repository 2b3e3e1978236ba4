package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gradus.tensor.kernel.Workers;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The matrix product against the definition in double precision, on every path and layout.
class GemmTest {
  private static final float UNTOUCHED = -77f;

  /// m, n, k: on both sides of every block, tile and lane count, and the paths of their own.
  static Stream<int[]> sizes() {
    int[] lengths = {1, 2, 7, 8, 9, 15, 16, 17, 31, 33};
    Stream.Builder<int[]> sizes = Stream.builder();
    for (int m : lengths) {
      for (int n : lengths) {
        sizes.add(new int[] {m, n, 5});
        sizes.add(new int[] {m, n, 18});
      }
    }
    int[][] more = {
      {3, 4, 0},
      {0, 4, 3},
      {4, 0, 3},
      {128, 10, 512},
      {512, 10, 128},
      {1, 512, 784},
      {300, 1, 401},
      {1, 10, 1000},
      {70, 10, 9000}, // narrow, and deeper than is packed at a time
      {1, 33, 9000},
      {70, 10, 1},
      {100, 600, 10},
      {65, 130, 385},
      {97, 49, 769},
      {50, 64, 384},
      {961, 33, 20},
      {20, 2050, 17},
      {515, 1030, 300}, // more columns than are shared at a time
      {41, 33, 70_000} // deeper than is packed at a time
    };
    return Stream.concat(sizes.build(), Stream.of(more));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void isTheProductInAllLayouts(int[] size) {
    for (boolean aTransposed : new boolean[] {false, true}) {
      for (boolean bTransposed : new boolean[] {false, true}) {
        check(size[0], size[1], size[2], aTransposed, bTransposed);
      }
    }
  }

  private static void check(int m, int n, int k, boolean aTransposed, boolean bTransposed) {
    float[] a = random(m * k, 1);
    float[] b = random(k * n, 2);
    int aRow = aTransposed ? 1 : k;
    int aColumn = aTransposed ? m : 1;
    int bRow = bTransposed ? 1 : n;
    int bColumn = bTransposed ? k : 1;
    int ldc = n + 3;
    float[] c = filled(2 + m * ldc);
    new Gemm(new Workers(1)).multiply(m, n, k, a, 0, aRow, aColumn, b, 0, bRow, bColumn, c, 2, ldc);
    float[] shared = filled(c.length);
    new Gemm(new Workers(3))
        .multiply(m, n, k, a, 0, aRow, aColumn, b, 0, bRow, bColumn, shared, 2, ldc);
    assertThat(shared).as("on three threads").isEqualTo(c);
    assertThat(c[0]).isEqualTo(UNTOUCHED);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < ldc; j++) {
        float got = c[2 + i * ldc + j];
        if (j >= n) {
          assertThat(got).as("beyond row %d", i).isEqualTo(UNTOUCHED);
          continue;
        }
        double want = 0;
        double size = 0;
        for (int p = 0; p < k; p++) {
          double term = (double) a[i * aRow + p * aColumn] * b[p * bRow + j * bColumn];
          want += term;
          size += Math.abs(term);
        }
        assertThat(Math.abs(got - want))
            .as("m=%d n=%d k=%d, element %d, %d", m, n, k, i, j)
            .isLessThanOrEqualTo(size * (k + 1) * 0x1p-24);
      }
    }
  }

  @Test
  void givesARowTheSameBitsAloneAndInABatch() {
    int n = 40;
    int k = 500;
    float[] a = random(64 * k, 3);
    float[] b = random(k * n, 4);
    float[] batch = new float[64 * n];
    float[] alone = new float[n];
    Gemm gemm = new Gemm(new Workers(2));
    gemm.multiply(64, n, k, a, 0, k, 1, b, 0, n, 1, batch, 0, n);
    gemm.multiply(1, n, k, a, 17 * k, k, 1, b, 0, n, 1, alone, 0, n);
    assertThat(alone).isEqualTo(java.util.Arrays.copyOfRange(batch, 17 * n, 18 * n));
  }

  @Test
  void allocatesNothingOnceWarm() {
    int n = 96;
    float[] a = random(n * n, 5);
    float[] b = random(n * n, 6);
    float[] c = new float[n * n];
    Gemm gemm = new Gemm(new Workers(1));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // The compiler takes vectors off the heap only in its last tier, at no fixed time.
    for (int round = 0; round < 60 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50; i++) {
        gemm.multiply(n, n, n, a, 0, n, 1, b, 0, n, 1, c, 0, n);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(50 * 64);
  }

  private static float[] filled(int length) {
    float[] array = new float[length];
    java.util.Arrays.fill(array, UNTOUCHED);
    return array;
  }

  private static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = random.nextFloat() * 2 - 1;
    }
    return array;
  }
}
