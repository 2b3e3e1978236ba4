package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;

/// One matrix product under way: operands, and the two phases that the workers share.
///
/// The product is cut into chunks, each one block deep. In a chunk all panels of A and B are packed
/// once, by all workers, then its tiles are computed. The block of A that a worker goes through
/// stays in its second-level cache while panels of B pass by. Objects are reused, so a product
/// allocates nothing.
final class Product {
  // What an idle product holds in place of operands.
  private static final float[] NONE = {};
  // Deep blocks mean few passes over C, whose loads nothing hides: whole tiles wait for them.
  // Against
  // 384, which keeps a panel of B in the first-level cache, 768 was 2 to 4 % faster at 512³ and
  // 1024³
  // where two 512-bit multiply-adds finish in a cycle.
  static final int DEPTH = 768;
  private static final int CHUNK_ROWS = 3840;
  private static final int CHUNK_COLUMNS = 2048;
  // A block of A is then 0.7 MB, which fits a second-level cache of 1 MB.
  private static final int BLOCK_ROWS = 240;
  private static final int BLOCK_PANELS = 2;
  private static final int PACK_PANELS = 4;
  private static final int PACK_DEPTH = 16;
  // Multiply-adds (about 15 µs of one core) from which waking another thread pays.
  private static final long SHARED = 1 << 20;

  // Vector loads that cross a cache line cost 3–5 %. Collectors place big arrays at the start of a
  // region; behind the 16 bytes of header, element 12 is then the first on a line. Elsewhere it is
  // as good as any.
  private static final int ALIGNED = 12;
  private static final int BIG = 1 << 19;

  // Made once: a lambda for each call would be the only allocation left.
  private final Workers.Task packing = this::pack;
  private final Workers.Task computing = this::compute;

  int m;
  int n;
  int k;
  float[] a = NONE;
  int aAt;
  int aRow;
  int aColumn;
  float[] b = NONE;
  int bAt;
  int bRow;
  int bColumn;
  float[] c = NONE;
  int cAt;
  int ldc;

  private float[] packedA = NONE;
  private float[] packedB = NONE;
  private int row;
  private int rows;
  private int column;
  private int columns;
  private int start;
  private int deep;
  private int panelsA;
  private int panelsB;
  private int packsA;
  private int packsB;
  private int blockPanels;

  /// Depth of the blocks for an inner dimension: depends on `k` alone, because it decides the order
  /// of additions.
  static int depth(int k) {
    int even = Math.ceilDiv(k, Math.ceilDiv(k, DEPTH));
    return (even + 15) & -16;
  }

  void multiply(Workers workers) {
    int depth = depth(k);
    int chunkRows = Math.ceilDiv(m, Math.ceilDiv(m, CHUNK_ROWS)) + ROWS - 1;
    chunkRows -= chunkRows % ROWS;
    try (Scratch scratch = workers.borrow()) {
      for (column = 0; column < n; column += CHUNK_COLUMNS) {
        columns = Math.min(CHUNK_COLUMNS, n - column);
        for (start = 0; start < k; start += depth) {
          deep = Math.min(depth, k - start);
          for (row = 0; row < m; row += chunkRows) {
            rows = Math.min(chunkRows, m - row);
            chunk(workers, scratch);
          }
        }
      }
    }
  }

  /// Drops the operands, so that an idle product keeps no array alive.
  void clear() {
    a = b = c = packedA = packedB = NONE;
  }

  private void chunk(Workers workers, Scratch scratch) {
    panelsA = Math.ceilDiv(rows, ROWS);
    panelsB = Math.ceilDiv(columns, COLUMNS);
    packedA = scratch.floats(0, ALIGNED + panelsA * ROWS * deep);
    packedB = scratch.floats(1, Math.max(BIG, ALIGNED + panelsB * COLUMNS * deep));
    packsA = packs(aRow, panelsA);
    packsB = row == 0 ? packs(bColumn, panelsB) : 0;
    int rowBlocks = Math.ceilDiv(rows, BLOCK_ROWS);
    blockPanels = Math.ceilDiv(panelsA, rowBlocks);
    run(workers, packsA + packsB, packing, scratch);
    run(workers, rowBlocks * Math.ceilDiv(panelsB, BLOCK_PANELS), computing, scratch);
  }

