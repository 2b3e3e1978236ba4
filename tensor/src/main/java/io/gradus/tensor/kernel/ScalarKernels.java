package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;

/// The kernels as plain loops: the specification that other backends are tested against, and the
/// backend that always works. `uint8` and `bool` are widened to `int32` for arithmetic and narrowed
/// with wrap-around.
public class ScalarKernels implements Kernels {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Template<UnaryFunction, UnaryLoop> unary =
      new Template<>(LOOKUP, UnaryLoop.class, UnaryTemplate.class, UnaryTemplate::new);
  private final Template<BinaryFunction, BinaryLoop> binary =
      new Template<>(LOOKUP, BinaryLoop.class, BinaryTemplate.class, BinaryTemplate::new);
  private final Template<Relation, RelationLoop> relation =
      new Template<>(LOOKUP, RelationLoop.class, RelationTemplate.class, RelationTemplate::new);
  private final Workers workers;

  /// Kernels whose loops the given workers share.
  public ScalarKernels(Workers workers) {
    this.workers = workers;
  }

  @Override
  public String name() {
    return Backends.SCALAR;
  }

  @Override
  public String description() {
    return "scalar, plain Java loops";
  }

  @Override
  public final Workers workers() {
    return workers;
  }

  /// {@return the loop that computes the function; a backend may have a faster one for its class}
  protected UnaryLoop loop(UnaryFunction f) {
    return unary.loop(f);
  }

