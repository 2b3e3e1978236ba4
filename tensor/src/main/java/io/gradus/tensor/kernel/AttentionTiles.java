package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Attention and its gradient, a tile of a head's weights at a time: of the `T × S` weights each
/// thread has tiles of `64 × S`, and the gradient computes them again. Products and softmax are
/// those of the backend.
///
/// The query is `[batch, T, heads, d]`, the key `[batch, S, groups, d]`, the value `[batch, S,
/// groups, e]`, all of one computed type; neighbouring heads share a group.
///
/// Without a mask, later positions have no weight, and a causal tile leaves out the keys that none
/// of it sees. With one, what is hidden takes part with a product far below all others, so that a
/// row in which all is hidden weighs all alike, as in Keras.
final class AttentionTiles {
  private static final int TILE = 64;

  // Scratch arrays: tiles of products and of weights, what is added to a gradient, and tiles of
  // random numbers and of the weights that they leave.
  private static final int PRODUCTS = 0;
  private static final int WEIGHTS = 1;
  private static final int PART = 2;
  private static final int DRAWN = 3;
  private static final int KEPT = 4;

  private final Kernels kernels;
  private final Strided query;
  private final Strided key;
  private final Strided value;
  private final double scale;
  private final boolean isCausal;
  private final @Nullable Strided mask;
  private final AttentionOptions.@Nullable Dropout dropout;
  private final int samples;
  private final int queries;
  private final int keys;
  private final int heads;
  private final int groups;

  AttentionTiles(Kernels kernels, Strided query, Strided key, Strided value, AttentionOptions how) {
    this.kernels = kernels;
    this.query = query;
    this.key = key;
    this.value = value;
    this.scale = how.scale();
    this.isCausal = how.isCausal();
    this.dropout = how.dropout();
    this.samples = Math.toIntExact(query.dim(0));
    this.queries = Math.toIntExact(query.dim(1));
    this.keys = Math.toIntExact(key.dim(1));
    this.heads = Math.toIntExact(query.dim(2));
    this.groups = Math.toIntExact(key.dim(2));
    this.mask =
        how.mask() == null ? null : how.mask().broadcast(Shape.of(samples, heads, queries, keys));
  }

  /// Writes the weighted means, `[batch, T, heads, e]`.
  void forward(Strided out) {
    int tiles = Math.ceilDiv(queries, TILE);
    int all = Math.multiplyExact(Math.multiplyExact(samples, heads), tiles);
    kernels
        .workers()
        .run(
            all,
            (block, scratch) -> {
              int sample = block / tiles / heads;
              int head = block / tiles % heads;
              int first = block % tiles * TILE;
              int count = Math.min(TILE, queries - first);
              int seen = seen(first + count);
              Strided weights = weights(sample, head, first, count, scratch);
              Strided drawn = drawn(sample, head, first, count, scratch);
              Strided means = rows(out, sample, head, first, count);
              Strided kept = kept(weights, drawn, scratch);
              kernels.matmul(means, kept, rows(value, sample, group(head), 0, seen));
            });
  }

  /// Writes the gradients for the gradient `g` of the result.
  void backward(Strided ofQuery, Strided ofKey, Strided ofValue, Strided g) {
    // The last tile comes first: if it sees all keys it writes whole gradients, else zeros do.
    boolean whole = queries > 0 && seen(queries) == keys;
    if (!whole) {
      kernels.fill(ofKey, 0);
      kernels.fill(ofValue, 0);
    }
    kernels
        .workers()
        .run(
            Math.multiplyExact(samples, groups),
            (block, scratch) -> {
              int group = block % groups;
              boolean adds = !whole;
              for (int head = 0; head < heads; head++) {
                if (group(head) == group) {
                  backward(ofQuery, ofKey, ofValue, g, block / groups, head, adds, scratch);
                  adds = true;
                }
              }
            });
  }

  /// A head, which writes its group's gradients or adds to them.
  private void backward(
      Strided ofQuery,
      Strided ofKey,
      Strided ofValue,
      Strided g,
      int sample,
      int head,
      boolean addsFirst,
      Scratch scratch) {
    boolean adds = addsFirst;
    int group = group(head);
    for (int tile = Math.ceilDiv(queries, TILE) - 1; tile >= 0; tile--) {
      int first = tile * TILE;
      int count = Math.min(TILE, queries - first);
      int seen = seen(first + count);
      Strided slopes = rows(g, sample, head, first, count);
      Strided weights = weights(sample, head, first, count, scratch);
      Strided dv = rows(ofValue, sample, group, 0, seen);
      Strided drawn = drawn(sample, head, first, count, scratch);
      product(dv, kept(weights, drawn, scratch).permute(1, 0), slopes, adds, scratch);
      Strided products = tile(PRODUCTS, count, seen, scratch);
      kernels.matmul(products, slopes, rows(value, sample, group, 0, seen).permute(1, 0));
      if (drawn != null) {
        drop(products, products, drawn);
      }
      throughSoftmax(products, weights);
      if (mask != null) {
        // Of a row in which all is hidden the products count alike: their gradient is not lost.
        hide(products, 0, mask, sample, head, first, false);
      }
      Strided dq = rows(ofQuery, sample, head, first, count);
      kernels.matmul(dq, products, rows(key, sample, group, 0, seen));
      Strided dk = rows(ofKey, sample, group, 0, seen);
      Strided q = rows(query, sample, head, first, count);
      product(dk, products.permute(1, 0), q, adds, scratch);
      adds = true;
    }
  }

