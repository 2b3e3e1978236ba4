package io.gradus.tensor.kernel;

import java.util.ArrayList;
import java.util.List;

/// A matrix product and the chain that follows it. The product is kept nowhere: the chain takes its
/// parts as they are made.
final class ProductRows implements ChainLoop {
  private final Kernels kernels;
  private final ChainSpan span;
  private final int product;
  private final int length;

  /// @param span what the chain does
  /// @param product the number of the chain's operand that is the product
  /// @param length the number of elements in a row
  ProductRows(Kernels kernels, ChainSpan span, int product, int length) {
    this.kernels = kernels;
    this.span = span;
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
          Spots spots = all.copy();
          spots.arrays()[place] = values;
          for (int r = 0; r < rows; r++) {
            int first = (row + r) * length + column;
            spots.offsets()[place] = at + r * stride - first;
            for (int c = 0; c < columns; c += ChainRows.SPAN) {
              int n = Math.min(ChainRows.SPAN, columns - c);
              span.run(spots.arrays(), spots.offsets(), first + c, row + r, column + c, n, scratch);
            }
          }
        });
  }
}