  @Override
  public void unary(UnaryFunction f, Strided out, Strided x) {
    if (isByte(out)) {
      Strided wide = temporary(DType.INT32, out.shape());
      unary(f, wide, widened(x));
      cast(out, wide);
      return;
    }
    UnaryLoop loop = loop(f);
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
          case BOOL, UINT8 -> throw new AssertionError(out);
        });
  }

  /// {@return the loop that computes the function; a backend may have a faster one for its class}
  protected BinaryLoop loop(BinaryFunction f) {
    return binary.loop(f);
  }

  @Override
  public void binary(BinaryFunction f, Strided out, Strided x, Strided y) {
    if (isByte(out)) {
      Strided wide = temporary(DType.INT32, out.shape());
      binary(f, wide, widened(x), widened(y));
      cast(out, wide);
      return;
    }
    BinaryLoop loop = loop(f);
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
          case BOOL, UINT8 -> throw new AssertionError(out);
        });
  }

  @Override
  public void chain(List<Link> links) {
    Chain chain = new Chain(links, this::loop, this::loop);
    workers.run(chain.blocks(), chain);
  }

  @Override
  public void compare(Relation r, Strided out, Strided x, Strided y) {
    if (isByte(x)) {
      compare(r, out, widened(x), widened(y));
      return;
    }
    RelationLoop loop = relation.loop(r);
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
          case BOOL, UINT8 -> throw new AssertionError(x);
        });
  }

  @Override
  public void select(Strided out, Strided condition, Strided x, Strided y) {
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
          case INT32 -> {
            int[] o = out.ints();
            int[] v = x.ints();
            int[] w = y.ints();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case INT64 -> {
            long[] o = out.longs();
            long[] v = x.longs();
            long[] w = y.longs();
            yield (at, n, _) -> {
              for (int k = 0; k < n; k++) {
                o[at[0] + k] = c[at[1] + k * cs] != 0 ? v[at[2] + k * is] : w[at[3] + k * js];
              }
            };
          }
          case BOOL, UINT8 -> {
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

  @Override
  public void cast(Strided out, Strided x) {
    Rows rows = Rows.of(out, x);
    int step = rows.step(1);
    rows.run(workers, (at, n, _) -> Casts.row(out, at[0], x, at[1], step, n));
  }

  @Override
  public void copy(Strided out, Strided x) {
    Rows rows = Rows.of(out, x);
    int os = rows.step(0);
    int is = rows.step(1);
    rows.run(
        workers,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = x.floats();
            yield (at, n, _) -> {
              if (os == 1 && is == 1) {
                System.arraycopy(v, at[1], o, at[0], n);
              } else {
                for (int k = 0; k < n; k++) {
                  o[at[0] + k * os] = v[at[1] + k * is];
                }
              }
            };
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = x.doubles();
            yield (at, n, _) -> {
              if (os == 1 && is == 1) {
                System.arraycopy(v, at[1], o, at[0], n);
              } else {
                for (int k = 0; k < n; k++) {
                  o[at[0] + k * os] = v[at[1] + k * is];
                }
              }
            };
          }
          case INT32 -> {
            int[] o = out.ints();
            int[] v = x.ints();
            yield (at, n, _) -> {
              if (os == 1 && is == 1) {
                System.arraycopy(v, at[1], o, at[0], n);
              } else {
                for (int k = 0; k < n; k++) {
                  o[at[0] + k * os] = v[at[1] + k * is];
                }
              }
            };
          }
          case INT64 -> {
            long[] o = out.longs();
            long[] v = x.longs();
            yield (at, n, _) -> {
              if (os == 1 && is == 1) {
                System.arraycopy(v, at[1], o, at[0], n);
              } else {
                for (int k = 0; k < n; k++) {
                  o[at[0] + k * os] = v[at[1] + k * is];
                }
              }
            };
          }
          case BOOL, UINT8 -> {
            byte[] o = out.bytes();
            byte[] v = x.bytes();
            yield (at, n, _) -> {
              if (os == 1 && is == 1) {
                System.arraycopy(v, at[1], o, at[0], n);
              } else {
                for (int k = 0; k < n; k++) {
                  o[at[0] + k * os] = v[at[1] + k * is];
                }
              }
            };
          }
        });
  }

  @Override
  public void fill(Strided out, double value) {
    int from = Math.toIntExact(out.offset());
    int to = Math.toIntExact(out.offset() + out.size());
    switch (out.dtype()) {
      case BOOL, UINT8 -> Arrays.fill(out.bytes(), from, to, (byte) value);
      case INT32 -> Arrays.fill(out.ints(), from, to, (int) value);
      case INT64 -> Arrays.fill(out.longs(), from, to, (long) value);
      case FLOAT32 -> Arrays.fill(out.floats(), from, to, (float) value);
      case FLOAT64 -> Arrays.fill(out.doubles(), from, to, value);
    }
  }

  @Override
  public void reduce(Reduction reduction, Strided out, Strided x, int axes) {
    if (isByte(out)) {
      Strided wide = temporary(DType.INT32, out.shape());
      reduce(reduction, wide, widened(x), axes);
      cast(out, wide);
      return;
    }
    Strided rows = asRows(x, axes);
    int n = Math.toIntExact(rows.dim(-1));
    int step = Math.toIntExact(rows.stride(-1));
    if (reduction == Reduction.MAX && n == 0) {
      throw new IllegalArgumentException(
          "max: no elements to take the largest of; got " + x.type());
    }
    eachRow(
        out,
        rows,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = rows.floats();
            yield reduction == Reduction.SUM
                ? (to, from) -> o[to] = Sums.sum(v, from, step, n)
                : (to, from) -> o[to] = largest(v, from, step, n);
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = rows.doubles();
            yield reduction == Reduction.SUM
                ? (to, from) -> o[to] = Sums.sum(v, from, step, n)
                : (to, from) -> o[to] = largest(v, from, step, n);
          }
          case INT32 -> {
            int[] o = out.ints();
            int[] v = rows.ints();
            yield (to, from) -> {
              int result = reduction == Reduction.SUM ? 0 : v[from];
              for (int i = 0; i < n; i++) {
                int value = v[from + i * step];
                result = reduction == Reduction.SUM ? result + value : Math.max(result, value);
              }
              o[to] = result;
            };
          }
          case INT64 -> {
            long[] o = out.longs();
            long[] v = rows.longs();
            yield (to, from) -> {
              long result = reduction == Reduction.SUM ? 0 : v[from];
              for (int i = 0; i < n; i++) {
                long value = v[from + i * step];
                result = reduction == Reduction.SUM ? result + value : Math.max(result, value);
              }
              o[to] = result;
            };
          }
          case BOOL, UINT8 -> throw new AssertionError(out);
        });
  }

  private static float largest(float[] x, int from, int step, int n) {
    float result = x[from];
    for (int i = 1; i < n; i++) {
      result = Math.max(result, x[from + i * step]);
    }
    return result;
  }

  private static double largest(double[] x, int from, int step, int n) {
    double result = x[from];
    for (int i = 1; i < n; i++) {
      result = Math.max(result, x[from + i * step]);
    }
    return result;
  }

  @Override
  public void argMax(Strided out, Strided x) {
    Strided wide = isByte(x) ? widened(x) : x;
    int n = Math.toIntExact(wide.dim(-1));
    int step = Math.toIntExact(wide.stride(-1));
    int[] o = out.ints();
    eachRow(
        out,
        wide,
        switch (wide.dtype()) {
          case FLOAT32 -> {
            float[] v = wide.floats();
            yield (to, from) -> {
              float best = v[from];
              int position = 0;
              for (int i = 1; i < n && !Float.isNaN(best); i++) {
                float value = v[from + i * step];
                if (value > best || Float.isNaN(value)) {
                  best = value;
                  position = i;
                }
              }
              o[to] = position;
            };
          }
          case FLOAT64 -> {
            double[] v = wide.doubles();
            yield (to, from) -> {
              double best = v[from];
              int position = 0;
              for (int i = 1; i < n && !Double.isNaN(best); i++) {
                double value = v[from + i * step];
                if (value > best || Double.isNaN(value)) {
                  best = value;
                  position = i;
                }
              }
              o[to] = position;
            };
          }
          case INT32 -> {
            int[] v = wide.ints();
            yield (to, from) -> {
              int best = v[from];
              int position = 0;
              for (int i = 1; i < n; i++) {
                int value = v[from + i * step];
                if (value > best) {
                  best = value;
                  position = i;
                }
              }
              o[to] = position;
            };
          }
          case INT64 -> {
            long[] v = wide.longs();
            yield (to, from) -> {
              long best = v[from];
              int position = 0;
              for (int i = 1; i < n; i++) {
                long value = v[from + i * step];
                if (value > best) {
                  best = value;
                  position = i;
                }
              }
              o[to] = position;
            };
          }
          case BOOL, UINT8 -> throw new AssertionError(wide);
        });
  }

  @Override
  public void matmul(Strided out, Strided a, Strided b) {
    boolean rows = b.stride(-1) == 1 || b.dim(-1) == 1;
    Matrices.multiply(workers, out, a, rows ? b : dense(b));
  }

  @Override
  public void gather(Strided out, Strided x, Strided indices, int axis) {
    int[] positions = Positions.along("gather", indices, x.dim(axis), axis);
    int outer = Math.toIntExact(x.shape().slice(0, axis).size());
    int inner = Math.toIntExact(x.shape().from(axis + 1).size());
    new RowMoves(inner)
        .gather(workers, out, dense(x), Positions.repeated(positions, outer, (int) x.dim(axis)));
  }

  @Override
  public void scatterAdd(Strided out, Strided indices, Strided updates, int axis) {
    if (isByte(out)) {
      Strided wide = temporary(DType.INT32, out.shape());
      scatterAdd(wide, indices, widened(updates), axis);
      cast(out, wide);
      return;
    }
    int[] positions = Positions.along("scatterAdd", indices, out.dim(axis), axis);
    int outer = Math.toIntExact(out.shape().slice(0, axis).size());
    int inner = Math.toIntExact(out.shape().from(axis + 1).size());
    fill(out, 0);
    new RowMoves(inner)
        .add(out, dense(updates), Positions.repeated(positions, outer, (int) out.dim(axis)));
  }

  @Override
  public void gatherNd(Strided out, Strided x, Strided indices, int... axes) {
    int[] rows = Positions.rows(indices, x.shape(), axes);
    Strided source = dense(RowMoves.inFront(x, axes));
    new RowMoves(source, axes.length).gather(workers, out, source, rows);
  }

  @Override
  public void scatterNd(Strided out, Strided indices, Strided updates, boolean add, int... axes) {
    if (add && isByte(out)) {
      Strided wide = widened(out);
      scatterNd(wide, indices, widened(updates), true, axes);
      cast(out, wide);
      return;
    }
    int[] rows = Positions.rows(indices, out.shape(), axes);
    Strided front = RowMoves.inFront(out, axes);
    Strided target = dense(front);
    RowMoves moves = new RowMoves(target, axes.length);
    if (add) {
      moves.add(target, dense(updates), rows);
    } else {
      moves.scatter(target, dense(updates), rows);
    }
    if (target != front) {
      copy(front, target);
    }
  }

  @Override
  public void softmax(Strided out, Strided x, boolean logarithm) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    if (n == 0) {
      return;
    }
    Strided firsts = firsts(out);
    eachRow(
        firsts,
        x,
        switch (out.dtype()) {
          case FLOAT32 -> {
            float[] o = out.floats();
            float[] v = x.floats();
            yield (to, from) -> {
              float max = largest(v, from, step, n);
              for (int i = 0; i < n; i++) {
                o[to + i] = (float) StrictMath.exp(v[from + i * step] - max);
              }
              float sum = Sums.sum(o, to, 1, n);
              float log = (float) StrictMath.log(sum);
              for (int i = 0; i < n; i++) {
                o[to + i] = logarithm ? v[from + i * step] - max - log : o[to + i] / sum;
              }
            };
          }
          case FLOAT64 -> {
            double[] o = out.doubles();
            double[] v = x.doubles();
            yield (to, from) -> {
              double max = largest(v, from, step, n);
              for (int i = 0; i < n; i++) {
                o[to + i] = StrictMath.exp(v[from + i * step] - max);
              }
              double sum = Sums.sum(o, to, 1, n);
              double log = StrictMath.log(sum);
              for (int i = 0; i < n; i++) {
                o[to + i] = logarithm ? v[from + i * step] - max - log : o[to + i] / sum;
              }
            };
          }
          default -> throw new AssertionError(out);
        });
  }

  @Override
  public void uniform(Strided out, long key, long counter) {
    int n = Math.toIntExact(out.size());
    int from = Math.toIntExact(out.offset());
    boolean single = out.dtype() == DType.FLOAT32;
    int perWord = single ? 4 : 2;
    workers.run(
        Math.ceilDiv(n, Rows.GRAIN),
        (block, _) -> {
          int[] words = new int[4];
          int last = Math.min(n, (block + 1) * Rows.GRAIN);
          for (int i = block * Rows.GRAIN; i < last; i++) {
            int word = i % perWord;
            if (word == 0) {
              Philox.block(key, counter + i / perWord, words, 0);
            }
            if (single) {
              out.floats()[from + i] = Philox.toFloat(words[word]);
            } else {
              out.doubles()[from + i] = Philox.toDouble(words[2 * word], words[2 * word + 1]);
            }
          }
        });
  }

  /// What to do with the row of `x` that starts at `from` and belongs to the element `to` of `out`.
  protected interface RowToElement {
    /// Does it.
    void run(int to, int from);
  }

  /// Runs the action for each element of `out` and the row of `x`, which has one more axis.
  protected final void eachRow(Strided out, Strided x, RowToElement action) {
    Strided starts = firsts(x);
    int n = Math.toIntExact(Math.max(1, x.dim(-1)));
    int grain = Math.max(1, Rows.GRAIN / n);
    Rows rows = Rows.of(grain, out, starts);
    int os = rows.step(0);
    int is = rows.step(1);
    rows.run(
        workers,
        (at, count, _) -> {
          for (int i = 0; i < count; i++) {
            action.run(at[0] + i * os, at[1] + i * is);
          }
        });
  }

  /// {@return `x` with its last `axes` axes as one, copied if they are not evenly spaced}
  protected final Strided asRows(Strided x, int axes) {
    Shape kept = x.shape().slice(0, x.rank() - axes);
    Shape merged = kept.concat(Shape.of(x.shape().from(kept.rank()).size()));
    Strided view = x.reshape(merged);
    if (view != null) {
      return view;
    }
    Strided copied = dense(x).reshape(merged);
    return java.util.Objects.requireNonNull(copied);
  }

  /// {@return `x` itself if dense, else a dense copy}
  protected final Strided dense(Strided x) {
    if (x.isDense()) {
      return x;
    }
    Strided copy = temporary(x.dtype(), x.shape());
    copy(copy, x);
    return copy;
  }

  /// {@return the first elements of the rows of `x`: a view without the last axis}
  private static Strided firsts(Strided x) {
    long[] strides = new long[x.rank() - 1];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = x.stride(axis);
    }
    return x.restride(x.shape().slice(0, strides.length), strides, 0);
  }

  private static boolean isByte(Strided x) {
    return x.dtype() == DType.UINT8 || x.dtype() == DType.BOOL;
  }

  private Strided widened(Strided x) {
    Strided wide = temporary(DType.INT32, x.shape());
    cast(wide, x);
    return wide;
  }

  private static Strided temporary(DType dtype, Shape shape) {
    return Strided.allocate(Heap.DEVICE, new TensorType(dtype, shape));
  }
}
