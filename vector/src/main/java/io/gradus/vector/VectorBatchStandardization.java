package io.gradus.vector;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Columns of dense rows brought to mean 0 and variance 1, and the gradient of that. Each vector
/// holds neighbouring columns. Sums go down the rows in blocks, whose sums are then added in order,
/// so that threads may take blocks without a change of bits.
final class VectorBatchStandardization {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;

  /// The rows of a block.
  private static final int BLOCK = 256;

  private VectorBatchStandardization() {}

  /// What is done with some columns of a block of rows, whose first element is number `at`.
  private interface Action {
    void run(int at, int rows, int column, int count, int block);
  }

  /// {@return whether that is done; not where sums are no finite numbers, which wider ones may be}
  static boolean run(
      Workers workers, Strided out, Strided mean, Strided variance, Strided x, float epsilon) {
    int c = Math.toIntExact(x.dim(-1));
    int n = Math.toIntExact(x.size() / c);
    int blocks = Math.ceilDiv(n, BLOCK);
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    float[] v = x.floats();
    try (Scratch shared = workers.borrow()) {
      float[] parts = shared.floats(0, Math.multiplyExact(blocks, c));
      float[] center = shared.floats(1, c);
      float[] factor = shared.floats(2, c);
      each(
          workers,
          n,
          c,
          (at, rows, j, count, b) -> sum(v, from + at, rows, c, count, parts, b + j));
      means(parts, blocks, c, n, center);
      each(
          workers,
          n,
          c,
          (at, rows, j, count, b) ->
              squares(v, from + at, rows, c, center, j, count, parts, b + j));
      means(parts, blocks, c, n, factor);
      if (!areFinite(center, c) || !areFinite(factor, c)) {
        return false;
      }
      System.arraycopy(center, 0, mean.floats(), Math.toIntExact(mean.offset()), c);
      System.arraycopy(factor, 0, variance.floats(), Math.toIntExact(variance.offset()), c);
      for (int j = 0; j < c; j++) {
        factor[j] = 1 / (float) Math.sqrt(factor[j] + epsilon);
      }
      each(
          workers,
          n,
          c,
          (at, rows, j, count, _) ->
              write(out.floats(), to + at, v, from + at, rows, c, center, factor, j, count));
    }
    return true;
  }

  private static boolean areFinite(float[] values, int count) {
    boolean finite = true;
    for (int i = 0; i < count; i++) {
      finite &= Math.abs(values[i]) <= Float.MAX_VALUE;
    }
    return finite;
  }

  /// {@return whether that is done; not where sums are no finite numbers}
  static boolean gradient(
      Workers workers,
      Strided out,
      Strided x,
      Strided mean,
      Strided variance,
      Strided g,
      float epsilon) {
    int c = Math.toIntExact(x.dim(-1));
    int n = Math.toIntExact(x.size() / c);
    int blocks = Math.ceilDiv(n, BLOCK);
    int from = Math.toIntExact(x.offset());
    int arriving = Math.toIntExact(g.offset());
    int to = Math.toIntExact(out.offset());
    float[] v = x.floats();
    float[] w = g.floats();
    try (Scratch shared = workers.borrow()) {
      float[] parts = shared.floats(0, Math.multiplyExact(blocks, c));
      float[] center = shared.floats(1, c);
      float[] factor = shared.floats(2, c);
      float[] lost = shared.floats(3, c);
      float[] slope = shared.floats(4, c);
      float[] products = shared.floats(5, Math.multiplyExact(blocks, c));
      System.arraycopy(mean.floats(), Math.toIntExact(mean.offset()), center, 0, c);
      each(
          workers,
          n,
          c,
          (at, rows, j, count, b) -> {
            int z = b + j;
            sums(w, arriving + at, v, from + at, rows, c, center, j, count, parts, products, z);
          });
      means(parts, blocks, c, n, lost);
      means(products, blocks, c, n, slope);
      for (int j = 0; j < c; j++) {
        float spread = variance.floats()[Math.toIntExact(variance.offset()) + j] + epsilon;
        slope[j] /= spread;
        factor[j] = 1 / (float) Math.sqrt(spread);
      }
      if (!areFinite(lost, c) || !areFinite(slope, c)) {
        return false;
      }
      each(
          workers,
          n,
          c,
          (at, rows, j, count, _) -> {
            int z = to + at;
            pull(
                out.floats(),
                z,
                w,
                arriving + at,
                v,
                from + at,
                rows,
                c,
                center,
                lost,
                slope,
                factor,
                j,
                count);
          });
    }
    return true;
  }

