package io.gradus.tensor.kernel;

import java.util.stream.IntStream;

/// Moves rows of a fixed length between dense views, by their numbers.
///
/// @param length the elements of a row
record RowMoves(int length) {
  /// Rows of a view whose leading axes count them.
  RowMoves(Strided view, int leading) {
    this(Math.toIntExact(view.shape().from(leading).size()));
  }

  /// {@return the view with the named axes first, the others in order behind them}
  static Strided inFront(Strided x, int... axes) {
    IntStream others =
        IntStream.range(0, x.rank()).filter(a -> IntStream.of(axes).noneMatch(b -> a == b));
    return x.permute(IntStream.concat(IntStream.of(axes), others).toArray());
  }

  /// `out[i] = x[rows[i]]`.
  void gather(Workers workers, Strided out, Strided x, int[] rows) {
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int perBlock = Math.max(1, Rows.GRAIN / Math.max(1, length));
    workers.run(
        Math.ceilDiv(rows.length, perBlock),
        (block, _) -> {
          int first = block * perBlock;
          int last = Math.min(rows.length, first + perBlock);
          if (length == 1) {
            elements(x, from, rows, out, to, first, last);
            return;
          }
          for (int i = first; i < last; i++) {
            move(x, from + rows[i] * length, out, to + i * length);
          }
        });
  }

  /// `out[rows[i]] = x[i]`, in the order of `i`.
  void scatter(Strided out, Strided x, int[] rows) {
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    for (int i = 0; i < rows.length; i++) {
      move(x, from + i * length, out, to + rows[i] * length);
    }
  }

  private void move(Strided x, int from, Strided out, int to) {
    ((ArrayStorage) x.storage()).copyTo(from, (ArrayStorage) out.storage(), to, length);
  }

  // Single elements are moved in a plain loop, without a call for each.
  private static void elements(
      Strided x, int from, int[] rows, Strided out, int to, int first, int last) {
    Object source = ((ArrayStorage) x.storage()).array();
    Object target = ((ArrayStorage) out.storage()).array();
    if (source instanceof float[] s && target instanceof float[] t) {
      for (int i = first; i < last; i++) {
        t[to + i] = s[from + rows[i]];
      }
    } else if (source instanceof int[] s && target instanceof int[] t) {
      for (int i = first; i < last; i++) {
        t[to + i] = s[from + rows[i]];
      }
    } else {
      for (int i = first; i < last; i++) {
        System.arraycopy(source, from + rows[i], target, to + i, 1);
      }
    }
  }

  /// `out[rows[i]] += x[i]`, in the order of `i`; not of types that are widened for arithmetic.
  void add(Strided out, Strided x, int[] rows) {
    for (int i = 0; i < rows.length; i++) {
      int from = Math.toIntExact(x.offset()) + i * length;
      int to = Math.toIntExact(out.offset()) + rows[i] * length;
      switch (out.dtype()) {
        case FLOAT32 -> {
          float[] s = x.floats();
          float[] t = out.floats();
          for (int k = 0; k < length; k++) {
            t[to + k] += s[from + k];
          }
        }
        case FLOAT64 -> {
          double[] s = x.doubles();
          double[] t = out.doubles();
          for (int k = 0; k < length; k++) {
            t[to + k] += s[from + k];
          }
        }
        case INT32 -> {
          int[] s = x.ints();
          int[] t = out.ints();
          for (int k = 0; k < length; k++) {
            t[to + k] += s[from + k];
          }
        }
        case INT64 -> {
          long[] s = x.longs();
          long[] t = out.longs();
          for (int k = 0; k < length; k++) {
            t[to + k] += s[from + k];
          }
        }
        default -> throw new AssertionError(out);
      }
    }
  }
}
