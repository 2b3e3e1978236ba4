package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;

/// Normally distributed numbers from [Philox] by the method of G. Box and M. Muller, *A Note on the
/// Generation of Random Normal Deviates*, 1958: uniform `u` and `v` give the pair `√(−2·log u)·(cos
/// 2πv, sin 2πv)`. Computed in `double` with the JDK's strict functions, so that the bits are the
/// same everywhere.
final class Normals {
  private static final double BOUND = 2;

  private Normals() {}

  /// Writes the elements from `first` up to but not including `last` of `out`, see
  /// [Kernels#normal].
  static void fill(Strided out, int first, int last, long key, long counter, boolean truncated) {
    int at = Math.toIntExact(out.offset());
    boolean single = out.dtype() == DType.FLOAT32;
    int perBlock = single ? 4 : 2;
    double[] numbers = new double[perBlock];
    double[] others = new double[perBlock];
    for (int i = first; i < last; i++) {
      int place = i % perBlock;
      if (i == first || place == 0) {
        block(key, counter + i / perBlock, 0, numbers);
      }
      double number = numbers[place];
      for (int attempt = 1; truncated && Math.abs(number) > BOUND; attempt++) {
        block(key, counter + i / perBlock, attempt, others);
        number = others[place];
      }
      if (single) {
        out.floats()[at + i] = (float) number;
      } else {
        out.doubles()[at + i] = number;
      }
    }
  }

  // Four numbers from a word for each uniform one, or two from two words each.
  private static void block(long key, long counter, int attempt, double[] numbers) {
    int[] words = new int[4];
    int low = (int) counter;
    int high = (int) (counter >>> 32);
    Philox.block((int) key, (int) (key >>> 32), low, high, attempt, 0, words, 0);
    if (numbers.length == 4) {
      for (int i = 0; i < 4; i += 2) {
        double u = (Integer.toUnsignedLong(words[i]) + 1) * 0x1p-32;
        double v = Integer.toUnsignedLong(words[i + 1]) * 0x1p-32;
        pair(u, v, numbers, i);
      }
    } else {
      // 1 − u is in (0, 1].
      pair(
          1 - Philox.toDouble(words[0], words[1]), Philox.toDouble(words[2], words[3]), numbers, 0);
    }
  }

  private static void pair(double u, double v, double[] numbers, int at) {
    double radius = Math.sqrt(-2 * StrictMath.log(u));
    double angle = 2 * Math.PI * v;
    numbers[at] = radius * StrictMath.cos(angle);
    numbers[at + 1] = radius * StrictMath.sin(angle);
  }
}