  private int group(int head) {
    return head / (heads / groups);
  }

  /// {@return how many keys the positions of the query up to `end` see}
  private int seen(int end) {
    return isCausal && mask == null ? Math.min(keys, end) : keys;
  }

  /// {@return positions of a head as a matrix}
  private static Strided rows(Strided x, int sample, int head, int first, int count) {
    long at = sample * x.stride(0) + first * x.stride(1) + head * x.stride(2);
    return x.restride(Shape.of(count, x.dim(3)), new long[] {x.stride(1), x.stride(3)}, at);
  }

  private Strided tile(int slot, int rows, int columns, Scratch scratch) {
    int n = Math.multiplyExact(rows, columns);
    DType dtype = query.dtype();
    Object array = dtype == DType.FLOAT32 ? scratch.floats(slot, n) : scratch.doubles(slot, n);
    return Strided.dense(new ArrayStorage(dtype, Heap.DEVICE, array), Shape.of(rows, columns));
  }

  private Strided weights(int sample, int head, int first, int count, Scratch scratch) {
    int seen = seen(first + count);
    Strided products = tile(PRODUCTS, count, seen, scratch);
    Strided k = rows(key, sample, group(head), 0, seen);
    kernels.matmul(products, rows(query, sample, head, first, count), k.permute(1, 0));
    for (int row = 0; row < count; row++) {
      int shown = isCausal ? Math.min(seen, first + row + 1) : seen;
      if (products.dtype() == DType.FLOAT32) {
        show(products.floats(), row * seen, shown, seen, (float) scale);
      } else {
        show(products.doubles(), row * seen, shown, seen, scale);
      }
    }
    if (mask != null) {
      hide(products, AttentionOptions.HIDDEN, mask, sample, head, first, true);
    }
    Strided weights = tile(WEIGHTS, count, seen, scratch);
    kernels.softmax(weights, products, false);
    return weights;
  }

  private static void show(float[] row, int at, int shown, int n, float scale) {
    for (int i = at; i < at + shown; i++) {
      row[i] *= scale;
    }
    for (int i = at + shown; i < at + n; i++) {
      row[i] = Float.NEGATIVE_INFINITY;
    }
  }

  private static void show(double[] row, int at, int shown, int n, double scale) {
    for (int i = at; i < at + shown; i++) {
      row[i] *= scale;
    }
    for (int i = at + shown; i < at + n; i++) {
      row[i] = Double.NEGATIVE_INFINITY;
    }
  }

  /// Puts a number where a position is hidden, be it by the mask or by the order; in rows that see
  /// nothing only if they are asked for.
  private void hide(
      Strided products,
      double number,
      Strided mask,
      int sample,
      int head,
      int first,
      boolean blindRows) {
    byte[] seen = mask.bytes();
    int step = Math.toIntExact(mask.stride(3));
    int rows = Math.toIntExact(products.dim(0));
    for (int row = 0; row < rows; row++) {
      int t = first + row;
      int from =
          Math.toIntExact(
              mask.offset() + sample * mask.stride(0) + head * mask.stride(1) + t * mask.stride(2));
      int shown = isCausal ? Math.min(keys, t + 1) : keys;
      if (!blindRows && !sees(seen, from, step, shown)) {
        continue;
      }
      for (int i = 0; i < keys; i++) {
        if (i >= shown || seen[from + i * step] == 0) {
          put(products, row * keys + i, number);
        }
      }
    }
  }

  private static boolean sees(byte[] seen, int from, int step, int shown) {
    for (int i = 0; i < shown; i++) {
      if (seen[from + i * step] != 0) {
        return true;
      }
    }
    return false;
  }

  private static void put(Strided x, int at, double number) {
    if (x.dtype() == DType.FLOAT32) {
      x.floats()[at] = (float) number;
    } else {
      x.doubles()[at] = number;
    }
  }