  private void run(Workers workers, int blocks, Workers.Task task, Scratch scratch) {
    if ((long) rows * columns * deep >= SHARED) {
      workers.run(blocks, task);
      return;
    }
    for (int block = 0; block < blocks; block++) {
      task.run(block, scratch);
    }
  }

  /// Blocks of packing work. Lines that lie side by side are packed in slices across all panels,
  /// which reads memory front to back; others panel by panel.
  private int packs(int lineStride, int panels) {
    return lineStride == 1 ? Math.ceilDiv(deep, PACK_DEPTH) : Math.ceilDiv(panels, PACK_PANELS);
  }

  private void pack(int block, Scratch scratch) {
    float[] buffer = scratch.floats(2, Packing.BUFFER);
    if (block < packsA) {
      int at = aAt + row * aRow + start * aColumn;
      pack(block, a, at, aRow, aColumn, rows, packedA, ROWS, buffer);
    } else {
      int at = bAt + column * bColumn + start * bRow;
      pack(block - packsA, b, at, bColumn, bRow, columns, packedB, COLUMNS, buffer);
    }
  }

  private void pack(
      int block,
      float[] from,
      int at,
      int lineStride,
      int depthStride,
      int lines,
      float[] to,
      int width,
      float[] buffer) {
    if (lineStride == 1) {
      int first = block * PACK_DEPTH;
      int last = Math.min(deep, first + PACK_DEPTH);
      Packing.slice(from, at, depthStride, lines, first, last, deep, to, ALIGNED, width);
      return;
    }
    int last = Math.min(lines, (block + 1) * PACK_PANELS * width);
    for (int line = block * PACK_PANELS * width; line < last; line += width) {
      Packing.pack(
          from,
          at + line * lineStride,
          lineStride,
          depthStride,
          Math.min(width, lines - line),
          deep,
          to,
          ALIGNED + line * deep,
          width,
          buffer);
    }
  }

  private void compute(int block, Scratch scratch) {
    int groups = Math.ceilDiv(panelsB, BLOCK_PANELS);
    int firstA = block / groups * blockPanels;
    int lastA = Math.min(panelsA, firstA + blockPanels);
    int firstB = block % groups * BLOCK_PANELS;
    int lastB = Math.min(panelsB, firstB + BLOCK_PANELS);
    float[] edge = scratch.floats(2, ROWS * COLUMNS);
    for (int j = firstB; j < lastB; j++) {
      tiles(firstA, lastA, j, edge);
    }
  }

  /// The tiles of panels `first … last` of A with panel `j` of B, which stays in the first-level
  /// cache meanwhile.
  private void tiles(int first, int last, int j, float[] edge) {
    boolean add = start > 0;
    int bFrom = ALIGNED + j * COLUMNS * deep;
    int wide = Math.min(COLUMNS, columns - j * COLUMNS);
    for (int i = first; i < last; i++) {
      int high = Math.min(ROWS, rows - i * ROWS);
      int to = cAt + (row + i * ROWS) * ldc + column + j * COLUMNS;
      int aFrom = ALIGNED + i * ROWS * deep;
      if (high == ROWS && wide == COLUMNS) {
        MicroKernel.tile(deep, packedA, aFrom, packedB, bFrom, c, to, ldc, add);
      } else {
        MicroKernel.tile(deep, packedA, aFrom, packedB, bFrom, edge, 0, COLUMNS, false);
        merge(edge, high, wide, to, add);
      }
    }
  }

  private void merge(float[] edge, int high, int wide, int to, boolean add) {
    for (int i = 0; i < high; i++) {
      int target = to + i * ldc;
      int source = i * COLUMNS;
      for (int j = 0; j < wide; j++) {
        c[target + j] = add ? c[target + j] + edge[source + j] : edge[source + j];
      }
    }
  }
}
