package io.gradus.tensor.linalg;

/// Plane rotations.
///
/// @param c the cosine
/// @param s the sine
/// @param r the length of the rotated pair, with its sign
record Rotation(double c, double s, double r) {
  /// {@return the rotation with `c·f + s·g = r` and `−s·f + c·g = 0`, `c ≥ 0` (LAPACK's `lartg`
  /// from 3.10 on)}
  static Rotation of(double f, double g) {
    if (g == 0) {
      return new Rotation(1, 0, f);
    }
    if (f == 0) {
      return new Rotation(0, Math.copySign(1, g), Math.abs(g));
    }
    double length = Math.hypot(f, g);
    double r = Math.copySign(length, f);
    return new Rotation(Math.abs(f) / length, g / r, r);
  }

  /// Turns rows `i` and `i + 1` of a matrix with rows of the given width.
  static void rows(double[] a, int width, int i, double c, double s) {
    int p = i * width;
    int q = p + width;
    for (int j = 0; j < width; j++) {
      double below = a[q + j];
      a[q + j] = c * below - s * a[p + j];
      a[p + j] = s * below + c * a[p + j];
    }
  }

  /// Turns columns `j` and `j + 1` of a matrix with rows of the given width.
  static void columns(double[] a, int width, int j, double c, double s) {
    for (int p = j; p < a.length; p += width) {
      double beside = a[p + 1];
      a[p + 1] = c * beside - s * a[p];
      a[p] = s * beside + c * a[p];
    }
  }
}
