package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.initializer.StandardWindow;
import io.gradus.nn.initializer.Window;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Masking;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Pipeline;
import io.gradus.nn.layer.STFTSpectrogram;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.ModelTable;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpectrogramsTest {
  private static TensorType type(long... dims) {
    return TensorType.of(DType.FLOAT32, dims);
  }

  private static TensorType typed(Layer layer, TensorType x) {
    return layer.types(List.of(x), Call.infer()).getFirst();
  }

  @Test
  void lengthsMayBeUnknown() {
    long any = Shape.UNKNOWN;
    assertThat(typed(new STFTSpectrogram(8), type(any, any, 2))).isEqualTo(type(any, any, 10));
    assertThat(typed(new STFTSpectrogram(8).expandDims(true).mode("stft"), type(any, 17, 2)))
        .isEqualTo(type(any, 3, 10, 2));
    assertThat(typed(new MelSpectrogram().numMelBins(7), type(any, any)))
        .isEqualTo(type(any, 7, any));
    // Keras promises 2 frames here and gives 1.
    assertThat(typed(new MelSpectrogram().fftLength(64), type(any, 511)))
        .isEqualTo(type(any, 128, 1));
  }

  @Test
  void theTransformHasThePowerOfTwoThatHoldsAFrame() {
    assertThat(typed(new STFTSpectrogram(), type(1, 256, 1))).isEqualTo(type(1, 1, 129));
    assertThat(typed(new STFTSpectrogram(257), type(1, 257, 1))).isEqualTo(type(1, 1, 257));
    assertThat(typed(new STFTSpectrogram(2), type(1, 2, 1))).isEqualTo(type(1, 1, 2));
  }

  @Test
  void spectrogramsThatAreWrong() {
    assertThatThrownBy(() -> new STFTSpectrogram(8).frameStep(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stft spectrogram: frame_step must be positive and not above frame_length; got"
                + " frame_step=9, frame_length=8");
    assertThatThrownBy(() -> new STFTSpectrogram(1))
        .hasMessage(
            "stft spectrogram: frame_step must be positive and not above frame_length; got"
                + " frame_step=0, frame_length=1");
    assertThatThrownBy(() -> new STFTSpectrogram(8).fftLength(7))
        .hasMessage(
            "stft spectrogram: fft_length must be at least 2 and not below frame_length; got"
                + " fft_length=7, frame_length=8");
    assertThatThrownBy(() -> new STFTSpectrogram(8).padding("causal"))
        .hasMessage("stft spectrogram: padding must be valid or same; got causal");
    assertThatThrownBy(() -> new STFTSpectrogram(8).mode("phase"))
        .hasMessageStartingWith("mode: unknown name \"phase\"");
    assertThatThrownBy(() -> new STFTSpectrogram(8).scaling("power"))
        .hasMessage("stft: scaling must be density, spectrum or none; got power");
    assertThatThrownBy(() -> new STFTSpectrogram(3).window(Window.of(1, 2), false))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "window: needs a weight for each sample of a stretch; got 2 weights, 3 samples");
    assertThatThrownBy(() -> new STFTSpectrogram(8).call(Tensor.zeros(2, 8)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "stft spectrogram: needs 3 axes, [n, 1 spatial axis, channels]; got x=float32[2, 8];"
                + " a single sample needs expandDims(0), the axis of samples; data without channels"
                + " expandDims(-1) (in layer \"stft_spectrogram\")");
    assertThatThrownBy(
            () -> new STFTSpectrogram(8).call(Tensor.zeros(Shape.of(2, 9, 1), DType.INT32)))
        .isInstanceOf(DTypeException.class)
        .hasMessage(
            "stft spectrogram: needs float16, float32 or float64; got x=int32[2, 9, 1]"
                + " (in layer \"stft_spectrogram\")");
  }

  @Test
  void melSpectrogramsThatAreWrong() {
    assertThatThrownBy(() -> new MelSpectrogram().fftLength(8, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mel spectrogram: lengths and stride must be positive and fft_length at least"
                + " sequence_length; got fft_length=8, sequence_length=9, sequence_stride=512");
    assertThatThrownBy(() -> new MelSpectrogram().window(StandardWindow.BLACKMAN))
        .hasMessage("mel spectrogram: window must be hann, hamming, weights or none; got blackman");
    assertThatThrownBy(() -> new MelSpectrogram().numMelBins(0))
        .hasMessage(
            "mel spectrogram: num_mel_bins and sampling_rate must be positive; got 0, 16000.0");
    assertThatThrownBy(() -> new MelSpectrogram().fftLength(16).call(Tensor.zeros(8)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "stft: the last axis must hold a stretch and be longer than half of one; got"
                + " float32[8], fftLength=16 (in layer \"mel_spectrogram\")");
  }

  @Test
  void wholeNumbersAreSignalsToo() {
    MelSpectrogram layer = new MelSpectrogram().fftLength(16).numMelBins(2).samplingRate(8000);
    Tensor x = Tensor.arange(32);
    assertThat(layer.call(x).toString()).isEqualTo(layer.call(x.cast(DType.FLOAT32)).toString());
  }

  @Test
  void keysOfConfigurationsAreThoseOfKeras() {
    assertThat(config(new STFTSpectrogram()))
        .containsOnlyKeys(
            "name",
            "trainable",
            "dtype",
            "mode",
            "frame_length",
            "frame_step",
            "fft_length",
            "window",
            "periodic",
            "scaling",
            "padding",
            "data_format",
            "expand_dims");
    assertThat(config(new MelSpectrogram()))
        .containsEntry("sampling_rate", 16_000L)
        .containsEntry("max_freq", 8_000L)
        .containsEntry("sequence_length", 2048)
        .containsEntry("window", "hann")
        .hasSize(16);
    assertThat(config(new Pipeline(new Dense(2)))).containsOnlyKeys("name", "layers");
  }

  private static Map<String, Object> config(Layer layer) {
    @SuppressWarnings("unchecked")
    Map<String, Object> config = (Map<String, Object>) ModelTable.write(layer).get("config");
    return Objects.requireNonNull(config);
  }

  @Test
  void aPipelineTellsItsLayersTheModeAndHandsMasksOn() {
    Pipeline pipeline = new Pipeline(new Masking(0), new Dropout(0.5), new Dense(2));
    Tensor x = Tensor.of(1, 2, 0, 0).cast(DType.FLOAT32).reshape(1, 2, 2);
    Values out = pipeline.call(Values.of(x), Call.infer());
    assertThat(out.mask(0)).hasToString("[[ True False]]");
    Pipeline noise = new Pipeline(new Dropout(0.5));
    Tensor ones = Tensor.ones(100);
    assertThat(noise.call(ones).sum().item()).isEqualTo(100);
    assertThat(noise.call(ones, Mode.TRAIN).min().item()).isZero();
  }

  @Test
  void aLayerMayStandInAPipelineTwice() {
    Dense dense = new Dense(2);
    Pipeline pipeline = new Pipeline(dense, dense);
    Tensor x = Tensor.ones(1, 2);
    assertThat(pipeline.call(x).toFloatArray()).isEqualTo(dense.call(dense.call(x)).toFloatArray());
    assertThat(pipeline.weights()).hasSize(2);
    assertThatThrownBy(Pipeline::new)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pipeline: needs at least one layer");
  }
}
