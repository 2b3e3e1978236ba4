package io.gradus.bench;

import java.util.Random;

/// The numbers that workloads compute with.
final class Numbers {
  private Numbers() {}

  /// {@return uniform numbers in [−1, 1), the same as the other libraries were given}
  static float[] uniform(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
