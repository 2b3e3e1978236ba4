package io.gradus.vector;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Conversion of bytes that lie side by side to floats, which every batch of images goes through.
final class VectorPixels {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;

  private VectorPixels() {}

  /// Writes the numbers 0 to 255, or returns false where the bytes lie otherwise, or there are no
  /// byte vectors of as many lanes (at 128 bits).
  static boolean run(Workers workers, Strided out, Strided x) {
    if (Lanes.COUNT < 8 || !x.isDense() || out.size() == 0) {
      return false;
    }
    int n = Math.toIntExact(out.size());
    int o = Math.toIntExact(out.offset());
    int i = Math.toIntExact(x.offset());
    workers.run(
        Math.ceilDiv(n, GRAIN),
        (block, _) -> {
          int from = block * GRAIN;
          row(out.floats(), o + from, x.bytes(), i + from, Math.min(GRAIN, n - from));
        });
    return true;
  }

  private static void row(float[] out, int o, byte[] x, int i, int n) {
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      FloatVector pixels =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTES, x, i + k)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, Lanes.INTS, 0)
                  .convertShape(VectorOperators.I2F, F, 0);
      pixels.intoArray(out, o + k);
    }
    for (int k = end; k < n; k++) {
      out[o + k] = x[i + k] & 0xFF;
    }
  }
}
