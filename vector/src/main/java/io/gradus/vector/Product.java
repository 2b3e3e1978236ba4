package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Epilogue;
import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;
import org.jspecify.annotations.Nullable;

/// One matrix product under way: operands, and the two phases that the workers share.
///
/// The workers divide the rows if there are enough or a chain follows, else the longer side. All
/// lines of the other are packed first, by all of them. Then each takes group after group of its
/// own side's panels, packs the group, and multiplies it while it is in the second-level cache of
/// this very core, block of depth by block.
///
/// A panel of B, 32 KB at most, stays in the first-level cache while panels of A pass by. Tiles of
/// sums wait side by side for the next block and reach C with the last: its rows lie apart, and
/// each visit to them is a wait for the last-level cache (4 to 8 % of the time at 1024³).
///
/// Objects are reused, so a product allocates nothing.
final class Product {
  // What an idle product holds in place of operands.
  private static final float[] NONE = {};
  // A panel of B is then 32 KB. At 1024³ and 2048³ as fast as 176 and 208,
  // faster than 320, 384 and 512.
  private static final int DEPTH = 256;
  // The most that is packed for all at once: 8 MB.
  private static final int MOST_SHARED = 1 << 21;
  // A group is then a quarter of a megabyte at most, and its sums with all that is shared, one.
  private static final int GROUP_LINES = 256;
  private static final int SHARED_LINES = 1024;
  // Rows for each worker from which they are divided, however many columns there are: panels of A
  // pass by while one of B stays, so those of A are to be a worker's own.
  private static final int TALL = 256;
  // Few panels, so that the workers finish together.
  private static final int GROUPS_EACH = 4;
  private static final int PACK_PANELS = 4;
  private static final int PACK_DEPTH = 16;
  private static final int PACK_LINES = 256;
  // Multiply-adds (about 15 µs of one core) from which waking another thread pays.
  private static final long SHARED = 1 << 20;

  // Scratch arrays: the shared panels; of a worker a group's panels, small change, tiles of sums,
  // and a part of a product that goes to an epilogue, which has slot 0.
  private static final int SHARED_PANELS = 1;
  private static final int GROUP = 2;
  private static final int BUFFER = 3;
  private static final int SUMS = 4;
  private static final int PART = 5;

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

  /// What the product goes to instead of C, or null.
  @Nullable Epilogue epilogue;

  // The blocks of depth under way, and how deep each is but the last.
  private int start;
  private int end;
  private int depth;

  // Whether the workers divide the rows; the other side is what they share, a chunk at a time.
  private boolean tall;
  private float[] shared = NONE;
  private int from;
  private int lines;
  private int slices;
  private int group;

  /// Depth of the blocks for an inner dimension: depends on `k` alone, because it decides the order
  /// of additions.
  static int depth(int k) {
    int even = Math.ceilDiv(k, Math.ceilDiv(k, DEPTH));
    return (even + 15) & -16;
  }

  void multiply(Workers workers) {
    depth = depth(k);
    // A chain follows only where rows are parts enough.
    tall = epilogue != null || m >= Math.min(n, TALL * workers.threads());
    int all = tall ? n : m;
    // A part that goes to an epilogue is finished at one go.
    int kept = epilogue == null ? depth : k;
    int most = Math.clamp(MOST_SHARED / kept, 1, SHARED_LINES);
    int chunk = Math.ceilDiv(all, Math.ceilDiv(all, most));
    chunk = Math.ceilDiv(chunk, width(!tall)) * width(!tall);
    int deep = epilogue == null ? Math.max(1, MOST_SHARED / (chunk * depth)) * depth : k;
    group = group(workers.threads());
    boolean alone = (long) m * n * k < SHARED;
    try (Scratch scratch = workers.borrow()) {
      shared = scratch.floats(SHARED_PANELS, Math.max(BIG, ALIGNED + chunk * Math.min(deep, k)));
      for (start = 0; start < k; start += deep) {
        end = Math.min(k, start + deep);
        for (from = 0; from < all; from += chunk) {
          lines = Math.min(chunk, all - from);
          run(workers, packs(), packing, alone, scratch);
          run(workers, Math.ceilDiv(tall ? m : n, group), computing, alone, scratch);
        }
      }
    }
  }

  /// Drops the operands, so that an idle product keeps no array alive.
  void clear() {
    a = b = c = shared = NONE;
    epilogue = null;
  }

  private static int width(boolean ofA) {
    return ofA ? ROWS : COLUMNS;
  }

  /// {@return the lines of a group: few, but all of a large product together fill many caches}
  private int group(int threads) {
    int width = width(tall);
    int even = Math.ceilDiv(tall ? m : n, threads * GROUPS_EACH);
    return Math.clamp(Math.ceilDiv(even, width), 1, GROUP_LINES / width) * width;
  }

  private static void run(
      Workers workers, int blocks, Workers.Task task, boolean alone, Scratch scratch) {
    if (!alone) {
      workers.run(blocks, task);
      return;
    }
    for (int block = 0; block < blocks; block++) {
      task.run(block, scratch);
    }
  }

  /// Blocks of packing work. Lines that lie side by side are packed in slices across many panels,
  /// which reads memory front to back; others panel by panel.
  private int packs() {
    int width = width(!tall);
    boolean beside = (tall ? bColumn : aRow) == 1;
    slices = beside ? Math.ceilDiv(lines, sliced(width)) : Math.ceilDiv(lines, PACK_PANELS * width);
    return slices
        * (beside ? Math.ceilDiv(end - start, PACK_DEPTH) : Math.ceilDiv(end - start, depth));
  }

