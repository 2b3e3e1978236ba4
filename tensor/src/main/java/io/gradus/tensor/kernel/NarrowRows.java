package io.gradus.tensor.kernel;

import java.util.List;

/// A chain over short rows, some thousand elements at a time: operands that are one for each row,
/// or one row for all, are first written out, because a row of ten elements takes as long as one of
/// a hundred.
final class NarrowRows implements ChainLoop {
  /// Shorter rows are taken together; the length at which both ways take the same time.
  static final int NARROW = 64;

  // Of the scratch arrays; the blocks of a chain are in the first.
  private static final int SLOT = 1;

  private final Workers workers;
  private final ChainSpan span;
  private final List<Chain.Spread> spreads;
  private final int rows;
  private final int length;

  /// The loop over `rows` rows of `length` elements.
  ///
  /// @param spreads how the operands lie
  /// @param span what the chain does where each operand has an element of its own for each, or one
  ///   for all
  NarrowRows(Workers workers, List<Chain.Spread> spreads, ChainSpan span, int rows, int length) {
    this.workers = workers;
    this.spreads = spreads;
    this.span = span;
    this.rows = rows;
    this.length = length;
  }

  /// {@return the chain with the operands written out}
  static Chain even(Chain chain) {
    List<Chain.Spread> spreads =
        chain.operands().stream()
            .map(spread -> isRepeated(spread) ? Chain.Spread.EACH : spread)
            .toList();
    return new Chain(spreads, chain.links(), chain.results());
  }

  private static boolean isRepeated(Chain.Spread spread) {
    return spread == Chain.Spread.ROW || spread == Chain.Spread.COLUMN;
  }

  @Override
  public void run(List<Strided> results, List<Strided> operands) {
    Spots all = Spots.of(results, operands);
    int perBlock = Rows.GRAIN / length;
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, scratch) -> {
          int last = Math.min(rows, (block + 1) * perBlock);
          spans(all, operands, block * perBlock, last, scratch);
        });
  }

  private void spans(Spots all, List<Strided> operands, int first, int last, Scratch scratch) {
    int results = all.arrays().length - operands.size();
    Spots spots = scratch.copy(all);
    float[] written = scratch.floats(SLOT, operands.size() * ChainRows.SPAN);
    int together = ChainRows.SPAN / length;
    writeOut(Chain.Spread.ROW, operands, first, Math.min(together, last - first), written);
    for (int row = first; row < last; row += together) {
      int count = Math.min(together, last - row);
      int element = row * length;
      writeOut(Chain.Spread.COLUMN, operands, row, count, written);
      for (int i = 0; i < operands.size(); i++) {
        if (isRepeated(spreads.get(i))) {
          spots.arrays()[results + i] = written;
          spots.offsets()[results + i] = i * ChainRows.SPAN - element;
        }
      }
      span.run(spots.arrays(), spots.offsets(), element, row, 0, count * length, scratch);
    }
    spots.clear();
  }

  /// Writes the operands that lie in one of two ways out for some rows. One row for all is the same
  /// in each span.
  private void writeOut(
      Chain.Spread spread, List<Strided> operands, int row, int count, float[] written) {
    boolean column = spread == Chain.Spread.COLUMN;
    for (int i = 0; i < operands.size(); i++) {
      if (spreads.get(i) == spread) {
        Strided operand = operands.get(i);
        int from = Math.toIntExact(operand.offset()) + (column ? row : 0);
        int to = i * ChainRows.SPAN;
        write(operand.floats(), from, column ? 1 : 0, column ? 0 : 1, count, written, to);
      }
    }
  }

  private void write(
      float[] from, int at, int rowStep, int step, int count, float[] to, int target) {
    for (int row = 0; row < count; row++) {
      for (int k = 0; k < length; k++) {
        to[target + row * length + k] = from[at + row * rowStep + k * step];
      }
    }
  }
}