  private static void each(Workers workers, int n, int c, Action action) {
    workers.run(
        Math.ceilDiv(n, BLOCK),
        (block, _) -> {
          int first = block * BLOCK;
          int rows = Math.min(BLOCK, n - first);
          for (int j = 0; j < c; j += Lanes.COUNT) {
            action.run(first * c + j, rows, j, Math.min(Lanes.COUNT, c - j), block * c);
          }
        });
  }

  /// The means of columns whose sums over blocks of rows are given.
  private static void means(float[] parts, int blocks, int c, int n, float[] means) {
    for (int j = 0; j < c; j++) {
      float sum = 0;
      for (int block = 0; block < blocks; block++) {
        sum += parts[block * c + j];
      }
      means[j] = sum / n;
    }
  }

  // The first of these loops to run gathers its sums in the array, four rows at a time: where they
  // were vectors from one turn to the next, C2 made objects of them in one process of three. Memory
  // is the slower part anyway.
  private static void sum(float[] x, int from, int rows, int c, int count, float[] sums, int to) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector.zero(F).intoArray(sums, to, mask);
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int at = from + row * c;
      FloatVector x0 = FloatVector.fromArray(F, x, at, mask);
      FloatVector x1 = FloatVector.fromArray(F, x, at + c, mask);
      FloatVector x2 = FloatVector.fromArray(F, x, at + 2 * c, mask);
      FloatVector x3 = FloatVector.fromArray(F, x, at + 3 * c, mask);
      FloatVector four = x0.add(x1).add(x2.add(x3));
      FloatVector.fromArray(F, sums, to, mask).add(four).intoArray(sums, to, mask);
    }
    for (; row < rows; row++) {
      FloatVector one = FloatVector.fromArray(F, x, from + row * c, mask);
      FloatVector.fromArray(F, sums, to, mask).add(one).intoArray(sums, to, mask);
    }
  }

  private static void squares(
      float[] x,
      int from,
      int rows,
      int c,
      float[] center,
      int column,
      int count,
      float[] out,
      int to) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector mean = FloatVector.fromArray(F, center, column, mask);
    FloatVector sum = FloatVector.zero(F);
    for (int row = 0; row < rows; row++) {
      FloatVector centered = FloatVector.fromArray(F, x, from + row * c, mask).sub(mean);
      sum = sum.add(centered.mul(centered));
    }
    sum.intoArray(out, to, mask);
  }

  /// The sums of `g` and of `g·(x − center)`.
  private static void sums(
      float[] g,
      int at,
      float[] x,
      int from,
      int rows,
      int c,
      float[] center,
      int column,
      int count,
      float[] sums,
      float[] products,
      int to) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector mean = FloatVector.fromArray(F, center, column, mask);
    FloatVector sum = FloatVector.zero(F);
    FloatVector product = sum;
    for (int row = 0; row < rows; row++) {
      FloatVector arriving = FloatVector.fromArray(F, g, at + row * c, mask);
      sum = sum.add(arriving);
      FloatVector centered = FloatVector.fromArray(F, x, from + row * c, mask).sub(mean);
      product = product.add(arriving.mul(centered));
    }
    sum.intoArray(sums, to, mask);
    product.intoArray(products, to, mask);
  }

  /// Writes `(x − center)·factor`.
  private static void write(
      float[] out,
      int to,
      float[] x,
      int from,
      int rows,
      int c,
      float[] center,
      float[] factor,
      int column,
      int count) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector mean = FloatVector.fromArray(F, center, column, mask);
    FloatVector scale = FloatVector.fromArray(F, factor, column, mask);
    for (int row = 0; row < rows; row++) {
      int shift = row * c;
      FloatVector centered = FloatVector.fromArray(F, x, from + shift, mask).sub(mean);
      centered.mul(scale).intoArray(out, to + shift, mask);
    }
  }

  /// Writes `(g − lost − (x − center)·slope)·factor`.
  private static void pull(
      float[] out,
      int to,
      float[] g,
      int at,
      float[] x,
      int from,
      int rows,
      int c,
      float[] center,
      float[] lost,
      float[] slope,
      float[] factor,
      int column,
      int count) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector mean = FloatVector.fromArray(F, center, column, mask);
    FloatVector less = FloatVector.fromArray(F, lost, column, mask);
    FloatVector steep = FloatVector.fromArray(F, slope, column, mask);
    FloatVector scale = FloatVector.fromArray(F, factor, column, mask);
    for (int row = 0; row < rows; row++) {
      int shift = row * c;
      FloatVector centered = FloatVector.fromArray(F, x, from + shift, mask).sub(mean);
      FloatVector arriving = FloatVector.fromArray(F, g, at + shift, mask).sub(less);
      arriving.sub(centered.mul(steep)).mul(scale).intoArray(out, to + shift, mask);
    }
  }
}