  /// {@return the numbers that decide which weights of a tile are dropped, a row for each of its
  /// positions, or null}
  private @Nullable Strided drawn(int sample, int head, int first, int count, Scratch scratch) {
    if (dropout == null) {
      return null;
    }
    int perBlock = query.dtype() == DType.FLOAT64 ? 2 : 4;
    long start = (((long) sample * heads + head) * queries + first) * keys;
    int lead = (int) (start % perBlock);
    Strided line = tile(DRAWN, 1, lead + Math.multiplyExact(count, keys), scratch);
    kernels.uniform(line, dropout.key(), dropout.counter() + start / perBlock);
    return line.restride(Shape.of(count, keys), new long[] {keys, 1}, lead);
  }

  private Strided kept(Strided weights, @Nullable Strided drawn, Scratch scratch) {
    if (drawn == null) {
      return weights;
    }
    int rows = Math.toIntExact(weights.dim(0));
    Strided kept = tile(KEPT, rows, Math.toIntExact(weights.dim(1)), scratch);
    drop(kept, weights, drawn);
    return kept;
  }

  /// Divides what is kept of a tile by its share; the rest is 0.
  private void drop(Strided out, Strided x, Strided drawn) {
    double rate = Objects.requireNonNull(dropout).rate();
    int rows = Math.toIntExact(x.dim(0));
    int n = Math.toIntExact(x.dim(1));
    for (int row = 0; row < rows; row++) {
      int from = Math.toIntExact(drawn.offset()) + row * keys;
      if (x.dtype() == DType.FLOAT32) {
        drop(out.floats(), x.floats(), row * n, n, drawn.floats(), from, rate);
      } else {
        drop(out.doubles(), x.doubles(), row * n, n, drawn.doubles(), from, rate);
      }
    }
  }

  private static void drop(
      float[] out, float[] x, int at, int n, float[] drawn, int from, double rate) {
    float least = (float) rate;
    float share = (float) (1 - rate);
    for (int i = 0; i < n; i++) {
      out[at + i] = drawn[from + i] >= least ? x[at + i] / share : 0;
    }
  }

  private static void drop(
      double[] out, double[] x, int at, int n, double[] drawn, int from, double rate) {
    double share = 1 - rate;
    for (int i = 0; i < n; i++) {
      out[at + i] = drawn[from + i] >= rate ? x[at + i] / share : 0;
    }
  }

  /// Makes of the gradients of weights those of the products: `w·(g − Σ g·w)·scale`.
  private void throughSoftmax(Strided gradients, Strided weights) {
    int rows = Math.toIntExact(weights.dim(0));
    int n = Math.toIntExact(weights.dim(1));
    for (int row = 0; row < rows; row++) {
      if (weights.dtype() == DType.FLOAT32) {
        throughSoftmax(gradients.floats(), weights.floats(), row * n, n, (float) scale);
      } else {
        throughSoftmax(gradients.doubles(), weights.doubles(), row * n, n, scale);
      }
    }
  }

  // Four sums, since each addition waits for the one before.
  private static void throughSoftmax(float[] g, float[] w, int at, int n, float scale) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = at;
    for (; i + 4 <= at + n; i += 4) {
      a += g[i] * w[i];
      b += g[i + 1] * w[i + 1];
      c += g[i + 2] * w[i + 2];
      d += g[i + 3] * w[i + 3];
    }
    for (; i < at + n; i++) {
      a += g[i] * w[i];
    }
    float sum = a + b + (c + d);
    for (i = at; i < at + n; i++) {
      g[i] = w[i] * (g[i] - sum) * scale;
    }
  }

  private static void throughSoftmax(double[] g, double[] w, int at, int n, double scale) {
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += g[i] * w[i];
    }
    for (int i = at; i < at + n; i++) {
      g[i] = w[i] * (g[i] - sum) * scale;
    }
  }

  /// Writes a product to the rows of `out`, or adds it to them.
  private void product(Strided out, Strided a, Strided b, boolean adds, Scratch scratch) {
    if (!adds) {
      kernels.matmul(out, a, b);
      return;
    }
    int rows = Math.toIntExact(out.dim(0));
    int n = Math.toIntExact(out.dim(1));
    Strided part = tile(PART, rows, n, scratch);
    kernels.matmul(part, a, b);
    for (int row = 0; row < rows; row++) {
      int to = Math.toIntExact(out.offset() + row * out.stride(0));
      if (out.dtype() == DType.FLOAT32) {
        add(out.floats(), to, part.floats(), row * n, n);
      } else {
        add(out.doubles(), to, part.doubles(), row * n, n);
      }
    }
  }

  private static void add(float[] out, int to, float[] x, int from, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] += x[from + i];
    }
  }

  private static void add(double[] out, int to, double[] x, int from, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] += x[from + i];
    }
  }
}
