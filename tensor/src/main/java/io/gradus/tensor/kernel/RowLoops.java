package io.gradus.tensor.kernel;

/// Element-wise loops over views of one shape, one for each kind of array. What lies in arrays of
/// the same kind is moved alike, whatever the elements mean.
final class RowLoops {
  private RowLoops() {}

  /// A function of each element; the types are the same, and computed in.
  static void unary(Workers workers, UnaryLoop loop, Strided out, Strided x) {
    Rows rows = Rows.of(out, x);
    int step = rows.step(1);
    rows.run(
        workers,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = x.floats();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], step, n);
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = x.doubles();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], step, n);
          }
          case INT32 -> {
            int[] o = out.ints();
            int[] v = x.ints();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], step, n);
          }
          case INT64 -> {
            long[] o = out.longs();
            long[] v = x.longs();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], step, n);
          }
          default -> throw new AssertionError(out);
        });
  }

  /// A function of two elements; the types are the same, and computed in.
  static void binary(Workers workers, BinaryLoop loop, Strided out, Strided x, Strided y) {
    Rows rows = Rows.of(out, x, y);
    int is = rows.step(1);
    int js = rows.step(2);
    rows.run(
        workers,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = x.floats();
            float[] w = y.floats();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = x.doubles();
            double[] w = y.doubles();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          case INT32 -> {
            int[] o = out.ints();
            int[] v = x.ints();
            int[] w = y.ints();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          case INT64 -> {
            long[] o = out.longs();
            long[] v = x.longs();
            long[] w = y.longs();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          default -> throw new AssertionError(out);
        });
  }

  /// Whether a relation holds between two elements, whose types are the same, and computed in.
  static void compare(Workers workers, RelationLoop loop, Strided out, Strided x, Strided y) {
    Rows rows = Rows.of(out, x, y);
    int is = rows.step(1);
    int js = rows.step(2);
    byte[] o = out.bytes();
    rows.run(
        workers,
        switch (x.dtype()) {
          case FLOAT32 -> {
            float[] v = x.floats();
            float[] w = y.floats();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          case FLOAT64 -> {
            double[] v = x.doubles();
            double[] w = y.doubles();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          case INT32 -> {
            int[] v = x.ints();
            int[] w = y.ints();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          case INT64 -> {
            long[] v = x.longs();
            long[] w = y.longs();
            yield (at, n, _) -> loop.row(o, at[0], v, at[1], is, w, at[2], js, n);
          }
          default -> throw new AssertionError(x);
        });
  }

  /// One of two elements of the same type.
  static void select(Workers workers, Strided out, Strided condition, Strided x, Strided y) {
    Rows rows = Rows.of(out, condition, x, y);
    int cs = rows.step(1);
    int is = rows.step(2);
    int js = rows.step(3);
    byte[] c = condition.bytes();
    rows.run(
        workers,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = x.floats();
            float[] w = y.floats();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = x.doubles();
            double[] w = y.doubles();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case UINT32, INT32 -> {
            int[] o = out.ints();
            int[] v = x.ints();
            int[] w = y.ints();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case UINT64, INT64 -> {
            long[] o = out.longs();
            long[] v = x.longs();
            long[] w = y.longs();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case UINT16, INT16, FLOAT16, BFLOAT16 -> {
            short[] o = out.shorts();
            short[] v = x.shorts();
            short[] w = y.shorts();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case BOOL, UINT8, INT8 -> {
            byte[] o = out.bytes();
            byte[] v = x.bytes();
            byte[] w = y.bytes();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
        });
  }

  /// The elements as they are.
  static void copy(Workers workers, Strided out, Strided x) {
    Rows rows = Rows.of(out, x);
    int os = rows.step(0);
    int is = rows.step(1);
    if (os == 1 && is == 1) {
      Object target = ((ArrayStorage) out.storage()).array();
      Object source = ((ArrayStorage) x.storage()).array();
      rows.run(workers, (at, n, _) -> System.arraycopy(source, at[1], target, at[0], n));
      return;
    }
    rows.run(
        workers,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = x.floats();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k * os] = v[at[1] + k * is];
              }
            };
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = x.doubles();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k * os] = v[at[1] + k * is];
              }
            };
          }
          case UINT32, INT32 -> {
            int[] o = out.ints();
            int[] v = x.ints();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k * os] = v[at[1] + k * is];
              }
            };
          }
          case UINT64, INT64 -> {
            long[] o = out.longs();
            long[] v = x.longs();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k * os] = v[at[1] + k * is];
              }
            };
          }
          case UINT16, INT16, FLOAT16, BFLOAT16 -> {
            short[] o = out.shorts();
            short[] v = x.shorts();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k * os] = v[at[1] + k * is];
              }
            };
          }
          case BOOL, UINT8, INT8 -> {
            byte[] o = out.bytes();
            byte[] v = x.bytes();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k * os] = v[at[1] + k * is];
              }
            };
          }
        });
  }
}
