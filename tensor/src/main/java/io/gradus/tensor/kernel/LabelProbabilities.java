package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import java.util.Arrays;

/// Loops over rows of probabilities, each with the number of a class: `−log q`, where `q` is the
/// class's share of the row's sum, not less than `low` and not more than `high`; and the gradient.
/// A row's few numbers are computed with in double precision, but for the sum.
final class LabelProbabilities {
  // Of the scratch arrays; not the one that sums use.
  private static final int SUMS = 0;

  private final ScalarKernels kernels;
  private final Strided p;
  private final Strided labels;
  private final boolean isSingle;
  private final double low;
  private final double high;
  private final int n;

  /// @param p dense
  /// @param labels dense
  LabelProbabilities(ScalarKernels kernels, Strided p, Strided labels, double epsilon) {
    this.kernels = kernels;
    this.p = p;
    this.labels = labels;
    this.isSingle = p.dtype() == DType.FLOAT32;
    this.low = rounded(epsilon);
    this.high = rounded(1 - epsilon);
    this.n = Math.toIntExact(p.dim(-1));
  }

  /// What to do with a row.
  private interface Row {
    /// @param label the number of the class, or −1 if there is none
    /// @param sum the sum of the row
    void run(int row, int label, double sum);
  }

  /// Writes the loss of each row, 0 where the label is the number of no class.
  void losses(Strided out) {
    each((row, label, sum) -> {
      double share = label < 0 ? 1 : share(row, label, sum);
      set(out, row, label < 0 ? 0 : -StrictMath.log(Math.clamp(share, low, high)));
    });
  }

  /// Writes the gradient by each row, for a gradient `g` of the losses: nothing where the share is
  /// held or there is no class.
  ///
  /// @param g dense
  void gradient(Strided out, Strided g) {
    each((row, label, sum) -> {
      double share = label < 0 ? 0 : share(row, label, sum);
      boolean held = label < 0 || share < low || share > high;
      double slope = held ? 0 : get(g, row) / sum;
      fill(out, row, slope);
      if (!held) {
        set(out, row * n + label, slope - slope / share);
      }
    });
  }

  private void each(Row action) {
    int rows = Math.toIntExact(labels.size());
    int at = Math.toIntExact(labels.offset());
    int perBlock = Math.max(1, Rows.GRAIN / Math.max(1, n));
    kernels
        .workers()
        .run(
            Math.ceilDiv(rows, perBlock),
            (block, scratch) -> {
              int first = block * perBlock;
              int count = Math.min(perBlock, rows - first);
              double[] sums = sums(first, count, scratch);
              for (int i = 0; i < count; i++) {
                long label = labels.longs()[at + first + i];
                action.run(first + i, label >= 0 && label < n ? (int) label : -1, sums[i]);
              }
            });
  }

  private double[] sums(int first, int count, Scratch scratch) {
    int from = Math.toIntExact(p.offset()) + first * n;
    double[] sums = scratch.doubles(SUMS, count);
    if (isSingle) {
      float[] narrow = scratch.floats(SUMS, count);
      kernels.sumRows(p.floats(), from, n, count, narrow, 0, scratch);
      for (int i = 0; i < count; i++) {
        sums[i] = narrow[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        sums[i] = Sums.sum(p.doubles(), from + i * n, 1, n);
      }
    }
    return sums;
  }

  private double share(int row, int label, double sum) {
    return rounded(get(p, row * n + label) / sum);
  }

  private double rounded(double x) {
    return isSingle ? (float) x : x;
  }

  private double get(Strided x, int element) {
    int at = Math.toIntExact(x.offset()) + element;
    return isSingle ? x.floats()[at] : x.doubles()[at];
  }

  private void set(Strided out, int element, double value) {
    int at = Math.toIntExact(out.offset()) + element;
    if (isSingle) {
      out.floats()[at] = (float) value;
    } else {
      out.doubles()[at] = value;
    }
  }

  private void fill(Strided out, int row, double value) {
    int from = Math.toIntExact(out.offset()) + row * n;
    if (isSingle) {
      Arrays.fill(out.floats(), from, from + n, (float) value);
    } else {
      Arrays.fill(out.doubles(), from, from + n, value);
    }
  }
}
