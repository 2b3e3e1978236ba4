package io.gradus.tensor.kernel;

/// The order in which floating-point numbers are summed, the same in every backend: blocks of
/// [#BLOCK] elements, in each of them element `i` goes to lane `i mod 16`, the lanes are added as a
/// tree (`0+8, 1+9, …`, then `0+4 …`, `0+2 …`, `0+1`), and the sums of the blocks are summed by the
/// same rule. Threads may take blocks, vectors of any width may take lanes: the bits stay.
public final class Sums {
  /// The elements of a block.
  public static final int BLOCK = 4096;

  /// The lanes of a block.
  public static final int LANES = 16;

  private Sums() {}

  /// {@return the sum of `n` elements that are `step` apart}
  public static float sum(float[] x, int from, int step, int n) {
    if (n <= BLOCK) {
      return block(x, from, step, n);
    }
    float[] sums = new float[Math.ceilDiv(n, BLOCK)];
    for (int b = 0; b < sums.length; b++) {
      sums[b] = block(x, from + b * BLOCK * step, step, Math.min(BLOCK, n - b * BLOCK));
    }
    return sum(sums, 0, 1, sums.length);
  }

  private static float block(float[] x, int from, int step, int n) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[from + i * step];
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }

  /// {@return the sum of `n` elements that are `step` apart}
  public static double sum(double[] x, int from, int step, int n) {
    if (n <= BLOCK) {
      return block(x, from, step, n);
    }
    double[] sums = new double[Math.ceilDiv(n, BLOCK)];
    for (int b = 0; b < sums.length; b++) {
      sums[b] = block(x, from + b * BLOCK * step, step, Math.min(BLOCK, n - b * BLOCK));
    }
    return sum(sums, 0, 1, sums.length);
  }

  private static double block(double[] x, int from, int step, int n) {
    double[] lanes = new double[LANES];
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[from + i * step];
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
