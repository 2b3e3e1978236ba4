package io.gradus.tensor.fourier;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The discrete Fourier transform `yₖ = Σⱼ xⱼ·exp(−2πi·jk/n)` of complex vectors of one length, not
/// scaled, in `O(n log n)` for every length: Stockham's self-sorting algorithm (Cochran et al.,
/// *What is the fast Fourier transform?*, 1967) where `n` is a product of small primes, else by way
/// of a convolution (Bluestein, *A linear filtering approach to the computation of discrete Fourier
/// transform*, 1970). Immutable, so that threads may share it.
public final class Fft {
  private static final int LARGEST_RADIX = 31;

  private final int n;
  private final int[] radices;
  // The n-th roots of unity.
  private final double[] cosines;
  private final double[] sines;
  private final @Nullable Bluestein bluestein;

  /// The transform of vectors of this length, at least 1.
  public Fft(int n) {
    this.n = n;
    this.radices = radices(n);
    boolean direct = n == 1 || radices.length > 0;
    this.bluestein = direct ? null : new Bluestein(n);
    int length = direct ? n : 0;
    this.cosines = new double[length];
    this.sines = new double[length];
    for (int k = 0; k < length; k++) {
      cosines[k] = Turns.cosine(k, n);
      sines[k] = Turns.sine(k, n);
    }
  }

  // None if a prime factor is too large.
  private static int[] radices(int n) {
    int[] found = new int[Integer.SIZE];
    int count = 0;
    int left = n;
    for (int radix : new int[] {4, 2}) {
      while (left % radix == 0) {
        found[count++] = radix;
        left /= radix;
      }
    }
    for (int radix = 3; radix <= LARGEST_RADIX; radix += 2) {
      while (left % radix == 0) {
        found[count++] = radix;
        left /= radix;
      }
    }
    return left == 1 ? Arrays.copyOf(found, count) : new int[0];
  }

  /// Transforms a vector in place. With its parts exchanged, `transform(im, re)`, the exponent has
  /// the other sign.
  public void transform(double[] re, double[] im) {
    if (bluestein != null) {
      bluestein.transform(re, im);
      return;
    }
    double[] a = re;
    double[] b = im;
    double[] p = new double[n];
    double[] q = new double[n];
    int stride = 1;
    for (int radix : radices) {
      switch (radix) {
        case 2 -> pass2(stride, a, b, p, q);
        case 4 -> pass4(stride, a, b, p, q);
        default -> pass(radix, stride, a, b, p, q);
      }
      stride *= radix;
      double[] kept = a;
      a = p;
      p = kept;
      kept = b;
      b = q;
      q = kept;
    }
    // Passes go from one pair of arrays to the other.
    if (radices.length % 2 == 1) {
      System.arraycopy(a, 0, re, 0, n);
      System.arraycopy(b, 0, im, 0, n);
    }
  }

  private void pass2(int stride, double[] a, double[] b, double[] p, double[] q) {
    int half = n / 2;
    for (int at = 0; at < half; at += stride) {
      double c = cosines[at];
      double s = -sines[at];
      for (int i = at; i < at + stride; i++) {
        int to = i + at;
        double dr = a[i] - a[i + half];
        double di = b[i] - b[i + half];
        p[to] = a[i] + a[i + half];
        q[to] = b[i] + b[i + half];
        p[to + stride] = dr * c - di * s;
        q[to + stride] = dr * s + di * c;
      }
    }
  }

  private void pass4(int stride, double[] a, double[] b, double[] p, double[] q) {
    int part = n / 4;
    for (int at = 0; at < part; at += stride) {
      double c1 = cosines[at];
      double s1 = -sines[at];
      double c2 = cosines[2 * at];
      double s2 = -sines[2 * at];
      double c3 = cosines[3 * at];
      double s3 = -sines[3 * at];
      for (int i = at; i < at + stride; i++) {
        int to = i + 3 * at;
        double sr = a[i] + a[i + 2 * part];
        double si = b[i] + b[i + 2 * part];
        double dr = a[i] - a[i + 2 * part];
        double di = b[i] - b[i + 2 * part];
        double tr = a[i + part] + a[i + 3 * part];
        double ti = b[i + part] + b[i + 3 * part];
        // −i times the difference.
        double er = b[i + part] - b[i + 3 * part];
        double ei = a[i + 3 * part] - a[i + part];
        p[to] = sr + tr;
        q[to] = si + ti;
        p[to + stride] = (dr + er) * c1 - (di + ei) * s1;
        q[to + stride] = (dr + er) * s1 + (di + ei) * c1;
        p[to + 2 * stride] = (sr - tr) * c2 - (si - ti) * s2;
        q[to + 2 * stride] = (sr - tr) * s2 + (si - ti) * c2;
        p[to + 3 * stride] = (dr - er) * c3 - (di - ei) * s3;
        q[to + 3 * stride] = (dr - er) * s3 + (di - ei) * c3;
      }
    }
  }

  private void pass(int radix, int stride, double[] a, double[] b, double[] p, double[] q) {
    int part = n / radix;
    for (int at = 0; at < part; at += stride) {
      for (int i = at; i < at + stride; i++) {
        int to = i + (radix - 1) * at;
        for (int k = 0; k < radix; k++) {
          double sumR = a[i];
          double sumI = b[i];
          for (int j = 1; j < radix; j++) {
            int turn = j * k % radix * part;
            double c = cosines[turn];
            double s = -sines[turn];
            double xr = a[i + j * part];
            double xi = b[i + j * part];
            sumR += xr * c - xi * s;
            sumI += xr * s + xi * c;
          }
          double c = cosines[at * k];
          double s = -sines[at * k];
          p[to + k * stride] = sumR * c - sumI * s;
          q[to + k * stride] = sumR * s + sumI * c;
        }
      }
    }
  }
}
