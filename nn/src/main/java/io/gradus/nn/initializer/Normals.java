package io.gradus.nn.initializer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.Shape;

/// Normally distributed numbers from [Philox], by Box and Muller's method: the same key gives the
/// same numbers everywhere.
final class Normals {
  // Attempts at one element are further apart than elements.
  private static final long ATTEMPT = 1L << 40;

  private Normals() {}

  /// {@return numbers with mean 0 and standard deviation 1}
  static double[] normal(int count, long key) {
    return draw(count, key, Double.POSITIVE_INFINITY);
  }

  /// {@return such numbers, each drawn again until it is at most 2 from 0}
  static double[] truncated(int count, long key) {
    return draw(count, key, 2);
  }

  /// {@return `mean + deviation·x` for each number}
  static Tensor scaled(double[] numbers, double mean, double deviation, Shape shape) {
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * numbers[i]);
    }
    return Tensor.of(values, shape);
  }

  private static double[] draw(int count, long key, double most) {
    int[] words = new int[4];
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      long counter = i;
      double number;
      do {
        Philox.block(key, counter, words, 0);
        double radius = Math.sqrt(-2 * StrictMath.log(1 - Philox.toDouble(words[0], words[1])));
        number = radius * StrictMath.cos(2 * Math.PI * Philox.toDouble(words[2], words[3]));
        counter += ATTEMPT;
      } while (Math.abs(number) > most);
      numbers[i] = number;
    }
    return numbers;
  }
}
