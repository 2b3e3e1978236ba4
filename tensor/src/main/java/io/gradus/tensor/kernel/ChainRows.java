package io.gradus.tensor.kernel;

import java.util.List;

/// A chain's elements row by row. Workers take blocks of some thousand elements, which depend on
/// the lengths alone.
final class ChainRows implements ChainLoop {
  /// The elements of a span. The operands of a chain of ten operations then fill a first-level
  /// cache, and the method that does a span is called, and so compiled, soon: until then every
  /// vector in it is an object.
  static final int SPAN = 1024;

  private final Workers workers;
  private final ChainSpan span;
  private final int rows;
  private final int length;
  private final int parts;
  private final int perBlock;

  /// The loop over `rows` rows of `length` elements.
  ChainRows(Workers workers, ChainSpan span, int rows, int length) {
    this.workers = workers;
    this.span = span;
    this.rows = rows;
    this.length = length;
    this.parts = Math.max(1, Math.ceilDiv(length, Rows.GRAIN));
    this.perBlock = Math.max(1, Rows.GRAIN / Math.max(1, length));
  }

  @Override
  public void run(List<Strided> results, List<Strided> operands) {
    Spots spots = Spots.of(results, operands);
    if (length == 0) {
      return;
    }
    if (parts > 1) {
      workers.run(
          Math.multiplyExact(rows, parts),
          (block, scratch) -> {
            int row = block / parts;
            int column = block % parts * Rows.GRAIN;
            int end = Math.min(length, column + Rows.GRAIN);
            spans(spots, row, column, end, scratch);
          });
    } else {
      workers.run(
          Math.ceilDiv(rows, perBlock),
          (block, scratch) -> {
            int last = Math.min(rows, (block + 1) * perBlock);
            for (int row = block * perBlock; row < last; row++) {
              spans(spots, row, 0, length, scratch);
            }
          });
    }
  }

  private void spans(Spots spots, int row, int from, int end, Scratch scratch) {
    for (int column = from; column < end; column += SPAN) {
      int n = Math.min(SPAN, end - column);
      span.run(spots.arrays(), spots.offsets(), row * length + column, row, column, n, scratch);
    }
  }
}
