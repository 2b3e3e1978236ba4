package io.gradus.vector;

import static io.gradus.vector.DoubleTile.COLUMNS;
import static io.gradus.vector.DoubleTile.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;

/// One matrix product in float64: `C = A·B`, A and B with any strides, C with dense rows.
///
/// The inner dimension is cut into blocks by its length alone; each is summed by one chain of `fma`
/// in ascending order, and the block sums are added in order. So a row has the same bits alone and
/// in a batch, on any number of threads, at any vector width. For each depth block a chunk of
/// columns of B is packed into panels, and workers take blocks of rows of A, which they pack for
/// themselves. A product with few columns is computed as `Cᵀ = Bᵀ·Aᵀ`, which changes no bit.
final class DoubleProduct {
  private static final int DEPTH = 256;
  private static final int BLOCK_ROWS = 16 * ROWS;
  private static final int CHUNK_PANELS = 16;
  private static final int CHUNK_COLUMNS = CHUNK_PANELS * COLUMNS;
  // Multiply-adds from which waking another thread pays, as for floats.
  private static final long SHARED = 1 << 20;

  /// A matrix: element `(i, j)` is `array[at + i·row + j·column]`.
  private record Matrix(double[] array, int at, int row, int column) {
    static Matrix of(Strided view, int at) {
      return new Matrix(
          view.doubles(), at, Math.toIntExact(view.stride(-2)), Math.toIntExact(view.stride(-1)));
    }

    void clear(int rows, int columns) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          array[at + i * row + j * column] = 0;
        }
      }
    }

    Matrix transposed() {
      return new Matrix(array, at, column, row);
    }

    /// Packs `lines` rows from row `line` on, `depth` columns from column `start` on, into panels
    /// of `width` rows, the rows of a panel side by side; rows that are not there are zeros.
    void pack(int line, int lines, int start, int depth, int width, double[] to, int toAt) {
      for (int panel = 0; panel < lines; panel += width) {
        int there = Math.min(width, lines - panel);
        int target = toAt + panel * depth;
        for (int p = 0; p < depth; p++, target += width) {
          int from = at + (line + panel) * row + (start + p) * column;
          for (int l = 0; l < there; l++) {
            to[target + l] = array[from + l * row];
          }
          Arrays.fill(to, target + there, target + width, 0);
        }
      }
    }
  }

  private final int m;
  private final int n;
  private final int k;
  private final Matrix a;
  // Transposed, so that packing takes its columns as it takes the rows of A.
  private final Matrix b;
  private final Matrix c;

  /// The product of the matrices that start at these positions of the views.
  DoubleProduct(Strided out, int o, Strided a, int i, Strided b, int j) {
    int rows = Math.toIntExact(a.dim(-2));
    int columns = Math.toIntExact(b.dim(-1));
    Matrix left = Matrix.of(a, i);
    Matrix right = Matrix.of(b, j).transposed();
    // The stride of an axis of length 1 says nothing; the elements of a row lie side by side.
    Matrix result = new Matrix(out.doubles(), o, Math.toIntExact(out.stride(-2)), 1);
    boolean narrow = columns < COLUMNS && columns < rows;
    this.k = Math.toIntExact(a.dim(-1));
    this.m = narrow ? columns : rows;
    this.n = narrow ? rows : columns;
    this.a = narrow ? right : left;
    this.b = narrow ? left : right;
    this.c = narrow ? result.transposed() : result;
  }

  void run(Workers workers) {
    if (k == 0) {
      c.clear(m, n);
      return;
    }
    int blocks = Math.ceilDiv(m, BLOCK_ROWS);
    try (Scratch scratch = workers.borrow()) {
      double[] packed = scratch.doubles(0, CHUNK_COLUMNS * Math.min(k, DEPTH));
      for (int start = 0; start < k; start += DEPTH) {
        int from = start;
        int depth = Math.min(DEPTH, k - start);
        for (int column = 0; column < n; column += CHUNK_COLUMNS) {
          int first = column;
          int columns = Math.min(CHUNK_COLUMNS, n - column);
          int panels = Math.ceilDiv(columns, COLUMNS);
          boolean share = (long) m * columns * depth >= SHARED;
          run(
              share,
              workers,
              scratch,
              panels,
              (panel, _) -> {
                int line = panel * COLUMNS;
                int lines = Math.min(COLUMNS, columns - line);
                b.pack(first + line, lines, from, depth, COLUMNS, packed, line * depth);
              });
          run(
              share,
              workers,
              scratch,
              blocks,
              (block, own) -> rows(block * BLOCK_ROWS, first, columns, from, depth, packed, own));
        }
      }
    }
  }

  private static void run(
      boolean share, Workers workers, Scratch scratch, int blocks, Workers.Task task) {
    if (share) {
      workers.run(blocks, task);
      return;
    }
    for (int block = 0; block < blocks; block++) {
      task.run(block, scratch);
    }
  }

  /// A block of rows with a chunk of columns.
  private void rows(
      int row, int column, int columns, int start, int depth, double[] packed, Scratch scratch) {
    int rows = Math.min(BLOCK_ROWS, m - row);
    double[] own = scratch.doubles(1, BLOCK_ROWS * DEPTH);
    double[] edge = scratch.doubles(2, ROWS * COLUMNS);
    a.pack(row, rows, start, depth, ROWS, own, 0);
    boolean add = start > 0;
    for (int j = 0; j < columns; j += COLUMNS) {
      for (int i = 0; i < rows; i += ROWS) {
        int high = Math.min(ROWS, rows - i);
        int wide = Math.min(COLUMNS, columns - j);
        int to = c.at() + (row + i) * c.row() + (column + j) * c.column();
        if (high == ROWS && wide == COLUMNS && c.column() == 1) {
          DoubleTile.run(depth, own, i * depth, packed, j * depth, c.array(), to, c.row(), add);
        } else {
          DoubleTile.run(depth, own, i * depth, packed, j * depth, edge, 0, COLUMNS, false);
          merge(edge, high, wide, to, add);
        }
      }
    }
  }

  private void merge(double[] edge, int high, int wide, int to, boolean add) {
    double[] target = c.array();
    for (int i = 0; i < high; i++) {
      for (int j = 0; j < wide; j++) {
        int at = to + i * c.row() + j * c.column();
        double sum = edge[i * COLUMNS + j];
        target[at] = add ? target[at] + sum : sum;
      }
    }
  }
}
