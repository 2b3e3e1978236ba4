package io.gradus.tensor.linalg;

/// `P·A = L·U` for a matrix of `rows × columns` by Gaussian elimination with the largest pivot of a
/// column (LAPACK's `getf2`). A column of zeros is passed over, so that `U` may be singular.
public final class LuFactorization {
  private final double[] a;
  private final int columns;
  private final int[] order;
  private final int[] pivots;
  private double sign = 1;

  /// Factors the matrix, in its place.
  public LuFactorization(double[] matrix, int rows, int columns) {
    this.a = matrix;
    this.columns = columns;
    this.order = new int[rows];
    this.pivots = new int[Math.min(rows, columns)];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    for (int k = 0; k < pivots.length; k++) {
      eliminate(k);
    }
  }

  private void eliminate(int k) {
    int pivot = k;
    for (int i = k + 1; i < order.length; i++) {
      pivot = Math.abs(a[i * columns + k]) > Math.abs(a[pivot * columns + k]) ? i : pivot;
    }
    pivots[k] = pivot;
    if (a[pivot * columns + k] == 0) {
      return;
    }
    if (pivot != k) {
      swap(k, pivot);
    }
    for (int i = k + 1; i < order.length; i++) {
      double factor = a[i * columns + k] / a[k * columns + k];
      a[i * columns + k] = factor;
      for (int j = k + 1; j < columns; j++) {
        a[i * columns + j] -= factor * a[k * columns + j];
      }
    }
  }

  private void swap(int p, int q) {
    sign = -sign;
    int row = order[p];
    order[p] = order[q];
    order[q] = row;
    for (int j = 0; j < columns; j++) {
      double element = a[p * columns + j];
      a[p * columns + j] = a[q * columns + j];
      a[q * columns + j] = element;
    }
  }

  /// {@return `L` below the diagonal, whose own diagonal of ones is not stored, and `U` above: the
  /// array that was given}
  public double[] factors() {
    return a;
  }

  /// {@return for each row of the product `L·U` which row of `A` it is}
  public int[] order() {
    return order;
  }

  /// {@return for each step with which row, at or below it, the row of its number was exchanged}
  public int[] pivots() {
    return pivots;
  }

  /// {@return the determinant of `P`: 1 or −1}
  public double sign() {
    return sign;
  }
}
