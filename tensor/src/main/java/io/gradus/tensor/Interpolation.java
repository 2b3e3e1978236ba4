package io.gradus.tensor;

import java.util.Locale;

/// What an image is between its pixels, and how it is brought to another size (Keras'
/// `interpolation`). Pixels are squares whose centres lie at 0.5, 1.5, …
public enum Interpolation {
  /// The pixel in which the new pixel's centre lies.
  NEAREST(0),
  /// Linear between two neighbours in each direction.
  BILINEAR(1) {
    @Override
    double weight(double x, boolean antialias) {
      return 1 - x;
    }
  },
  /// Cubic over four neighbours in each direction (Keys, *Cubic convolution interpolation for
  /// digital image processing*, 1981), with the slope −0.75, and −0.5 with antialiasing, as in
  /// Keras on PyTorch.
  BICUBIC(2) {
    @Override
    double weight(double x, boolean antialias) {
      double slope = antialias ? -0.5 : -0.75;
      return x < 1
          ? ((slope + 2) * x - (slope + 3)) * x * x + 1
          : (((x - 5) * x + 8) * x - 4) * slope;
    }
  },
  /// Lanczos' window over six neighbours in each direction.
  LANCZOS3(3) {
    @Override
    double weight(double x, boolean antialias) {
      return lanczos(x, 3);
    }
  },
  /// Lanczos' window over ten neighbours in each direction.
  LANCZOS5(5) {
    @Override
    double weight(double x, boolean antialias) {
      return lanczos(x, 5);
    }
  };

  private final int radius;

  Interpolation(int radius) {
    this.radius = radius;
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return from which distance on pixels have no weight}
  int radius() {
    return radius;
  }

  /// {@return the weight of a pixel at a distance below the radius}
  double weight(double distance, boolean antialias) {
    return 1;
  }

  private static double lanczos(double x, int radius) {
    if (x < 1e-9) {
      return 1;
    }
    double a = Math.PI * x;
    return StrictMath.sin(a) * StrictMath.sin(a / radius) * radius / (a * a);
  }
}
