package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.List;

/// A complex tensor as its real and imaginary parts, which have one shape and type; Keras hands
/// them on as a pair.
///
/// @param real the real parts
/// @param imaginary the imaginary parts
public record Complex(Tensor real, Tensor imaginary) {
  /// Checks the parts and brings them to the type that holds both.
  ///
  /// @throws ShapeException if the shapes differ
  /// @throws DTypeException if a part is not floating
  public Complex {
    if (!real.shape().equals(imaginary.shape())) {
      throw new ShapeException(
          "complex: the parts must have one shape; got %s, %s"
              .formatted(real.type(), imaginary.type()));
    }
    if (!real.dtype().isFloating() || !imaginary.dtype().isFloating()) {
      throw new DTypeException(
          "complex: needs floating parts; got %s, %s".formatted(real.type(), imaginary.type()));
    }
    DType dtype = real.dtype().promote(imaginary.dtype());
    real = real.cast(dtype);
    imaginary = imaginary.cast(dtype);
  }

  /// {@return the discrete Fourier transform `yₖ = Σⱼ xⱼ·exp(−2πi·jk/n)` along the last axis}
  ///
  /// @throws ShapeException if the last axis is empty or there is none
  public Complex fft() {
    return transform("fft", false);
  }

  /// {@return the inverse of [#fft()], `xⱼ = Σₖ yₖ·exp(2πi·jk/n)/n`}
  ///
  /// @throws ShapeException if the last axis is empty or there is none
  public Complex ifft() {
    Complex sums = transform("ifft", true);
    double scale = 1.0 / real.dim(-1);
    return new Complex(sums.real.mul(scale), sums.imaginary.mul(scale));
  }

  /// {@return the Fourier transform along the last two axes}
  ///
  /// @throws ShapeException if one of them is empty or there are fewer
  public Complex fft2() {
    return transform("fft2", false).swapped().transform("fft2", false).swapped();
  }

  /// {@return the inverse of [#fft2()]}
  ///
  /// @throws ShapeException if one of the last two axes is empty or there are fewer
  public Complex ifft2() {
    Complex sums = transform("ifft2", true).swapped().transform("ifft2", true).swapped();
    double scale = 1.0 / ((double) real.dim(-1) * real.dim(-2));
    return new Complex(sums.real.mul(scale), sums.imaginary.mul(scale));
  }

  private Complex transform(String operation, boolean inverse) {
    int least = operation.endsWith("2") ? 2 : 1;
    if (real.rank() < least || real.dim(-1) == 0 || real.dim(-least) == 0) {
      throw new ShapeException(
          "%s: needs %s that %s not empty; got %s"
              .formatted(
                  operation,
                  least == 2 ? "two last axes" : "a last axis",
                  least == 2 ? "are" : "is",
                  real.type()));
    }
    List<Tensor> parts =
        Apply.all(
            new Fourier.FourierTransform(inverse), List.of(computed(real), computed(imaginary)));
    return new Complex(parts.get(0).cast(real.dtype()), parts.get(1).cast(real.dtype()));
  }

  private Complex swapped() {
    return new Complex(real.swapAxes(-1, -2), imaginary.swapAxes(-1, -2));
  }

  private static Tensor computed(Tensor x) {
    return x.cast(x.dtype().computed());
  }

  /// {@return the inverse of [Fourier#rfft()]: the real tensor of even length `2·(m − 1)` along the
  /// last axis, of which this one holds the first half of the transform, `m` elements}
  ///
  /// @throws ShapeException if the last axis has fewer than two elements or there is none
  public Tensor irfft() {
    return irfft(real.rank() == 0 ? 1 : 2 * (real.dim(-1) - 1));
  }

  /// {@return the real tensor with `length` elements along the last axis, of whose transform the
  /// first `length/2 + 1` elements are this one; what is missing is taken as zeros, what is too
  /// much is left out, and so is what a real tensor's transform cannot have, imaginary parts of the
  /// first element and, for an even length, the last}
  ///
  /// @throws ShapeException if the length is not positive or there is no axis
  public Tensor irfft(long length) {
    if (real.rank() == 0 || length < 1) {
      throw new ShapeException(
          "irfft: needs at least one axis and a positive length; got %s, length %d"
              .formatted(real.type(), length));
    }
    long half = length / 2 + 1;
    double[] weights = new double[Math.toIntExact(half)];
    Arrays.fill(weights, 2.0 / length);
    weights[0] = 1.0 / length;
    if (length % 2 == 0) {
      weights[weights.length - 1] = 1.0 / length;
    }
    Tensor re = Fourier.fitted(computed(real), half);
    Tensor im = Fourier.fitted(computed(imaginary), half);
    Tensor scale = Apply.beside(re, () -> Tensor.of(weights)).cast(re.dtype());
    return Apply.two(new Fourier.FromHalfSpectrum(length), re.mul(scale), im.mul(scale))
        .cast(real.dtype());
  }

  /// {@return the inverse of [Fourier#stft(ShortTimeFourier)]: the signal whose transforms of
  /// stretches come nearest to this one}
  ///
  /// @throws ShapeException if the last two axes do not fit the settings
  public Tensor istft(ShortTimeFourier settings) {
    return settings.backward(this, -1);
  }

  /// {@return the inverse of [Fourier#stft(ShortTimeFourier)], cut or continued with zeros to this
  /// length}
  ///
  /// @throws ShapeException if the last two axes do not fit the settings or the length is negative
  public Tensor istft(ShortTimeFourier settings, long length) {
    if (length < 0) {
      throw new ShapeException("istft: the length must not be negative; got " + length);
    }
    return settings.backward(this, length);
  }
}
