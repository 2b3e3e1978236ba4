package io.gradus.tensor.kernel;

/// Stable sorting of rows. Floating-point numbers compare as numbers, so that the zeros are equal,
/// and NaN is the largest.
final class Sorts {
  private Sorts() {}

  /// {@return what writes a row of `x` in order to a dense row of `out`, and where its elements
  /// were to the row of `positions` with the same place. The types are dense but for `x`}
  static ScalarKernels.RowToElement of(
      boolean descending, Strided out, Strided positions, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    int shift = Math.toIntExact(positions.offset() - out.offset());
    int[] p = positions.ints();
    Keys keys = keys(x);
    return (to, from) -> {
      long[] key = new long[n];
      int[] order = new int[n];
      for (int i = 0; i < n; i++) {
        long ascending = keys.at(from + i * step);
        key[i] = descending ? ~ascending : ascending;
        order[i] = i;
      }
      sort(key, order, order.clone(), 0, n);
      for (int i = 0; i < n; i++) {
        p[to + shift + i] = order[i];
        take(out, to + i, x, from + order[i] * step);
      }
    };
  }

  /// Integers in the order of the elements.
  private interface Keys {
    long at(int position);
  }

  private static Keys keys(Strided x) {
    return switch (x.dtype()) {
      case FLOAT32 -> {
        float[] v = x.floats();
        yield position -> key(v[position]);
      }
      case FLOAT64 -> {
        double[] v = x.doubles();
        yield position -> key(v[position]);
      }
      case INT32 -> {
        int[] v = x.ints();
        yield position -> v[position];
      }
      case INT64 -> {
        long[] v = x.longs();
        yield position -> v[position];
      }
      default -> throw new AssertionError(x);
    };
  }

  // The bits of a negative number grow with its absolute value. Adding 0 makes −0 a 0.
  private static long key(double x) {
    long bits = Double.doubleToLongBits(x + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static void take(Strided out, int to, Strided x, int from) {
    switch (x.dtype()) {
      case FLOAT32 -> out.floats()[to] = x.floats()[from];
      case FLOAT64 -> out.doubles()[to] = x.doubles()[from];
      case INT32 -> out.ints()[to] = x.ints()[from];
      case INT64 -> out.longs()[to] = x.longs()[from];
      default -> throw new AssertionError(x);
    }
  }

  // Merges the sorted halves of `other` into `order`; both hold the same numbers before.
  private static void sort(long[] key, int[] order, int[] other, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(key, other, order, from, middle);
    sort(key, other, order, middle, to);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takesLeft = right == to || (left < middle && key[other[left]] <= key[other[right]]);
      order[i] = takesLeft ? other[left++] : other[right++];
    }
  }
}
