package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;

/// One matrix product under way: operands, and the two phases that the workers share.
///
/// The product is cut into chunks, each one block deep. All panels of A are packed once for each
/// depth, the panels of B a chunk of columns at a time: packed by all workers, and used at once,
/// while they are in the second-level cache. A worker takes a few panels of A with a group of B's;
/// each panel of A stays in its first-level cache while the group passes by, along the rows of C,
/// which the processor then fetches ahead. Blocks are numbered so that a worker mostly packs for
/// itself: the longer of rows and columns is what the workers divide. Objects are reused, so a
/// product allocates nothing.
final class Product {
  // What an idle product holds in place of operands.
  private static final float[] NONE = {};
  // A panel of A is then 16 KB. Fastest of 384, 512, 768 and 1024 at 1024³ and 2048³, by 1 to 4 %.
  static final int DEPTH = 512;
  private static final int CHUNK_ROWS = 3840;
  // A group of B is then half a megabyte.
  private static final int GROUP_PANELS = 8;
  private static final int CHUNK_COLUMNS = GROUP_PANELS * COLUMNS;
  // Multiply-adds of a chunk (0.4 ms of one core), beside which handing it over is cheap.
  private static final long CHUNK = 1 << 25;
  // Few, so that two workers finish a chunk together.
  private static final int BLOCK_PANELS = 5;
  private static final int PACK_PANELS = 4;
  private static final int PACK_DEPTH = 16;
  private static final int PACK_LINES = 256;
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
  private int blocksA;
  private int groupsB;

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
      for (start = 0; start < k; start += depth) {
        deep = Math.min(depth, k - start);
        for (row = 0; row < m; row += chunkRows) {
          rows = Math.min(chunkRows, m - row);
          int chunkColumns = chunkColumns();
          for (column = 0; column < n; column += chunkColumns) {
            columns = Math.min(chunkColumns, n - column);
            chunk(workers, scratch);
          }
        }
      }
    }
  }

  private int chunkColumns() {
    long wanted = Math.ceilDiv(CHUNK, (long) rows * deep);
    long groups = Math.ceilDiv(Math.min(wanted, n), CHUNK_COLUMNS);
    return Math.toIntExact(groups * CHUNK_COLUMNS);
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
    packsA = column == 0 ? packs(aRow, rows, ROWS) : 0;
    packsB = packs(bColumn, columns, COLUMNS);
    run(workers, packsA + packsB, packing, scratch);
    blocksA = Math.ceilDiv(panelsA, BLOCK_PANELS);
    groupsB = Math.ceilDiv(panelsB, GROUP_PANELS);
    run(workers, blocksA * groupsB, computing, scratch);
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

  /// Blocks of packing work. Lines that lie side by side are packed in slices across many panels,
  /// which reads memory front to back; others panel by panel.
  private int packs(int lineStride, int lines, int width) {
    return lineStride == 1
        ? Math.ceilDiv(lines, sliced(width)) * Math.ceilDiv(deep, PACK_DEPTH)
        : Math.ceilDiv(lines, PACK_PANELS * width);
  }

  private static int sliced(int width) {
    return PACK_LINES - PACK_LINES % width;
  }

  private void pack(int block, Scratch scratch) {
    float[] buffer = scratch.floats(2, Packing.BUFFER);
    // The blocks of A and of B are spread evenly among each other.
    int packs = packsA + packsB;
    int ofB = (int) ((long) block * packsB / packs);
    if ((long) (block + 1) * packsB / packs == ofB) {
      int at = aAt + row * aRow + start * aColumn;
      pack(block - ofB, a, at, aRow, aColumn, rows, packedA, ROWS, buffer);
    } else {
      int at = bAt + column * bColumn + start * bRow;
      pack(ofB, b, at, bColumn, bRow, columns, packedB, COLUMNS, buffer);
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
      int slices = Math.ceilDiv(deep, PACK_DEPTH);
      int line = block / slices * sliced(width);
      int wide = Math.min(sliced(width), lines - line);
      int first = block % slices * PACK_DEPTH;
      int last = Math.min(deep, first + PACK_DEPTH);
      int panels = ALIGNED + line * deep;
      Packing.slice(from, at + line, depthStride, wide, first, last, deep, to, panels, width);
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
    boolean tall = rows > columns;
    int blockA = tall ? block / groupsB : block % blocksA;
    int groupB = tall ? block % groupsB : block / blocksA;
    int firstA = blockA * panelsA / blocksA;
    int lastA = (blockA + 1) * panelsA / blocksA;
    int firstB = groupB * panelsB / groupsB;
    int lastB = (groupB + 1) * panelsB / groupsB;
    float[] edge = scratch.floats(2, ROWS * COLUMNS);
    for (int i = firstA; i < lastA; i++) {
      tiles(i, firstB, lastB, edge);
    }
  }

  /// The tiles of panel `i` of A with panels `first … last` of B.
  private void tiles(int i, int first, int last, float[] edge) {
    boolean add = start > 0;
    int aFrom = ALIGNED + i * ROWS * deep;
    int high = Math.min(ROWS, rows - i * ROWS);
    for (int j = first; j < last; j++) {
      int wide = Math.min(COLUMNS, columns - j * COLUMNS);
      int to = cAt + (row + i * ROWS) * ldc + column + j * COLUMNS;
      int bFrom = ALIGNED + j * COLUMNS * deep;
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
