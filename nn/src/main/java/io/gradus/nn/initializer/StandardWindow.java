package io.gradus.nn.initializer;

import java.util.List;
import java.util.Locale;

/// The windows of signal processing that need no parameter, with SciPy's numbers
/// (`scipy.signal.get_window`).
public enum StandardWindow implements Window {
  /// Ones.
  BOXCAR("box ones rect rectangular", 1),
  /// Hann's, a raised cosine.
  HANN("han", 0.5, 0.5),
  /// Hamming's.
  HAMMING("hamm ham", 0.54, 0.46),
  /// Blackman's.
  BLACKMAN("black blk", 0.42, 0.5, 0.08),
  /// Nuttall's least sidelobes of four terms.
  NUTTALL("nutl nut", 0.3635819, 0.4891775, 0.1365995, 0.0106411),
  /// Blackman's and Harris'.
  BLACKMANHARRIS("blackharr bkh", 0.35875, 0.48829, 0.14128, 0.01168),
  /// A flat top, for exact amplitudes.
  FLATTOP("flat flt", 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
  /// A triangle that begins and ends at 0.
  BARTLETT("bart brt"),
  /// A triangle that does not reach 0.
  TRIANG("triangle tri"),
  /// Half a wave of the sine.
  COSINE("halfcosine"),
  /// Bartlett's and Hann's: a triangle and a cosine.
  BARTHANN("brthan bth"),
  /// Bohman's, the product of two half cosines convolved.
  BOHMAN("bman bmn"),
  /// Parzen's, pieces of cubic polynomials.
  PARZEN("parz par"),
  /// Falls by e for each sample away from the middle.
  EXPONENTIAL("poisson"),
  /// Tukey's, flat in the half around the middle, cosines beside it.
  TUKEY("tuk"),
  /// The main lobe of `sin(πt)/(πt)`.
  LANCZOS("sinc"),
  /// Taylor's, with four nearly constant sidelobes 30 dB down.
  TAYLOR("taylorwin");

  private static final int TAYLOR_LOBES = 4;
  private static final double TAYLOR_LEVEL = 30;

  private final List<String> aliases;
  private final double[] cosines;

  /// A window of SciPy's further names; if there are numbers, a sum of cosines of none, one, two, …
  /// periods over its length.
  StandardWindow(String aliases, double... cosines) {
    this.aliases = List.of(aliases.split(" "));
    this.cosines = cosines;
  }

  /// {@return SciPy's name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return whether SciPy calls the window so}
  boolean isCalled(String name) {
    return toString().equals(name) || aliases.contains(name);
  }

  @Override
  public double[] values(int length, boolean periodic) {
    int whole = periodic ? length + 1 : length;
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = length == 1 ? 1 : value(i, whole);
    }
    return values;
  }

  private double value(int i, int whole) {
    int nearest = Math.min(i, whole - 1 - i);
    // From −1 to 1.
    double t = 2.0 * i / (whole - 1) - 1;
    return switch (this) {
      case BARTLETT -> 1 - Math.abs(t);
      case TRIANG ->
          whole % 2 == 0 ? (2 * nearest + 1.0) / whole : 2 * (nearest + 1.0) / (whole + 1);
      case COSINE -> Math.sin(Math.PI * (i + 0.5) / whole);
      case BARTHANN -> 0.62 - 0.24 * Math.abs(t) + 0.38 * Math.cos(Math.PI * t);
      case BOHMAN ->
          (1 - Math.abs(t)) * Math.cos(Math.PI * t) + Math.sin(Math.PI * Math.abs(t)) / Math.PI;
      case PARZEN -> parzen(Math.abs(t) * (whole - 1) / whole, Math.abs(t));
      case EXPONENTIAL -> Math.exp(-Math.abs(i - (whole - 1) / 2.0));
      case TUKEY ->
          nearest <= (whole - 1) / 4
              ? 0.5 - 0.5 * Math.cos(4 * Math.PI * nearest / (whole - 1))
              : 1;
      case LANCZOS -> t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
      case TAYLOR -> taylor(i - (whole - 1) / 2.0, whole) / taylor(0, whole);
      default -> sum(-Math.PI + 2 * Math.PI * i / (whole - 1));
    };
  }

  private double sum(double angle) {
    double sum = 0;
    for (int k = 0; k < cosines.length; k++) {
      sum += cosines[k] * Math.cos(k * angle);
    }
    return sum;
  }

  private static double parzen(double r, double t) {
    return t <= 0.5 ? 1 - 6 * r * r + 6 * r * r * r : 2 * (1 - r) * (1 - r) * (1 - r);
  }

  // Carrara, Goodman, Majewski, Spotlight Synthetic Aperture Radar, 1995, appendix D.
  private static double taylor(double fromMiddle, int whole) {
    double a = Math.pow(10, TAYLOR_LEVEL / 20);
    a = Math.log(a + Math.sqrt(a * a - 1)) / Math.PI;
    double last = TAYLOR_LOBES - 0.5;
    double stretch = (double) TAYLOR_LOBES * TAYLOR_LOBES / (a * a + last * last);
    double sum = 1;
    for (int m = 1; m < TAYLOR_LOBES; m++) {
      double factor = m % 2 == 0 ? -1 : 1;
      for (int k = 1; k < TAYLOR_LOBES; k++) {
        factor *= 1 - m * m / stretch / (a * a + (k - 0.5) * (k - 0.5));
        factor /= k == m ? 1 : 1 - (double) (m * m) / (k * k);
      }
      sum += factor * Math.cos(2 * Math.PI * m * fromMiddle / whole);
    }
    return sum;
  }
}