  private static int sliced(int width) {
    return PACK_LINES - PACK_LINES % width;
  }

  private void pack(int block, Scratch scratch) {
    int width = width(!tall);
    int padded = padded(lines, width);
    if ((tall ? bColumn : aRow) == 1) {
      int line = block % slices * sliced(width);
      int first = start + block / slices * PACK_DEPTH;
      int at = first - (first - start) % depth;
      int deep = Math.min(depth, end - at);
      int last = Math.min(end, first + PACK_DEPTH);
      int count = Math.min(sliced(width), lines - line);
      int to = ALIGNED + (at - start) * padded + line * deep;
      pack(!tall, from + line, count, at, deep, first - at, last - at, shared, to, scratch);
    } else {
      int line = block % slices * PACK_PANELS * width;
      int at = start + block / slices * depth;
      int deep = Math.min(depth, end - at);
      int count = Math.min(PACK_PANELS * width, lines - line);
      int to = ALIGNED + (at - start) * padded + line * deep;
      pack(!tall, from + line, count, at, deep, 0, deep, shared, to, scratch);
    }
  }

  private static int padded(int lines, int width) {
    return Math.ceilDiv(lines, width) * width;
  }

  /// Packs depths `first … last` of some lines of A or of B, in a block of depth that begins at
  /// `at`.
  private void pack(
      boolean ofA,
      int line,
      int count,
      int at,
      int deep,
      int first,
      int last,
      float[] to,
      int toAt,
      Scratch scratch) {
    float[] source = ofA ? a : b;
    int lineStride = ofA ? aRow : bColumn;
    int depthStride = ofA ? aColumn : bRow;
    int begin = (ofA ? aAt : bAt) + line * lineStride + at * depthStride;
    int width = width(ofA);
    if (lineStride == 1) {
      Packing.slice(source, begin, depthStride, count, first, last, deep, to, toAt, width);
      return;
    }
    float[] buffer = scratch.floats(BUFFER, Packing.BUFFER);
    for (int l = 0; l < count; l += width) {
      Packing.pack(
          source,
          begin + l * lineStride,
          lineStride,
          depthStride,
          Math.min(width, count - l),
          deep,
          to,
          toAt + l * deep,
          width,
          buffer);
    }
  }

  private void compute(int block, Scratch scratch) {
    int first = block * group;
    int count = Math.min(group, (tall ? m : n) - first);
    int row = tall ? first : from;
    int column = tall ? from : first;
    Epilogue then = epilogue;
    if (then == null) {
      compute(first, count, c, cAt + row * ldc + column, ldc, scratch);
      return;
    }
    int rows = tall ? count : lines;
    int columns = tall ? lines : count;
    float[] part = scratch.floats(PART, Math.max(BIG, ALIGNED + rows * columns));
    compute(first, count, part, ALIGNED, columns, scratch);
    then.run(part, ALIGNED, columns, row, rows, column, columns, scratch);
  }

  /// Writes the part of the product that `count` lines of the own side, from `first` on, make with
  /// all that is shared now.
  private void compute(int first, int count, float[] to, int toAt, int stride, Scratch scratch) {
    int rows = tall ? count : lines;
    int columns = tall ? lines : count;
    int padded = padded(lines, width(!tall));
    int ownPadded = padded(count, width(tall));
    boolean once = end - start <= depth;
    float[] own = scratch.floats(GROUP, Math.max(BIG, ALIGNED + ownPadded * depth));
    float[] sums =
        scratch.floats(SUMS, once ? ROWS * COLUMNS : Math.max(BIG, ALIGNED + padded * ownPadded));
    for (int at = start; at < end; at += depth) {
      int deep = Math.min(depth, end - at);
      pack(tall, first, count, at, deep, 0, deep, own, ALIGNED, scratch);
      int sharedAt = ALIGNED + (at - start) * padded;
      float[] x = tall ? own : shared;
      int xAt = tall ? ALIGNED : sharedAt;
      float[] y = tall ? shared : own;
      int yAt = tall ? sharedAt : ALIGNED;
      boolean begins = at == start;
      boolean ends = at + deep == end;
      int tile = once ? 0 : ALIGNED;
      for (int j = 0; j < columns; j += COLUMNS) {
        for (int i = 0; i < rows; i += ROWS) {
          int high = Math.min(ROWS, rows - i);
          int wide = Math.min(COLUMNS, columns - j);
          boolean whole = high == ROWS && wide == COLUMNS;
          int c = toAt + i * stride + j;
          // Sums wait in their tile, and are in C before the first block and after the last.
          float[] s = sums;
          int sAt = tile;
          int sRow = COLUMNS;
          if (begins && whole) {
            s = to;
            sAt = c;
            sRow = stride;
          } else if (begins && at > 0) {
            MicroKernel.move(to, c, stride, sums, tile, COLUMNS, high, wide);
          }
          int a = xAt + i * deep;
          int b = yAt + j * deep;
          if (ends && whole) {
            PackedTile.whole(deep, x, a, y, b, s, sAt, sRow, to, c, stride, at > 0);
          } else {
            PackedTile.whole(deep, x, a, y, b, s, sAt, sRow, sums, tile, COLUMNS, at > 0);
          }
          if (ends && !whole) {
            MicroKernel.move(sums, tile, COLUMNS, to, c, stride, high, wide);
          }
          tile += once ? 0 : ROWS * COLUMNS;
        }
      }
    }
  }
}
