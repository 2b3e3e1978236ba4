package io.gradus.tensor.kernel;

import java.util.ArrayList;
import java.util.List;

/// A matrix product and the chain that follows it. The product is kept nowhere: the chain takes its
/// parts as they are made.
final class ProductRows implements ChainLoop {
  private final Kernels kernels;
  private final ChainSpan span;
  private final boolean flat;
  private final int product;
  private final int length;

  /// @param spreads how the chain's operands lie
  /// @param span what the chain does
  /// @param product the number of the chain's operand that is the product
  /// @param length the number of elements in a row
  ProductRows(
      Kernels kernels, List<Chain.Spread> spreads, ChainSpan span, int product, int length) {
    this.kernels = kernels;
    this.span = span;
    this.flat = spreads.stream().allMatch(s -> s == Chain.Spread.EACH || s == Chain.Spread.ONE);
    this.product = product;
    this.length = length;
  }

  @Override
  public void run(List<Strided> results, List<Strided> operands) {
    Strided a = operands.get(0);
    Strided b = operands.get(1);
    int place = results.size() + product;
    List<Strided> others = new ArrayList<>(operands.subList(2, operands.size()));
    others.add(product, a); // holds the place
    Spots all = Spots.of(results, others);
    kernels.matmul(
        a,
        b,
        (values, at, stride, row, rows, column, columns, scratch) -> {
          Spots spots = scratch.copy(all);
          spots.arrays()[place] = values;
          // Whole rows that no operand tells apart are one long row.
          boolean together = flat && columns == length && stride == columns;
          int width = together ? rows * columns : columns;
          for (int r = 0; r < (together ? 1 : rows); r++) {
            int first = (row + r) * length + column;
            spots.offsets()[place] = at + r * stride - first;
            for (int c = 0; c < width; c += ChainRows.SPAN) {
              int n = Math.min(ChainRows.SPAN, width - c);
              span.run(spots.arrays(), spots.offsets(), first + c, row + r, column + c, n, scratch);
            }
          }
          spots.clear();
        });
  }
}
