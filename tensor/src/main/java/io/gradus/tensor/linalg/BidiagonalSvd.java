package io.gradus.tensor.linalg;

/// Singular values of an upper bidiagonal matrix by implicit QR iterations, which turn the rows of
/// `ut` and `vt` with them (Demmel and Kahan, *Accurate singular values of bidiagonal matrices*,
/// 1990; LAPACK's `bdsqr`).
final class BidiagonalSvd {
  private static final double ACCURACY = 0x1p-53;
  // Relative, of an element beside the diagonal: LAPACK's ε^(−1/8)·ε.
  private static final double TOLERANCE = 98.7 * ACCURACY;
  private static final int SWEEPS = 6;

  private final double[] d;
  private final double[] e;
  private final double[] ut;
  private final double[] vt;
  private final int n;
  private final double threshold;

  /// Begins with the diagonal `d` and what is above it in `e`.
  BidiagonalSvd(double[] d, double[] e, double[] ut, double[] vt) {
    this.d = d;
    this.e = e;
    this.ut = ut;
    this.vt = vt;
    this.n = d.length;
    double least = Math.abs(d[0]);
    double mu = least;
    for (int i = 1; i < n && least > 0; i++) {
      mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i - 1])));
      least = Math.min(least, mu);
    }
    this.threshold =
        Math.max(TOLERANCE * (least / Math.sqrt(n)), SWEEPS * (double) n * n * Double.MIN_NORMAL);
  }

  /// Brings `d` to the singular values, the largest first; returns whether the iterations came to
  /// an end.
  boolean run() {
    long budget = (long) SWEEPS * n * n;
    int oldFirst = -1;
    int oldLast = -1;
    boolean down = true;
    int m = n - 1;
    while (m > 0) {
      int first = m;
      double largest = Math.abs(d[m]);
      while (first > 0 && Math.abs(e[first - 1]) > threshold) {
        first--;
        largest = Math.max(largest, Math.max(Math.abs(d[first]), Math.abs(e[first])));
      }
      if (first > 0) {
        e[first - 1] = 0;
      }
      if (first == m) {
        m--;
        continue;
      }
      if (first == m - 1) {
        pair(first);
        m -= 2;
        continue;
      }
      if (first > oldLast || m < oldFirst) {
        down = Math.abs(d[first]) >= Math.abs(d[m]);
      }
      double least = down ? convergedDown(first, m) : convergedUp(first, m);
      if (least < 0) {
        continue;
      }
      if (budget-- == 0) {
        return false;
      }
      oldFirst = first;
      oldLast = m;
      double shift = shift(first, m, down, least, largest);
      if (shift == 0) {
        if (down) {
          zeroShiftDown(first, m);
        } else {
          zeroShiftUp(first, m);
        }
      } else if (down) {
        shiftedDown(first, m, shift);
      } else {
        shiftedUp(first, m, shift);
      }
    }
    finish();
    return true;
  }

  private double shift(int first, int m, boolean down, double least, double largest) {
    if (n * TOLERANCE * (least / largest) <= Math.max(ACCURACY, 0.01 * TOLERANCE)) {
      return 0;
    }
    int i = down ? m - 1 : first;
    double size = Math.abs(d[down ? first : m]);
    double shift = smallest(d[i], e[i], d[i + 1]);
    double ratio = shift / size;
    return size > 0 && ratio * ratio < ACCURACY ? 0 : shift;
  }

  // Looks for an e that may be 0; returns −1 if there is one, else a bound of the least value.
  private double convergedDown(int first, int m) {
    if (Math.abs(e[m - 1]) <= TOLERANCE * Math.abs(d[m])) {
      e[m - 1] = 0;
      return -1;
    }
    double mu = Math.abs(d[first]);
    double least = mu;
    for (int i = first; i < m; i++) {
      if (Math.abs(e[i]) <= TOLERANCE * mu) {
        e[i] = 0;
        return -1;
      }
      mu = Math.abs(d[i + 1]) * (mu / (mu + Math.abs(e[i])));
      least = Math.min(least, mu);
    }
    return least;
  }

  private double convergedUp(int first, int m) {
    if (Math.abs(e[first]) <= TOLERANCE * Math.abs(d[first])) {
      e[first] = 0;
      return -1;
    }
    double mu = Math.abs(d[m]);
    double least = mu;
    for (int i = m - 1; i >= first; i--) {
      if (Math.abs(e[i]) <= TOLERANCE * mu) {
        e[i] = 0;
        return -1;
      }
      mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i])));
      least = Math.min(least, mu);
    }
    return least;
  }

  private void turn(int i, double cosRight, double sinRight, double cosLeft, double sinLeft) {
    Rotation.rows(vt, n, i, cosRight, sinRight);
    Rotation.rows(ut, n, i, cosLeft, sinLeft);
  }

  private void zeroShiftDown(int first, int m) {
    double c = 1;
    double oldC = 1;
    double oldS = 0;
    for (int i = first; i < m; i++) {
      Rotation right = Rotation.of(d[i] * c, e[i]);
      if (i > first) {
        e[i - 1] = oldS * right.r();
      }
      Rotation left = Rotation.of(oldC * right.r(), d[i + 1] * right.s());
      c = right.c();
      oldC = left.c();
      oldS = left.s();
      d[i] = left.r();
      turn(i, right.c(), right.s(), left.c(), left.s());
    }
    double h = d[m] * c;
    d[m] = h * oldC;
    e[m - 1] = h * oldS;
    dropLast(m);
  }

  private void zeroShiftUp(int first, int m) {
    double c = 1;
    double oldC = 1;
    double oldS = 0;
    for (int i = m; i > first; i--) {
      Rotation left = Rotation.of(d[i] * c, e[i - 1]);
      if (i < m) {
        e[i] = oldS * left.r();
      }
      Rotation right = Rotation.of(oldC * left.r(), d[i - 1] * left.s());
      c = left.c();
      oldC = right.c();
      oldS = right.s();
      d[i] = right.r();
      turn(i - 1, right.c(), -right.s(), left.c(), -left.s());
    }
    double h = d[first] * c;
    d[first] = h * oldC;
    e[first] = h * oldS;
    dropFirst(first);
  }

  private void shiftedDown(int first, int m, double shift) {
    double f = (Math.abs(d[first]) - shift) * (Math.copySign(1, d[first]) + shift / d[first]);
    double g = e[first];
    for (int i = first; i < m; i++) {
      Rotation right = Rotation.of(f, g);
      if (i > first) {
        e[i - 1] = right.r();
      }
      f = right.c() * d[i] + right.s() * e[i];
      e[i] = right.c() * e[i] - right.s() * d[i];
      g = right.s() * d[i + 1];
      d[i + 1] *= right.c();
      Rotation left = Rotation.of(f, g);
      d[i] = left.r();
      f = left.c() * e[i] + left.s() * d[i + 1];
      d[i + 1] = left.c() * d[i + 1] - left.s() * e[i];
      if (i < m - 1) {
        g = left.s() * e[i + 1];
        e[i + 1] *= left.c();
      }
      turn(i, right.c(), right.s(), left.c(), left.s());
    }
    e[m - 1] = f;
    dropLast(m);
  }

  private void shiftedUp(int first, int m, double shift) {
    double f = (Math.abs(d[m]) - shift) * (Math.copySign(1, d[m]) + shift / d[m]);
    double g = e[m - 1];
    for (int i = m; i > first; i--) {
      Rotation left = Rotation.of(f, g);
      if (i < m) {
        e[i] = left.r();
      }
      f = left.c() * d[i] + left.s() * e[i - 1];
      e[i - 1] = left.c() * e[i - 1] - left.s() * d[i];
      g = left.s() * d[i - 1];
      d[i - 1] *= left.c();
      Rotation right = Rotation.of(f, g);
      d[i] = right.r();
      f = right.c() * e[i - 1] + right.s() * d[i - 1];
      d[i - 1] = right.c() * d[i - 1] - right.s() * e[i - 1];
      if (i > first + 1) {
        g = right.s() * e[i - 2];
        e[i - 2] *= right.c();
      }
      turn(i - 1, right.c(), -right.s(), left.c(), -left.s());
    }
    e[first] = f;
    dropFirst(first);
  }

  private void dropLast(int m) {
    if (Math.abs(e[m - 1]) <= threshold) {
      e[m - 1] = 0;
    }
  }

  private void dropFirst(int first) {
    if (Math.abs(e[first]) <= threshold) {
      e[first] = 0;
    }
  }

  /// The decomposition of an upper triangle of 2 × 2 (LAPACK's `lasv2`).
  private void pair(int i) {
    double f = d[i];
    double g = e[i];
    double h = d[i + 1];
    boolean swapped = Math.abs(h) > Math.abs(f);
    double ft = swapped ? h : f;
    double ht = swapped ? f : h;
    double fa = Math.abs(ft);
    double ha = Math.abs(ht);
    double ga = Math.abs(g);
    double least = ha;
    double most = fa;
    double cosLeft = 1;
    double cosRight = 1;
    double sinLeft = 0;
    double sinRight = 0;
    if (ga > fa && fa / ga < ACCURACY) {
      most = ga;
      least = ha > 1 ? fa / (ga / ha) : fa / ga * ha;
      sinLeft = ht / g;
      sinRight = 1;
      cosRight = ft / g;
    } else if (ga != 0) {
      double difference = fa - ha;
      double l = difference == fa ? 1 : difference / fa;
      double m = g / ft;
      double t = 2 - l;
      double mm = m * m;
      double s = Math.sqrt(t * t + mm);
      double r = l == 0 ? Math.abs(m) : Math.sqrt(l * l + mm);
      double a = 0.5 * (s + r);
      least = ha / a;
      most = fa * a;
      if (mm != 0) {
        t = (m / (s + t) + m / (r + l)) * (1 + a);
      } else if (l == 0) {
        t = Math.copySign(2, ft) * Math.copySign(1, g);
      } else {
        t = g / Math.copySign(difference, ft) + m / t;
      }
      double root = Math.sqrt(t * t + 4);
      cosRight = 2 / root;
      sinRight = t / root;
      cosLeft = (cosRight + sinRight * m) / a;
      sinLeft = ht / ft * sinRight / a;
    }
    double csl = swapped ? sinRight : cosLeft;
    double snl = swapped ? cosRight : sinLeft;
    double csr = swapped ? sinLeft : cosRight;
    double snr = swapped ? cosLeft : sinRight;
    double sign =
        swapped
            ? Math.copySign(1, snr) * Math.copySign(1, snl) * Math.copySign(1, h)
            : ga > fa
                ? Math.copySign(1, snr) * Math.copySign(1, csl) * Math.copySign(1, g)
                : Math.copySign(1, csr) * Math.copySign(1, csl) * Math.copySign(1, f);
    d[i] = Math.copySign(most, sign);
    d[i + 1] = Math.copySign(least, sign * Math.copySign(1, f) * Math.copySign(1, h));
    e[i] = 0;
    turn(i, csr, snr, csl, snl);
  }

  /// The smaller singular value of an upper triangle of 2 × 2 (LAPACK's `las2`).
  private static double smallest(double f, double g, double h) {
    double least = Math.min(Math.abs(f), Math.abs(h));
    double most = Math.max(Math.abs(f), Math.abs(h));
    double beside = Math.abs(g);
    if (least == 0) {
      return 0;
    }
    double sum = 1 + least / most;
    double difference = (most - least) / most;
    if (beside < most) {
      double square = beside / most * (beside / most);
      double roots = Math.sqrt(sum * sum + square) + Math.sqrt(difference * difference + square);
      return least * (2 / roots);
    }
    double ratio = most / beside;
    if (ratio == 0) {
      return least * most / beside;
    }
    double p = sum * ratio;
    double q = difference * ratio;
    return 2 * (least * (1 / (Math.sqrt(1 + p * p) + Math.sqrt(1 + q * q))) * ratio);
  }

  // Makes the values positive and sorts them.
  private void finish() {
    for (int i = 0; i < n; i++) {
      // Also −0, so that the sign of the row is LAPACK's.
      if (d[i] < 0 || (d[i] == 0 && 1 / d[i] < 0)) {
        d[i] = -d[i];
        for (int j = i * n; j < (i + 1) * n; j++) {
          vt[j] = -vt[j];
        }
      }
    }
    for (int last = n - 1; last > 0; last--) {
      int least = 0;
      for (int j = 1; j <= last; j++) {
        least = d[j] <= d[least] ? j : least;
      }
      if (least != last) {
        swap(least, last);
      }
    }
  }

  private void swap(int p, int q) {
    double value = d[p];
    d[p] = d[q];
    d[q] = value;
    for (int j = 0; j < n; j++) {
      double row = vt[p * n + j];
      vt[p * n + j] = vt[q * n + j];
      vt[q * n + j] = row;
      double column = ut[p * n + j];
      ut[p * n + j] = ut[q * n + j];
      ut[q * n + j] = column;
    }
  }
}
