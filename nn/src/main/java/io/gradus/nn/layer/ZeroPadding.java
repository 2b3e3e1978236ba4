package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;

/// Adds margins of zeros.
final class ZeroPadding {
  private ZeroPadding() {}

  /// {@return the tensor with the margins}
  static Tensor pad(MarginLayer.Options options, Tensor x, int first) {
    long[][] widths = new long[x.rank()][2];
    for (int i = 0; i < options.axes(); i++) {
      widths[first + i][0] = options.margins().before(i);
      widths[first + i][1] = options.margins().after(i);
    }
    return x.pad(widths);
  }
}
