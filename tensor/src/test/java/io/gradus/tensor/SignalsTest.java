package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.type.DType;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Windows, and settings of the short-time Fourier transform. Values of windows are NumPy 1.24's.
class SignalsTest {
  private static void equal(Tensor window, double... expected) {
    assertThat(window.dtype()).isEqualTo(DType.FLOAT32);
    double[] values = window.toDoubleArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(expected[i], within(1e-7));
    }
  }

  @Test
  void windowsAreSymmetric() {
    equal(WindowFunctions.bartlett(5), 0, 0.5, 1, 0.5, 0);
    equal(WindowFunctions.blackman(5), 0, 0.34, 1, 0.34, 0);
    equal(WindowFunctions.hamming(5), 0.08, 0.54, 1, 0.54, 0.08);
    equal(WindowFunctions.hanning(5), 0, 0.5, 1, 0.5, 0);
    equal(
        WindowFunctions.kaiser(6, 1.5),
        0.6072666044970896,
        0.846363003077816,
        0.982208102462162,
        0.982208102462162,
        0.846363003077816,
        0.6072666044970896);
    equal(WindowFunctions.kaiser(5, 14), 7.7268668e-06, 0.16493219, 1, 0.16493219, 7.7268668e-06);
  }

  @Test
  void shortWindowsAreOnesAndNegativeOnesAreRefused() {
    List<IntFunction<Tensor>> windows =
        List.of(
            WindowFunctions::bartlett,
            WindowFunctions::blackman,
            WindowFunctions::hamming,
            WindowFunctions::hanning,
            n -> WindowFunctions.kaiser(n, 3));
    for (IntFunction<Tensor> window : windows) {
      equal(window.apply(0));
      equal(window.apply(1), 1);
    }
    assertThatThrownBy(() -> WindowFunctions.hanning(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hanning: the length must not be negative; got -1");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new ShortTimeFourier(8, 2, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stft: lengths and stride must be positive and fftLength at least sequenceLength; got"
                + " sequenceLength=8, sequenceStride=2, fftLength=6");
    assertThatThrownBy(() -> new ShortTimeFourier(8, 0, 8))
        .hasMessageEndingWith("sequenceLength=8, sequenceStride=0, fftLength=8");
    ShortTimeFourier settings = new ShortTimeFourier(4, 2, 4);
    assertThatThrownBy(() -> settings.window("kaiser"))
        .hasMessage("stft: the window must be \"hann\" or \"hamming\"; got \"kaiser\"");
    assertThatThrownBy(() -> settings.window(Tensor.ones(5)))
        .hasMessage(
            "stft: the window must be a vector of sequenceLength elements; got float32[5],"
                + " sequenceLength=4");
    Complex wrong = new Complex(Tensor.zeros(2, 5), Tensor.zeros(2, 5));
    assertThatThrownBy(() -> wrong.istft(settings))
        .hasMessage(
            "istft: needs stretches of fftLength/2 + 1 elements along the last axis; got"
                + " float32[2, 5], fftLength=4");
    Complex y = new Complex(Tensor.zeros(2, 3), Tensor.zeros(2, 3));
    assertThatThrownBy(() -> y.istft(settings, -1))
        .hasMessage("istft: the length must not be negative; got -1");
    assertThatThrownBy(() -> y.istft(new ShortTimeFourier(4, 5, 4)))
        .hasMessage(
            "istft: sequenceStride must not be above fftLength; got sequenceStride=5,"
                + " fftLength=4");
  }

  @Test
  void lengthsOfTheInverse() {
    Tensor x = Tensor.arange(12).cast(DType.FLOAT64);
    ShortTimeFourier settings = new ShortTimeFourier(4, 2, 4);
    Complex y = x.stft(settings);
    assertThat(y.real().shape()).hasToString("[7, 3]");
    assertThat(y.istft(settings).round(10)).hasToString(x.toString());
    assertThat(y.istft(settings, 5).round(10)).hasToString("[0. 1. 2. 3. 4.]");
    assertThat(y.istft(settings, 20).shape()).hasToString("[20]");
    // Ends that no window reaches are zeros.
    ShortTimeFourier plain = settings.centered(false);
    assertThat(x.stft(plain).istft(plain).get("1:").round(10)).hasToString(x.get("1:").toString());
    // Without a window each element is counted as often as it was taken.
    ShortTimeFourier twice = new ShortTimeFourier(4, 2, 4).withoutWindow().centered(false);
    assertThat(x.stft(twice).istft(twice).round(10).get("2:-2"))
        .hasToString(x.mul(2).get("2:-2").toString());
    Tensor own = Tensor.of(1.0, 2, 3, 4);
    ShortTimeFourier weighted = settings.window(own);
    assertThat(x.stft(weighted).istft(weighted).round(10)).hasToString(x.toString());
  }

  @Test
  void halvesAreTransformedInTheirType() {
    Complex y = Tensor.ones(4).cast(DType.FLOAT16).rfft();
    assertThat(y.real().dtype()).isEqualTo(DType.FLOAT16);
    assertThat(y.irfft().dtype()).isEqualTo(DType.FLOAT16);
    assertThat(y.irfft()).hasToString("[1. 1. 1. 1.]");
    assertThat(Tensor.of(1, 2).rfft().real().dtype()).isEqualTo(DType.FLOAT32);
  }
}
