package io.gradus.checks.tensor;

import io.gradus.tensor.Complex;
import io.gradus.tensor.Fourier;
import io.gradus.tensor.ShortTimeFourier;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Rows for Fourier transforms, which must give what their sums give; golden values are NumPy's.
final class FourierRows {
  private static final String[] PAIRS = {
    "[1] [1]",
    "[2] [2]",
    "[3,8] [3,8]",
    "[2,12] [2,12]",
    "[35] [35]",
    "[2,2,37] [2,2,37]",
    "[0,3] [0,3]"
  };
  private static final String[] REAL = {"[1]", "[2]", "[7]", "[3,8]", "[2,3,15]", "[41]", "[0,4]"};

  private FourierRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        pair("fft", Complex::fft)
            .shapes(PAIRS)
            .sizes("[n] [n]", "[200,31] [200,31]")
            .referenceOf(in -> sums(in.get(0), in.get(1), -1, 1))
            .gives(
                Tensor.of(
                    new double[][] {
                      {
                        6.5,
                        1.249872511752368,
                        -4.585649716059583,
                        5.512700699184425,
                        -3.6769234948772103
                      },
                      {
                        6.5,
                        7.891384464227213,
                        8.99984430730525,
                        -2.808861301680196,
                        -0.5823674698522643
                      }
                    }),
                Tensor.of(1, -2, 3, 0.5, 4),
                Tensor.of(4, 0.5, 3, -2, 1.0))
            .rejects("[0] [0]", "fft: needs a last axis that is not empty; got float32[0]")
            .rejects("[] []", "fft: needs a last axis that is not empty; got float32[]")
            .rejects(
                "[2] [3]", "complex: the parts must have one shape; got float32[2], float32[3]")
            .rejects("int32[2] [2]", "complex: needs floating parts; got int32[2], float32[2]"),
        pair("ifft", Complex::ifft)
            .shapes(PAIRS)
            .referenceOf(in -> sums(in.get(0), in.get(1), 1, in.get(0).dim(-1))),
        pair("fft2 and back", x -> x.fft2().ifft2())
            .shapes("[1,1] [1,1]", "[3,4] [3,4]", "[2,5,6] [2,5,6]")
            .sizes("[3,40] [3,40]")
            .referenceOf(in -> stacked(in.get(0), in.get(1)))
            .rejects("[3] [3]", "fft2: needs two last axes that are not empty; got float32[3]"),
        pair("fft2", Complex::fft2)
            .shapes("[1,1] [1,1]", "[3,4] [3,4]", "[2,5,6] [2,5,6]")
            .sizes("[3,40] [3,40]")
            .gives(
                Tensor.of(new float[][][] {{{6, 0}, {0, -2}}, {{2, 0}, {0, -2}}}),
                Tensor.of(new float[][] {{1, 2}, {2, 1}}),
                Tensor.of(new float[][] {{0, 1}, {1, 0}})),
        OpCase.unary(Fourier.RealFourier.class, x -> stack(x.rfft()))
            .named("rfft")
            .shapes(REAL)
            .sizes("[40]", "[200,31]")
            .tolerance(32)
            .referenceOf(in -> half(in.getFirst()))
            .gives(
                Tensor.of(
                    new double[][] {
                      {6.5, -1.2135254915624212, 0.4635254915624212},
                      {0, 4.2368759670397385, 5.9043528044927225}
                    }),
                Tensor.of(1, -2, 3, 0.5, 4))
            .rejects(
                "[]",
                "rfft: needs at least one axis and a positive length; got float32[], length 1")
            .rejects(
                "[2,0]",
                "rfft: needs at least one axis and a positive length; got float32[2, 0], length 0"),
        OpCase.unary(Fourier.RealFourier.class, x -> stack(x.rfft(6)))
            .named("rfft of length 6")
            .shapes("[2,4]", "[9]", "[6]")
            .sizes("[40]")
            .gives(
                Tensor.of(new float[][] {{3, 0.5f, 1.5f, -1}, {0, -0.8660254f, -0.8660254f, 0}}),
                Tensor.of(1, 1, 0, 1)),
        pair("irfft", x -> new Complex(x.irfft(), x.irfft()))
            .shapes("[2] [2]", "[3,5] [3,5]")
            .sizes("[64] [64]")
            .gives(
                Tensor.of(new double[][] {{2, 0, 0, -1}, {2, 0, 0, -1}}),
                Tensor.of(1.0, 2, 3),
                Tensor.of(0.5, -1, 2)),
        OpCase.binary(Fourier.FromHalfSpectrum.class, (re, im) -> new Complex(re, im).irfft(5))
            .shapes("[3] [3]", "[2,5] [2,5]", "[2] [2]")
            .sizes("[n] [n]")
            .tolerance(32)
            .gives(
                Tensor.of(
                    2.2,
                    -0.6134123930658961,
                    0.9195661117030911,
                    -1.072352516203133,
                    -0.43380120243406195),
                Tensor.of(1.0, 2, 3),
                Tensor.of(0.5, -1, 2))
            .rejects(
                "[] []",
                "irfft: needs at least one axis and a positive length; got float32[], length 5"),
        OpCase.unary(Fourier.RealFourier.class, x -> stack(x.stft(new ShortTimeFourier(3, 2, 3))))
            .named("stft")
            .shapes("[5]", "[2,3,7]")
            .sizes("[9]", "[2,33]")
            .gives(
                Tensor.of(
                    new float[][][] {
                      {{0.75f, -0.375f}, {3.75f, -1.875f}, {5.25f, -2.625f}},
                      {{0, 0.6495191f}, {0, 0.6495191f}, {0, -0.6495191f}}
                    }),
                Tensor.of(0f, 1f, 2f, 3f, 4f))
            .rejects("int32[9]", "stft: needs float32 or float64; got int32[9]")
            .rejects(
                "[1]",
                "stft: the last axis must hold a stretch and be longer than half of one; got"
                    + " float32[1], fftLength=3"),
        OpCase.unary(Fourier.FromHalfSpectrum.class, x -> back(x, "hann"))
            .named("istft of stft with Hann's window")
            .shapes("[24]", "[2,3,16]")
            .sizes("[40]", "[2,32]")
            .tolerance(64)
            .referenceOf(in -> in.getFirst()),
        OpCase.unary(Fourier.FromHalfSpectrum.class, x -> back(x, "hamming"))
            .named("istft of stft with Hamming's window")
            .shapes("[24]", "[2,3,16]")
            .sizes("[40]", "[2,32]")
            .tolerance(64)
            .referenceOf(in -> in.getFirst()));
  }

  private static Tensor back(Tensor x, String window) {
    ShortTimeFourier settings = new ShortTimeFourier(6, 2, 8).window(window);
    return x.stft(settings).istft(settings, x.dim(-1));
  }

  private static OpCase pair(String name, UnaryOperator<Complex> transform) {
    return OpCase.binary(
            Fourier.FourierTransform.class, (re, im) -> stack(transform.apply(new Complex(re, im))))
        .named(name)
        .sizes("[40] [40]", "[200,31] [200,31]")
        .tolerance(32);
  }

  private static Tensor stack(Complex x) {
    return Tensor.stack(0, x.real(), x.imaginary());
  }

  private static Grid stacked(Grid re, Grid im) {
    return Grid.of(
        Shape.of(2).concat(re.shape()),
        at -> {
          int[] inner = Arrays.copyOfRange(at, 1, at.length);
          return at[0] == 0 ? re.at(inner) : im.at(inner);
        });
  }

  private static Grid half(Grid x) {
    Grid zeros = Grid.of(x.shape(), at -> 0);
    Grid all = sums(x, zeros, -1, 1);
    return Grid.of(all.shape().withDim(-1, x.dim(-1) / 2 + 1), all::at);
  }

  private static Grid sums(Grid re, Grid im, int sign, double divisor) {
    int n = re.dim(-1);
    return Grid.of(
        Shape.of(2).concat(re.shape()),
        at -> {
          int[] inner = Arrays.copyOfRange(at, 1, at.length);
          int k = inner[inner.length - 1];
          double sum = 0;
          for (int j = 0; j < n; j++) {
            inner[inner.length - 1] = j;
            double angle = 2 * Math.PI * ((long) j * k % n) / n;
            double c = Math.cos(angle);
            double s = sign * Math.sin(angle);
            sum +=
                at[0] == 0
                    ? re.at(inner) * c - im.at(inner) * s
                    : re.at(inner) * s + im.at(inner) * c;
          }
          return sum / divisor;
        });
  }
}
