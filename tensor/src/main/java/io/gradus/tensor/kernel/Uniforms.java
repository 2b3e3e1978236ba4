package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;

/// Uniform random numbers in [0, 1): a word of [Philox] for each, two for a `float64`.
final class Uniforms {
  private static final int WORDS = 4;

  private Uniforms() {}

  /// Writes the elements from `first`, a multiple of four, up to but not including `last`.
  static void fill(Strided out, int first, int last, long key, long counter) {
    int[] words = new int[WORDS];
    int perBlock = out.dtype() == DType.FLOAT64 ? WORDS / 2 : WORDS;
    int at = Math.toIntExact(out.offset());
    long block = counter + first / perBlock;
    for (int i = first; i < last; i += perBlock, block++) {
      Philox.block(key, block, words, 0);
      write(out, at + i, Math.min(perBlock, last - i), words);
    }
  }

  private static void write(Strided out, int at, int n, int[] words) {
    switch (out.dtype()) {
      case FLOAT16 -> {
        short[] to = out.shorts();
        for (int i = 0; i < n; i++) {
          to[at + i] = Half.toFloat16(Philox.toFloat(words[i], 11));
        }
      }
      case BFLOAT16 -> {
        short[] to = out.shorts();
        for (int i = 0; i < n; i++) {
          to[at + i] = Half.toBFloat16(Philox.toFloat(words[i], 8));
        }
      }
      case FLOAT32 -> {
        float[] to = out.floats();
        for (int i = 0; i < n; i++) {
          to[at + i] = Philox.toFloat(words[i]);
        }
      }
      case FLOAT64 -> {
        double[] to = out.doubles();
        for (int i = 0; i < n; i++) {
          to[at + i] = Philox.toDouble(words[2 * i], words[2 * i + 1]);
        }
      }
      default -> throw new AssertionError(out);
    }
  }
}
