package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Uniform random floats in [0, 1) from the words of [Philox], several of its blocks at a time:
/// each lane of four vectors of longs holds the four words of one.
final class VectorUniforms {
  private static final VectorSpecies<Long> LONGS = Lanes.FLOATS.withLanes(long.class);
  private static final int BLOCKS = LONGS.length();
  private static final int WORDS = 4;
  private static final int STEP = BLOCKS * WORDS;
  private static final int GRAIN = 16 * 1024;

  private static final long LOW = 0xFFFF_FFFFL;
  private static final LongVector LANES = LongVector.zero(LONGS).addIndex(1);

  private VectorUniforms() {}

  static void fill(Workers workers, Strided out, long key, long counter) {
    int n = Math.toIntExact(out.size());
    int from = Math.toIntExact(out.offset());
    float[] to = out.floats();
    workers.run(
        Math.ceilDiv(n, GRAIN),
        (block, _) -> {
          int first = block * GRAIN;
          int last = Math.min(n, first + GRAIN);
          fill(to, from + first, last - first, key, counter + first / WORDS);
        });
  }

  private static void fill(float[] to, int at, int n, long key, long counter) {
    long[] words = new long[STEP];
    long[] keys = keys(key);
    for (int i = 0; i < n; i += STEP) {
      blocks(keys, counter + i / WORDS, words);
      int count = Math.min(STEP, n - i);
      for (int k = 0; k < count; k++) {
        to[at + i + k] = Philox.toFloat((int) words[k % WORDS * BLOCKS + k / WORDS]);
      }
    }
  }

  /// {@return the keys of the rounds, two for each}
  private static long[] keys(long key) {
    long[] keys = new long[2 * Philox.ROUNDS];
    Arrays.setAll(
        keys,
        i -> {
          int first = (int) (i % 2 == 0 ? key : key >>> 32);
          return Integer.toUnsignedLong(
              first + i / 2 * (i % 2 == 0 ? Philox.WEYL_0 : Philox.WEYL_1));
        });
    return keys;
  }

  /// Writes the first words of some blocks, then their second, third and last words.
  private static void blocks(long[] keys, long counter, long[] words) {
    LongVector counters = LANES.add(counter);
    LongVector c0 = counters.and(LOW);
    LongVector c1 = counters.lanewise(LSHR, 32);
    LongVector c2 = LongVector.zero(LONGS);
    LongVector c3 = c2;
    for (int i = 0; i < keys.length; i += 2) {
      LongVector p0 = c0.mul(Philox.MULTIPLIER_0);
      LongVector p1 = c2.mul(Philox.MULTIPLIER_1);
      c0 = p1.lanewise(LSHR, 32).lanewise(XOR, c1).lanewise(XOR, keys[i]);
      c2 = p0.lanewise(LSHR, 32).lanewise(XOR, c3).lanewise(XOR, keys[i + 1]);
      c1 = p1.and(LOW);
      c3 = p0.and(LOW);
    }
    c0.intoArray(words, 0);
    c1.intoArray(words, BLOCKS);
    c2.intoArray(words, 2 * BLOCKS);
    c3.intoArray(words, 3 * BLOCKS);
  }
}
