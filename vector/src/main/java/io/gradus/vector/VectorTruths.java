package io.gradus.vector;

import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Whether any or all truth values hold. Any is true as soon as one is true, all is false as soon
/// as one is false: both look for the value that decides.
final class VectorTruths {
  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Lanes.BITS));
  private static final int GRAIN = 64 * 1024;

  private VectorTruths() {}

  /// Reduces one long row, whose blocks are shared among the workers.
  static void whole(Workers workers, Reduction reduction, Strided out, Strided x) {
    byte[] v = x.bytes();
    int from = Math.toIntExact(x.offset());
    int n = Math.toIntExact(x.dim(-1));
    boolean deciding = reduction == Reduction.ANY;
    AtomicBoolean decided = new AtomicBoolean();
    workers.run(
        Math.ceilDiv(n, GRAIN),
        (block, _) -> {
          int first = block * GRAIN;
          if (!decided.get() && has(v, from + first, Math.min(GRAIN, n - first), deciding)) {
            decided.set(true);
          }
        });
    out.bytes()[Math.toIntExact(out.offset())] = result(decided.get(), deciding);
  }

  /// {@return the reduction of a row that lies side by side}
  static byte row(Reduction reduction, byte[] x, int from, int n) {
    boolean deciding = reduction == Reduction.ANY;
    return result(has(x, from, n, deciding), deciding);
  }

  private static byte result(boolean decided, boolean deciding) {
    return (byte) (decided == deciding ? 1 : 0);
  }

  private static boolean has(byte[] x, int from, int n, boolean truth) {
    int k = 0;
    for (; k + B.length() <= n; k += B.length()) {
      ByteVector v = ByteVector.fromArray(B, x, from + k);
      boolean found =
          truth
              ? v.compare(VectorOperators.NE, 0).anyTrue()
              : v.compare(VectorOperators.EQ, 0).anyTrue();
      if (found) {
        return true;
      }
    }
    for (; k < n; k++) {
      if (x[from + k] != 0 == truth) {
        return true;
      }
    }
    return false;
  }

  /// Reduces columns, see [Columns].
  static void columns(Workers workers, Reduction reduction, Strided out, Strided x) {
    int rows = Math.toIntExact(x.dim(-1));
    int stride = Math.toIntExact(x.stride(-1));
    byte[] v = x.bytes();
    byte[] o = out.bytes();
    boolean any = reduction == Reduction.ANY;
    Columns.run(
        workers,
        B.length(),
        out,
        x,
        (from, to, count, _) -> {
          if (count == B.length()) {
            full(v, from, rows, stride, any, o, to);
          } else {
            for (int j = 0; j < count; j++) {
              boolean decided = false;
              for (int row = 0; row < rows && !decided; row++) {
                decided = v[from + row * stride + j] != 0 == any;
              }
              o[to + j] = result(decided, any);
            }
          }
        });
  }

  private static void full(
      byte[] x, int from, int rows, int stride, boolean any, byte[] out, int to) {
    ByteVector decided = ByteVector.zero(B);
    for (int row = 0; row < rows; row++) {
      ByteVector v = ByteVector.fromArray(B, x, from + row * stride);
      decided =
          any
              ? decided.blend((byte) 1, v.compare(VectorOperators.NE, 0))
              : decided.blend((byte) 1, v.compare(VectorOperators.EQ, 0));
    }
    ByteVector result = any ? decided : decided.lanewise(VectorOperators.XOR, (byte) 1);
    result.intoArray(out, to);
  }
}
