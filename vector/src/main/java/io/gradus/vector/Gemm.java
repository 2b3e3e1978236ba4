package io.gradus.vector;

import io.gradus.tensor.kernel.Epilogue;
import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Matrix products in float32: `C = A·B`, A and B with any strides, C with dense rows.
///
/// The bits of an element depend on its row of A, its column of B and on whether `n` is 1: the
/// inner dimension is cut into blocks ([Product#depth]), each summed by one chain of `fma` in
/// ascending order, and the block sums added in order. All paths keep to it, so a row has the same
/// result alone and in a batch, on any number of threads, at any vector width. With `n = 1` there
/// are 16 chains for each row, see [GemmVector].
final class Gemm {
  // What a product without an array of its own has in its place.
  private static final float[] NONE = {};
  // The scratch array of a small product that goes to an epilogue, which has slot 0.
  private static final int PRODUCT = 1;
  private static final int SPARES = 8;
  private static final int NARROW = 16;
  // Below about 100k multiply-adds two hand-overs and packing A cost more than the tile wins.
  private static final long SMALL = 48L * 48 * 48;

  private final Workers workers;
  private final AtomicReferenceArray<@Nullable Product> products =
      new AtomicReferenceArray<>(SPARES);
  private final AtomicReferenceArray<@Nullable GemmNarrow> narrows =
      new AtomicReferenceArray<>(SPARES);
  private final AtomicReferenceArray<@Nullable GemmVector> vectors =
      new AtomicReferenceArray<>(SPARES);

  Gemm(Workers workers) {
    this.workers = workers;
  }

  /// Writes the `m × n` product of A (`m × k`) and B (`k × n`). Element `(i, p)` of A is `a[aAt +
  /// i·aRow + p·aColumn]`, likewise B; `(i, j)` of C is `c[cAt + i·ldc + j]`.
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] c,
      int cAt,
      int ldc) {
    if (m == 0 || n == 0) {
      return;
    }
    if (isGeneral(m, n, k)) {
      general(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, ldc, null);
    } else if (k == 0) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(c, cAt + i * ldc, cAt + i * ldc + n, 0f);
      }
    } else if (n == 1) {
      GemmVector run = take(vectors);
      run = run == null ? new GemmVector() : run;
      run.columns(workers, m, k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, ldc);
      give(vectors, run);
    } else if (m == 1 && bColumn == 1) {
      GemmVector run = take(vectors);
      run = run == null ? new GemmVector() : run;
      run.rows(workers, n, k, a, aAt, aColumn, b, bAt, bRow, c, cAt);
      give(vectors, run);
    } else {
      GemmNarrow run = take(narrows);
      run = run == null ? new GemmNarrow() : run;
      run.multiply(workers, m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, ldc);
      give(narrows, run);
    }
  }

  /// The same, where the product goes to an epilogue instead of an array.
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      Epilogue epilogue) {
    if (isGeneral(m, n, k)) {
      general(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, NONE, 0, n, epilogue);
      return;
    }
    try (Scratch scratch = workers.borrow()) {
      float[] c = scratch.floats(PRODUCT, Math.multiplyExact(m, n));
      multiply(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, 0, n);
      epilogue.run(c, 0, n, 0, m, 0, n, scratch);
    }
  }

  private static boolean isGeneral(int m, int n, int k) {
    return m > 1 && n > NARROW && (long) m * n * k > SMALL;
  }

  private void general(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] c,
      int cAt,
      int ldc,
      @Nullable Epilogue epilogue) {
    Product run = take(products);
    run = run == null ? new Product() : run;
    run.m = m;
    run.n = n;
    run.k = k;
    run.a = a;
    run.aAt = aAt;
    run.aRow = aRow;
    run.aColumn = aColumn;
    run.b = b;
    run.bAt = bAt;
    run.bRow = bRow;
    run.bColumn = bColumn;
    run.c = c;
    run.cAt = cAt;
    run.ldc = ldc;
    run.epilogue = epilogue;
    run.multiply(workers);
    run.clear();
    give(products, run);
  }

  // A run that throws is not given back; the next one makes a new object.
  private static <T> @Nullable T take(AtomicReferenceArray<@Nullable T> spares) {
    for (int i = 0; i < SPARES; i++) {
      T spare = spares.getPlain(i) == null ? null : spares.getAndSet(i, null);
      if (spare != null) {
        return spare;
      }
    }
    return null;
  }

  private static <T> void give(AtomicReferenceArray<@Nullable T> spares, T spare) {
    for (int i = 0; i < SPARES; i++) {
      if (spares.getPlain(i) == null && spares.compareAndSet(i, null, spare)) {
        return;
      }
    }
  }
}
