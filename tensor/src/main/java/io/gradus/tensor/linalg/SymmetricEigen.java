package io.gradus.tensor.linalg;

/// Eigenvalues in rising order and eigenvectors of a symmetric matrix, by reduction to tridiagonal
/// form and implicit QL or QR iterations (LAPACK's `sytd2` and `steqr`). Vectors have length 1;
/// their signs are those of these steps.
public final class SymmetricEigen {
  private static final double ACCURACY = 0x1p-53;
  private static final int SWEEPS = 30;

  private final int n;
  private final double[] d;
  private final double[] e;
  // The eigenvectors as rows, side by side in memory; as columns when all is done.
  private double[] z;
  private boolean converged = true;

  /// Decomposes the matrix of `n × n`, of which the lower triangle is read.
  public SymmetricEigen(double[] matrix, int n) {
    this.n = n;
    this.d = new double[n];
    this.e = new double[n];
    this.z = new double[n * n];
    double[] a = matrix.clone();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        a[i * n + j] = 0;
      }
    }
    if (!Scaling.isFinite(a)) {
      converged = false;
      return;
    }
    int exponent = Scaling.exponent(a);
    Scaling.scale(a, -exponent);
    double[] tau = reduce(a);
    for (int i = 0; i < n; i++) {
      z[i * n + i] = 1;
    }
    converged = iterate();
    sort();
    for (int i = n - 2; i >= 0; i--) {
      Reflector.right(a, (i + 1) * n + i, n, tau[i], z, i + 1, n, n - i - 1, n);
    }
    z = Transposition.of(z, n, n);
    Scaling.scale(d, exponent);
  }

  /// {@return whether the matrix was finite and the iterations came to an end}
  public boolean isConverged() {
    return converged;
  }

  /// {@return the eigenvalues}
  public double[] values() {
    return d;
  }

  /// {@return the eigenvectors, as columns}
  public double[] vectors() {
    return z;
  }

  // To d on the diagonal and e beside it; the reflectors stay in the lower triangle.
  private double[] reduce(double[] a) {
    double[] tau = new double[n];
    double[] w = new double[n];
    for (int i = 0; i < n - 1; i++) {
      int start = (i + 1) * n + i;
      tau[i] = Reflector.make(a, start, n, n - i - 1);
      e[i] = a[start];
      if (tau[i] != 0) {
        a[start] = 1;
        update(a, i, tau[i], w);
        a[start] = e[i];
      }
      d[i] = a[i * n + i];
    }
    if (n > 0) {
      d[n - 1] = a[n * n - 1];
    }
    return tau;
  }

  // A = H·A·H below and right of row i, in the lower triangle: A −= v·wᵀ + w·vᵀ.
  private void update(double[] a, int i, double tau, double[] w) {
    double product = 0;
    for (int r = i + 1; r < n; r++) {
      double sum = 0;
      for (int c = i + 1; c < n; c++) {
        sum += (c <= r ? a[r * n + c] : a[c * n + r]) * a[c * n + i];
      }
      w[r] = tau * sum;
      product += w[r] * a[r * n + i];
    }
    double half = -0.5 * tau * product;
    for (int r = i + 1; r < n; r++) {
      w[r] += half * a[r * n + i];
    }
    for (int r = i + 1; r < n; r++) {
      for (int c = i + 1; c <= r; c++) {
        a[r * n + c] -= a[r * n + i] * w[c] + w[r] * a[c * n + i];
      }
    }
  }

  private boolean iterate() {
    int budget = SWEEPS * n;
    int next = 0;
    while (next < n) {
      if (next > 0) {
        e[next - 1] = 0;
      }
      int first = next;
      int last = first;
      while (last < n - 1 && !isSplit(last)) {
        last++;
      }
      if (last < n - 1) {
        e[last] = 0;
      }
      next = last + 1;
      if (last == first) {
        continue;
      }
      // From the smaller end.
      budget =
          Math.abs(d[last]) < Math.abs(d[first])
              ? fromBelow(last, first, budget)
              : fromAbove(first, last, budget);
      if (budget < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isSplit(int i) {
    double size = Math.abs(e[i]);
    return size == 0
        || size <= Math.sqrt(Math.abs(d[i])) * Math.sqrt(Math.abs(d[i + 1])) * ACCURACY;
  }

  private boolean isSmall(int i) {
    double limit = ACCURACY * ACCURACY * Math.abs(d[i]) * Math.abs(d[i + 1]);
    return e[i] * e[i] <= limit + Double.MIN_NORMAL;
  }

  // QL iterations; returns what is left of the budget.
  private int fromAbove(int first, int end, int budget) {
    int left = budget;
    int l = first;
    while (l <= end) {
      int m = l;
      while (m < end && !isSmall(m)) {
        m++;
      }
      if (m < end) {
        e[m] = 0;
      }
      if (m == l) {
        l++;
      } else if (m == l + 1) {
        pair(l);
        l += 2;
      } else {
        if (left-- == 0) {
          return -1;
        }
        sweepUp(l, m);
      }
    }
    return left;
  }

  private void sweepUp(int l, int m) {
    double[] cosines = new double[m - l];
    double[] sines = new double[m - l];
    double p = d[l];
    double g = (d[l + 1] - p) / (2 * e[l]);
    double r = Math.hypot(g, 1);
    g = d[m] - p + e[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      Rotation turn = Rotation.of(g, f);
      c = turn.c();
      s = turn.s();
      if (i != m - 1) {
        e[i + 1] = turn.r();
      }
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      cosines[i - l] = c;
      sines[i - l] = -s;
    }
    for (int i = m - 1; i >= l; i--) {
      Rotation.rows(z, n, i, cosines[i - l], sines[i - l]);
    }
    d[l] -= p;
    e[l] = g;
  }

  // QR iterations; returns what is left of the budget.
  private int fromBelow(int first, int end, int budget) {
    int left = budget;
    int l = first;
    while (l >= end) {
      int m = l;
      while (m > end && !isSmall(m - 1)) {
        m--;
      }
      if (m > end) {
        e[m - 1] = 0;
      }
      if (m == l) {
        l--;
      } else if (m == l - 1) {
        pair(m);
        l -= 2;
      } else {
        if (left-- == 0) {
          return -1;
        }
        sweepDown(l, m);
      }
    }
    return left;
  }

  private void sweepDown(int l, int m) {
    double[] cosines = new double[l - m];
    double[] sines = new double[l - m];
    double p = d[l];
    double g = (d[l - 1] - p) / (2 * e[l - 1]);
    double r = Math.hypot(g, 1);
    g = d[m] - p + e[l - 1] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    p = 0;
    for (int i = m; i < l; i++) {
      double f = s * e[i];
      double b = c * e[i];
      Rotation turn = Rotation.of(g, f);
      c = turn.c();
      s = turn.s();
      if (i != m) {
        e[i - 1] = turn.r();
      }
      g = d[i] - p;
      r = (d[i + 1] - g) * s + 2 * c * b;
      p = s * r;
      d[i] = g + p;
      g = c * r - b;
      cosines[i - m] = c;
      sines[i - m] = s;
    }
    for (int i = m; i < l; i++) {
      Rotation.rows(z, n, i, cosines[i - m], sines[i - m]);
    }
    d[l] -= p;
    e[l - 1] = g;
  }

  /// The two eigenvalues of a block of 2 × 2, that of larger size first (LAPACK's `laev2`).
  private void pair(int i) {
    double a = d[i];
    double b = e[i];
    double c = d[i + 1];
    double difference = a - c;
    double twice = Math.abs(b + b);
    double root = Math.hypot(difference, twice);
    double larger = Math.abs(a) > Math.abs(c) ? a : c;
    double smaller = Math.abs(a) > Math.abs(c) ? c : a;
    double sum = a + c;
    double first = sum < 0 ? 0.5 * (sum - root) : sum > 0 ? 0.5 * (sum + root) : 0.5 * root;
    double second = sum == 0 ? -0.5 * root : larger / first * smaller - b / first * b;
    boolean sameSign = difference >= 0 == sum >= 0;
    double cs = difference >= 0 ? difference + root : difference - root;
    double cosine;
    double sine;
    if (Math.abs(cs) > twice) {
      double cotangent = -(b + b) / cs;
      sine = 1 / Math.sqrt(1 + cotangent * cotangent);
      cosine = cotangent * sine;
    } else if (twice == 0) {
      cosine = 1;
      sine = 0;
    } else {
      double tangent = -cs / (b + b);
      cosine = 1 / Math.sqrt(1 + tangent * tangent);
      sine = tangent * cosine;
    }
    if (sameSign) {
      double kept = cosine;
      cosine = -sine;
      sine = kept;
    }
    Rotation.rows(z, n, i, cosine, sine);
    d[i] = first;
    d[i + 1] = second;
    e[i] = 0;
  }

  private void sort() {
    for (int i = 0; i < n - 1; i++) {
      int least = i;
      for (int j = i + 1; j < n; j++) {
        least = d[j] < d[least] ? j : least;
      }
      if (least != i) {
        double value = d[i];
        d[i] = d[least];
        d[least] = value;
        for (int j = 0; j < n; j++) {
          double element = z[i * n + j];
          z[i * n + j] = z[least * n + j];
          z[least * n + j] = element;
        }
      }
    }
  }
}
