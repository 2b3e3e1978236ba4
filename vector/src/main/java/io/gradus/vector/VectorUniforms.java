package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Uniform random floats in [0, 1) from the words of [Philox], several of its blocks at a time:
/// each lane of four vectors of longs holds the four words of one.
final class VectorUniforms {
  private static final VectorSpecies<Long> LONGS = Lanes.FLOATS.withLanes(long.class);
  private static final int BLOCKS = LONGS.length();
  private static final int WORDS = 4;
  private static final int STEP = 2 * BLOCKS * WORDS;
  private static final int GRAIN = 16 * 1024;

  // The bits of a word that a float has no room for, and what one of the others is worth.
  private static final int UNUSED = 8;
  private static final float SCALE = 0x1p-24f;

  private static final long LOW = 0xFFFF_FFFFL;
  private static final VectorShuffle<Long> LOWER = VectorShuffle.makeZip(LONGS, 0);
  private static final VectorShuffle<Long> UPPER = VectorShuffle.makeZip(LONGS, 1);
  private static final LongVector LANES = LongVector.zero(LONGS).addIndex(1);

  // Numbers of a process that plain loops make, the first values of weights as a rule. Until the
  // vector loop is compiled it takes 150 ms for those of the mlp, and plain ones take 10.
  private static final long FIRST = 1 << 20;
  private static final AtomicLong DRAWN = new AtomicLong();

  private VectorUniforms() {}

  /// {@return whether so many numbers have been asked for that the vector loop pays}
  static boolean pay(long more) {
    return DRAWN.getPlain() >= FIRST || DRAWN.addAndGet(more) >= FIRST;
  }

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
    long[] keys = keys(key);
    int end = n - n % STEP;
    for (int i = 0; i < end; i += STEP) {
      blocks(keys, counter + i / WORDS, to, at + i);
    }
    if (end < n) {
      float[] last = new float[STEP];
      blocks(keys, counter + end / WORDS, last, 0);
      System.arraycopy(last, 0, to, at + end, n - end);
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

  /// Writes the numbers of some blocks.
  private static void blocks(long[] keys, long counter, float[] to, int at) {
    // Where both factors are seen to have 32 bits, C2 multiplies as such.
    LongVector m0 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_0).and(LOW);
    LongVector m1 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_1).and(LOW);
    LongVector a0 = LANES.add(counter);
    LongVector a1 = a0.lanewise(LSHR, 32);
    LongVector a2 = LongVector.zero(LONGS);
    LongVector a3 = a2;
    LongVector b0 = LANES.add(counter + BLOCKS);
    LongVector b1 = b0.lanewise(LSHR, 32);
    LongVector b2 = a2;
    LongVector b3 = a2;
    for (int i = 0; i < keys.length; i += 2) {
      LongVector p0 = a0.and(LOW).mul(m0);
      LongVector p1 = a2.and(LOW).mul(m1);
      a0 = p1.lanewise(LSHR, 32).lanewise(XOR, a1).lanewise(XOR, keys[i]);
      a2 = p0.lanewise(LSHR, 32).lanewise(XOR, a3).lanewise(XOR, keys[i + 1]);
      a1 = p1.and(LOW);
      a3 = p0.and(LOW);
      p0 = b0.and(LOW).mul(m0);
      p1 = b2.and(LOW).mul(m1);
      b0 = p1.lanewise(LSHR, 32).lanewise(XOR, b1).lanewise(XOR, keys[i]);
      b2 = p0.lanewise(LSHR, 32).lanewise(XOR, b3).lanewise(XOR, keys[i + 1]);
      b1 = p1.and(LOW);
      b3 = p0.and(LOW);
    }
    LongVector even = a0.lanewise(OR, a1.lanewise(LSHL, 32));
    LongVector odd = a2.lanewise(OR, a3.lanewise(LSHL, 32));
    IntVector bits = even.rearrange(LOWER, odd).reinterpretAsInts().lanewise(LSHR, UNUSED);
    bits.convert(I2F, 0).reinterpretAsFloats().mul(SCALE).intoArray(to, at);
    bits = even.rearrange(UPPER, odd).reinterpretAsInts().lanewise(LSHR, UNUSED);
    bits.convert(I2F, 0).reinterpretAsFloats().mul(SCALE).intoArray(to, at + COUNT);
    even = b0.lanewise(OR, b1.lanewise(LSHL, 32));
    odd = b2.lanewise(OR, b3.lanewise(LSHL, 32));
    bits = even.rearrange(LOWER, odd).reinterpretAsInts().lanewise(LSHR, UNUSED);
    bits.convert(I2F, 0).reinterpretAsFloats().mul(SCALE).intoArray(to, at + 2 * COUNT);
    bits = even.rearrange(UPPER, odd).reinterpretAsInts().lanewise(LSHR, UNUSED);
    bits.convert(I2F, 0).reinterpretAsFloats().mul(SCALE).intoArray(to, at + 3 * COUNT);
  }
}
