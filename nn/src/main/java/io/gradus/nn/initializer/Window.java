package io.gradus.nn.initializer;

import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The windows of signal processing, with SciPy's numbers (`scipy.signal.get_window`).
public enum Window {
  /// Ones.
  BOXCAR(1),
  /// Hann's, a raised cosine.
  HANN(0.5, 0.5),
  /// Hamming's.
  HAMMING(0.54, 0.46),
  /// Blackman's.
  BLACKMAN(0.42, 0.5, 0.08),
  /// Nuttall's least sidelobes of four terms.
  NUTTALL(0.3635819, 0.4891775, 0.1365995, 0.0106411),
  /// Blackman's and Harris'.
  BLACKMANHARRIS(0.35875, 0.48829, 0.14128, 0.01168),
  /// A flat top, for exact amplitudes.
  FLATTOP(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
  /// A triangle that begins and ends at 0.
  BARTLETT,
  /// A triangle that does not reach 0.
  TRIANG,
  /// Half a wave of the sine.
  COSINE;

  private final double[] cosines;

  /// A sum of cosines of one, two, … periods over the window.
  Window(double... cosines) {
    this.cosines = cosines;
  }

  /// {@return SciPy's name}
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return the window of this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public static Window of(String name) {
    List<String> names = Arrays.stream(values()).map(Window::text).toList();
    int found = names.indexOf(name);
    if (found < 0) {
      throw Names.unknown("window", name, names);
    }
    return values()[found];
  }

  /// {@return the window's values}
  ///
  /// @param length how many
  /// @param periodic whether the window goes on with its first value, or is symmetric
  public double[] values(int length, boolean periodic) {
    int whole = periodic ? length + 1 : length;
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = length == 1 ? 1 : value(i, whole);
    }
    return values;
  }

  private double value(int i, int whole) {
    return switch (this) {
      case BARTLETT -> 1 - Math.abs(2.0 * i / (whole - 1) - 1);
      case TRIANG -> {
        int nearest = Math.min(i, whole - 1 - i);
        yield whole % 2 == 0 ? (2 * nearest + 1.0) / whole : 2 * (nearest + 1.0) / (whole + 1);
      }
      case COSINE -> Math.sin(Math.PI * (i + 0.5) / whole);
      default -> {
        double angle = -Math.PI + 2 * Math.PI * i / (whole - 1);
        double sum = 0;
        for (int k = 0; k < cosines.length; k++) {
          sum += cosines[k] * Math.cos(k * angle);
        }
        yield sum;
      }
    };
  }
}
