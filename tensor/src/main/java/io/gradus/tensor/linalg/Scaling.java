package io.gradus.tensor.linalg;

/// Powers of two that bring matrices into the range where squares neither overflow nor vanish.
final class Scaling {
  private static final int FAR = 400;

  private Scaling() {}

  /// {@return the exponent by which the elements are to be divided; 0 for the usual ones}
  static int exponent(double[] a) {
    double largest = 0;
    for (double element : a) {
      largest = Math.max(largest, Math.abs(element));
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return 0;
    }
    int exponent = Math.getExponent(largest);
    return Math.abs(exponent) < FAR ? 0 : exponent;
  }

  /// Multiplies all elements by a power of two.
  static void scale(double[] a, int exponent) {
    for (int i = 0; exponent != 0 && i < a.length; i++) {
      a[i] = Math.scalb(a[i], exponent);
    }
  }

  /// {@return whether neither NaN nor infinity is among the elements}
  static boolean isFinite(double[] a) {
    for (double element : a) {
      if (!Double.isFinite(element)) {
        return false;
      }
    }
    return true;
  }
}
