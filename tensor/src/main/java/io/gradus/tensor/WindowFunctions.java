package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.function.DoubleUnaryOperator;

/// Symmetric windows as `float32` vectors of a given length: of length 0 without elements, of
/// length 1 the number 1 (Harris, *On the use of windows for harmonic analysis with the discrete
/// Fourier transform*, 1978; NumPy's functions of these names).
public final class WindowFunctions {
  private WindowFunctions() {}

  /// {@return the triangle that is 0 at both ends and 1 in the middle}
  ///
  /// @throws IllegalArgumentException if the length is negative
  public static Tensor bartlett(int length) {
    return symmetric("bartlett", length, t -> 1 - Math.abs(t));
  }

  /// {@return Blackman's window `0.42 + 0.5·cos(πt) + 0.08·cos(2πt)` for `t` from −1 to 1}
  ///
  /// @throws IllegalArgumentException if the length is negative
  public static Tensor blackman(int length) {
    return symmetric(
        "blackman",
        length,
        t -> 0.42 + 0.5 * StrictMath.cos(Math.PI * t) + 0.08 * StrictMath.cos(2 * Math.PI * t));
  }

  /// {@return Hamming's window `0.54 + 0.46·cos(πt)` for `t` from −1 to 1}
  ///
  /// @throws IllegalArgumentException if the length is negative
  public static Tensor hamming(int length) {
    return symmetric("hamming", length, t -> 0.54 + 0.46 * StrictMath.cos(Math.PI * t));
  }

  /// {@return von Hann's window `0.5 + 0.5·cos(πt)` for `t` from −1 to 1}
  ///
  /// @throws IllegalArgumentException if the length is negative
  public static Tensor hanning(int length) {
    return symmetric("hanning", length, t -> 0.5 + 0.5 * StrictMath.cos(Math.PI * t));
  }

  /// {@return Kaiser's window `I₀(β·√(1 − t²))/I₀(β)` for `t` from −1 to 1}
  ///
  /// @throws IllegalArgumentException if the length is negative
  public static Tensor kaiser(int length, double beta) {
    var bessel = new SpecialFunctions.BesselI(0);
    double middle = bessel.apply(beta);
    return symmetric(
        "kaiser", length, t -> bessel.apply(beta * Math.sqrt(Math.max(0, 1 - t * t))) / middle);
  }

  private static Tensor symmetric(String name, int length, DoubleUnaryOperator window) {
    if (length < 0) {
      throw new IllegalArgumentException(
          "%s: the length must not be negative; got %d".formatted(name, length));
    }
    Tensor symbol = Outlining.symbol(TensorType.of(DType.FLOAT32, length));
    if (symbol != null) {
      return symbol;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      double t = length == 1 ? 0 : (2.0 * i - (length - 1)) / (length - 1);
      values[i] = (float) window.applyAsDouble(t);
    }
    return Tensor.of(values);
  }

  /// {@return `share − (1 − share)·cos(2π·i/length)`, in `float64`}
  static Tensor periodic(double share, int length) {
    Tensor symbol = Outlining.symbol(TensorType.of(DType.FLOAT64, length));
    if (symbol != null) {
      return symbol;
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = length == 1 ? 1 : share - (1 - share) * StrictMath.cos(2 * Math.PI * i / length);
    }
    return Tensor.of(values);
  }
}
