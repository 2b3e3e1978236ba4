package io.gradus.tensor;

import io.gradus.tensor.fourier.Fft;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;

/// Fourier transforms of real tensors along the last axis; those of complex ones are methods of
/// [Complex]. All are computed in `float64` and given in the operand's type; integers give
/// `float32`.
public sealed interface Fourier extends Valued permits Operand {
  /// {@return the discrete Fourier transform `yₖ = Σⱼ xⱼ·exp(−2πi·jk/n)` of the last axis, of which
  /// the first `n/2 + 1` elements are given; the others are their conjugates}
  ///
  /// @throws ShapeException if the last axis is empty or there is none
  default Complex rfft() {
    Tensor x = value();
    return rfft(x.rank() == 0 ? 1 : x.dim(-1));
  }

  /// {@return the Fourier transform as of [#rfft()] of the first `length` elements of the last
  /// axis; a shorter one is continued with zeros}
  ///
  /// @throws ShapeException if the length is not positive or there is no axis
  default Complex rfft(long length) {
    Tensor x = value();
    if (x.rank() == 0 || length < 1) {
      throw new ShapeException(
          "rfft: needs at least one axis and a positive length; got %s, length %d"
              .formatted(x.type(), length));
    }
    DType dtype = x.dtype().toFloating();
    Tensor fitted = fitted(x.cast(dtype.computed()), length);
    List<Tensor> parts = Apply.all(new RealFourier(), List.of(fitted));
    return new Complex(parts.get(0).cast(dtype), parts.get(1).cast(dtype));
  }

  /// {@return the Fourier transforms of overlapping stretches of the last axis (Keras' `stft`),
  /// `[…, stretches, fftLength/2 + 1]`}
  ///
  /// @throws DTypeException if this is neither `float32` nor `float64`
  /// @throws ShapeException if the last axis is too short
  default Complex stft(ShortTimeFourier settings) {
    return settings.forward(value());
  }

  /// {@return the tensor with its last axis cut or continued with zeros to this length}
  static Tensor fitted(Tensor x, long length) {
    long n = x.dim(-1);
    if (n >= length) {
      return n == length ? x : x.get(Index.ELLIPSIS, Index.to(length));
    }
    long[][] widths = new long[x.rank()][2];
    widths[x.rank() - 1][1] = length - n;
    return x.pad(widths);
  }

  private static void check(String operation, List<TensorType> inputs) {
    TensorType re = inputs.getFirst();
    TensorType im = inputs.getLast();
    boolean empty = re.shape().rank() > 0 && re.shape().isKnown(-1) && re.shape().dim(-1) == 0;
    if (re.shape().rank() == 0 || empty || !re.shape().equals(im.shape())) {
      throw new ShapeException(
          "%s: needs a last axis that is not empty, the same in both parts; got %s, %s"
              .formatted(operation, re, im));
    }
    if (!re.dtype().isFloating() || re.dtype() != im.dtype()) {
      throw new DTypeException(
          "%s: needs floating parts of one type; got %s, %s".formatted(operation, re, im));
    }
  }

  /// The discrete Fourier transform of real and imaginary parts along the last axis, not scaled:
  /// `yₖ = Σⱼ xⱼ·exp(−2πi·jk/n)`. `dx` is the transform of `g` with the other sign.
  ///
  /// @param inverse whether the exponent has the other sign
  record FourierTransform(boolean inverse) implements Op {
    @Override
    public String name() {
      return "fft";
    }

    @Override
    public List<TensorType> types(List<TensorType> inputs) {
      check(name(), inputs);
      return inputs;
    }

    @Override
    public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      Fft fft = new Fft(Math.toIntExact(inputs.getFirst().dim(-1)));
      Batch.run(
          kernels,
          outputs,
          inputs,
          1,
          (_, in) -> {
            if (inverse) {
              fft.transform(in[1], in[0]);
            } else {
              fft.transform(in[0], in[1]);
            }
            return in;
          });
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.all(new FourierTransform(!inverse), List.of(at.gradient(0), at.gradient(1)))
          .get(input);
    }
  }

  /// The first `n/2 + 1` elements of the Fourier transform of a real vector along the last axis.
  /// `dx` is [FromHalfSpectrum] of `g`.
  record RealFourier() implements Op {
    @Override
    public String name() {
      return "rfft";
    }

    @Override
    public List<TensorType> types(List<TensorType> inputs) {
      check(name(), inputs);
      TensorType x = inputs.getFirst();
      long n = x.shape().dims()[x.shape().rank() - 1];
      TensorType half =
          x.withShape(x.shape().withDim(-1, n == Shape.UNKNOWN ? Shape.UNKNOWN : n / 2 + 1));
      return List.of(half, half);
    }

    @Override
    public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      int n = Math.toIntExact(inputs.getFirst().dim(-1));
      Fft fft = new Fft(n);
      Batch.run(
          kernels,
          outputs,
          inputs,
          1,
          (_, in) -> {
            double[] im = new double[n];
            fft.transform(in[0], im);
            return new double[][] {Arrays.copyOf(in[0], n / 2 + 1), Arrays.copyOf(im, n / 2 + 1)};
          });
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      long n = at.inputType(0).shape().dim(-1);
      return Apply.two(new FromHalfSpectrum(n), at.gradient(0), at.gradient(1));
    }
  }

  /// `xⱼ = Σₖ re(yₖ)·cos(2π·jk/n) − im(yₖ)·sin(2π·jk/n)` over the `n/2 + 1` elements of the last
  /// axis. `dy` is [RealFourier] of `g`.
  ///
  /// @param n the length of the result
  record FromHalfSpectrum(long n) implements Op.Single {
    @Override
    public String name() {
      return "irfft";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      check(name(), inputs);
      TensorType y = inputs.getFirst();
      if (y.shape().dim(-1) != n / 2 + 1) {
        throw new ShapeException(
            "irfft: a result of length %d needs %d elements; got %s".formatted(n, n / 2 + 1, y));
      }
      return y.withShape(y.shape().withDim(-1, n));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      int length = Math.toIntExact(n);
      Fft fft = new Fft(length);
      Batch.run(
          kernels,
          List.of(out),
          inputs,
          1,
          (_, in) -> {
            double[] re = Arrays.copyOf(in[0], length);
            double[] im = Arrays.copyOf(in[1], length);
            fft.transform(im, re);
            return new double[][] {re};
          });
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.all(new RealFourier(), List.of(at.gradient())).get(input);
    }
  }
}
