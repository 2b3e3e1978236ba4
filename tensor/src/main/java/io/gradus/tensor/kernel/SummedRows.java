package io.gradus.tensor.kernel;

import java.util.ArrayList;
import java.util.List;

/// A chain, one of whose values is summed over rows of `n` elements in the order of [Sums]. Piece
/// by piece, the chain makes some blocks of that order and they are summed while they are in the
/// cache; unless the value is a result, it is kept nowhere.
final class SummedRows implements ChainLoop {
  // Blocks that are summed side by side.
  private static final int BLOCKS = 4;
  // Scratch arrays beside those of the chain and the sums: what is summed, and the sums of blocks.
  private static final int VALUES = 5;
  private static final int PARTS = 6;

  private final ScalarKernels kernels;
  private final ChainSpan span;
  private final int summed;
  private final boolean isKept;
  private final int length;
  private final int n;

  /// @param span what the chain does
  /// @param summed the place of what is summed among the chain's results
  /// @param isKept whether it is a result of this loop too
  /// @param length the number of elements in a row of the chain
  /// @param n the number of elements in a sum, at least 1
  SummedRows(ScalarKernels kernels, ChainSpan span, int summed, boolean isKept, int length, int n) {
    this.kernels = kernels;
    this.span = span;
    this.summed = summed;
    this.isKept = isKept;
    this.length = length;
    this.n = n;
  }

  @Override
  public void run(List<Strided> results, List<Strided> operands) {
    List<Strided> made = new ArrayList<>(results.subList(0, results.size() - 1));
    if (!isKept) {
      made.add(summed, operands.getFirst()); // holds the place
    }
    Spots spots = Spots.of(made, operands);
    Strided out = results.getLast();
    int rows = Math.toIntExact(out.size());
    float[] sums = out.floats();
    int to = Math.toIntExact(out.offset());
    if (n <= Sums.BLOCK) {
      shortRows(spots, rows, sums, to);
    } else {
      longRows(spots, rows, sums, to);
    }
  }

  private void shortRows(Spots spots, int rows, float[] sums, int to) {
    int each = BLOCKS * Sums.BLOCK / n;
    kernels
        .workers()
        .run(
            Math.ceilDiv(rows, each),
            (block, scratch) -> {
              int first = block * each;
              int count = Math.min(each, rows - first);
              Spots own = made(spots, first * n, count * n, scratch);
              kernels.sumRows(values(own), at(own, first * n), n, count, sums, to + first, scratch);
              own.clear();
            });
  }

  /// Each row of several blocks, whose sums are then summed.
  private void longRows(Spots spots, int rows, float[] sums, int to) {
    Workers workers = kernels.workers();
    int blocks = Math.ceilDiv(n, Sums.BLOCK);
    int pieces = Math.ceilDiv(blocks, BLOCKS);
    try (Scratch shared = workers.borrow()) {
      float[] parts = shared.floats(PARTS, Math.multiplyExact(rows, blocks));
      workers.run(
          Math.multiplyExact(rows, pieces),
          (piece, scratch) -> {
            int row = piece / pieces;
            int block = piece % pieces * BLOCKS;
            int column = block * Sums.BLOCK;
            int count = Math.min(BLOCKS * Sums.BLOCK, n - column);
            int element = row * n + column;
            Spots own = made(spots, element, count, scratch);
            int whole = count / Sums.BLOCK;
            int rest = count % Sums.BLOCK;
            int part = row * blocks + block;
            float[] values = values(own);
            int at = at(own, element);
            kernels.sumRows(values, at, Sums.BLOCK, whole, parts, part, scratch);
            if (rest > 0) {
              int last = at + whole * Sums.BLOCK;
              kernels.sumRows(values, last, rest, 1, parts, part + whole, scratch);
            }
            own.clear();
          });
      kernels.sumRows(parts, 0, blocks, rows, sums, to, shared);
    }
  }

  /// Runs the chain for some elements; returns where its values then are.
  private Spots made(Spots all, int element, int count, Scratch scratch) {
    Spots own = scratch.copy(all);
    if (!isKept) {
      own.arrays()[summed] = scratch.floats(VALUES, BLOCKS * Sums.BLOCK);
      own.offsets()[summed] = -element;
    }
    int end = element + count;
    for (int from = element; from < end; ) {
      int row = from / length;
      int column = from % length;
      int some = Math.min(Math.min(ChainRows.SPAN, length - column), end - from);
      span.run(own.arrays(), own.offsets(), from, row, column, some, scratch);
      from += some;
    }
    return own;
  }

  private float[] values(Spots own) {
    return own.arrays()[summed];
  }

  private int at(Spots own, int element) {
    return own.offsets()[summed] + element;
  }
}
