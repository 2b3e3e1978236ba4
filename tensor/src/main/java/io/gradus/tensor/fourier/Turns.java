package io.gradus.tensor.fourier;

/// Cosines and sines of fractions of a turn, exact at multiples of an eighth as far as `double`s
/// go.
final class Turns {
  private Turns() {}

  /// {@return cos(2π·k/n) for `k` in [0, n)}
  static double cosine(long k, long n) {
    // Eighths of a turn: the octant, and what is left of it.
    long eighth = 8 * k / n;
    long rest = 8 * k - eighth * n;
    return switch ((int) eighth) {
      case 0 -> cos(rest, n);
      case 1 -> sin(n - rest, n);
      case 2 -> -sin(rest, n);
      case 3 -> -cos(n - rest, n);
      case 4 -> -cos(rest, n);
      case 5 -> -sin(n - rest, n);
      case 6 -> sin(rest, n);
      default -> cos(n - rest, n);
    };
  }

  /// {@return sin(2π·k/n) for `k` in [0, n)}
  static double sine(long k, long n) {
    long eighth = 8 * k / n;
    long rest = 8 * k - eighth * n;
    return switch ((int) eighth) {
      case 0 -> sin(rest, n);
      case 1 -> cos(n - rest, n);
      case 2 -> cos(rest, n);
      case 3 -> sin(n - rest, n);
      case 4 -> -sin(rest, n);
      case 5 -> -cos(n - rest, n);
      case 6 -> -cos(rest, n);
      default -> -sin(n - rest, n);
    };
  }

  // Of a part of an eighth turn.
  private static double cos(long part, long n) {
    return StrictMath.cos(Math.PI / 4 * ((double) part / n));
  }

  private static double sin(long part, long n) {
    return StrictMath.sin(Math.PI / 4 * ((double) part / n));
  }
}
