package io.gradus.tensor.fourier;

/// The transform of any length as a convolution with a chirp: `jk = (j² + k² − (k − j)²)/2`.
final class Bluestein {
  private final int n;
  private final Fft fft;
  private final int length;
  // exp(−πi·k²/n)
  private final double[] cosines;
  private final double[] sines;
  // The transform of the conjugate chirp, divided by its length.
  private final double[] filterR;
  private final double[] filterI;

  Bluestein(int n) {
    this.n = n;
    this.length = Math.toIntExact(Long.highestOneBit(2L * n - 1) << 1);
    this.fft = new Fft(length);
    this.cosines = new double[n];
    this.sines = new double[n];
    this.filterR = new double[length];
    this.filterI = new double[length];
    for (int k = 0; k < n; k++) {
      long square = (long) k * k % (2L * n);
      cosines[k] = Turns.cosine(square, 2L * n);
      sines[k] = -Turns.sine(square, 2L * n);
      filterR[k] = cosines[k] / length;
      filterI[k] = -sines[k] / length;
      if (k > 0) {
        filterR[length - k] = filterR[k];
        filterI[length - k] = filterI[k];
      }
    }
    fft.transform(filterR, filterI);
  }

  void transform(double[] re, double[] im) {
    double[] a = new double[length];
    double[] b = new double[length];
    for (int k = 0; k < n; k++) {
      a[k] = re[k] * cosines[k] - im[k] * sines[k];
      b[k] = re[k] * sines[k] + im[k] * cosines[k];
    }
    fft.transform(a, b);
    for (int k = 0; k < length; k++) {
      double x = a[k];
      a[k] = x * filterR[k] - b[k] * filterI[k];
      b[k] = x * filterI[k] + b[k] * filterR[k];
    }
    fft.transform(b, a);
    for (int k = 0; k < n; k++) {
      re[k] = a[k] * cosines[k] - b[k] * sines[k];
      im[k] = a[k] * sines[k] + b[k] * cosines[k];
    }
  }
}
