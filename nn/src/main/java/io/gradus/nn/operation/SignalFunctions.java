package io.gradus.nn.operation;

import io.gradus.tensor.Complex;
import io.gradus.tensor.ShortTimeFourier;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WindowFunctions;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// The functions of `keras.ops` on signals: Fourier transforms and windows. A complex tensor is a
/// pair.
final class SignalFunctions {
  private SignalFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    complex(table, "fft", Complex::fft);
    complex(table, "fft2", Complex::fft2);
    complex(table, "ifft2", Complex::ifft2);
    table.rows("rfft", "x fft_length", SignalFunctions::rfft);
    table.row("irfft", "x fft_length", SignalFunctions::irfft);
    table.rows(
        "stft",
        "x sequence_length sequence_stride fft_length window center",
        a -> pair(a.tensor("x").stft(settings(a))));
    table.row(
        "istft",
        "x sequence_length sequence_stride fft_length length window center",
        SignalFunctions::istft);
    window(table, "bartlett", WindowFunctions::bartlett);
    window(table, "blackman", WindowFunctions::blackman);
    window(table, "hamming", WindowFunctions::hamming);
    window(table, "hanning", WindowFunctions::hanning);
    table.row("kaiser", "x beta", a -> WindowFunctions.kaiser(length(a), a.tensor("beta").item()));
  }

  private static void complex(FunctionTable table, String name, UnaryOperator<Complex> body) {
    table.rows(name, "x", a -> pair(body.apply(complex(a))));
  }

  private static void window(FunctionTable table, String name, IntFunction<Tensor> body) {
    table.row(name, "x", a -> body.apply(length(a)));
  }

  private static int length(CallArguments a) {
    return (int) a.tensor("x").item();
  }

  private static Complex complex(CallArguments a) {
    if (a.get("x") instanceof List<?> pair && pair.size() == 2) {
      Tensor[] parts = a.tensors("x");
      return new Complex(parts[0], parts[1]);
    }
    throw new IllegalArgumentException(
        a.function() + ": x must be a pair of real and imaginary parts");
  }

  private static List<Tensor> pair(Complex x) {
    return List.of(x.real(), x.imaginary());
  }

  private static List<Tensor> rfft(CallArguments a) {
    Tensor x = a.tensor("x");
    return pair(a.has("fft_length") ? x.rfft(a.integer("fft_length")) : x.rfft());
  }

  private static Tensor irfft(CallArguments a) {
    Complex x = complex(a);
    return a.has("fft_length") ? x.irfft(a.integer("fft_length")) : x.irfft();
  }

  private static Tensor istft(CallArguments a) {
    Complex x = complex(a);
    ShortTimeFourier settings = settings(a);
    return a.has("length") ? x.istft(settings, a.integer("length")) : x.istft(settings);
  }

  private static ShortTimeFourier settings(CallArguments a) {
    ShortTimeFourier settings =
        new ShortTimeFourier(
                a.integer("sequence_length"), a.integer("sequence_stride"), a.integer("fft_length"))
            .centered(a.truth("center", true));
    if (!a.isGiven("window")) {
      return settings;
    }
    if (!a.has("window")) {
      return settings.withoutWindow();
    }
    return a.get("window") instanceof String name
        ? settings.window(name)
        : settings.window(a.tensor("window"));
  }
}
