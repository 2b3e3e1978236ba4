package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.StandardWindow;
import io.gradus.nn.initializer.Window;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Restoring;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Complex;
import io.gradus.tensor.ShortTimeFourier;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Trace;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The spectrogram of a signal on the mel scale, which is even to the ear
/// (`keras.layers.MelSpectrogram`): the magnitudes of a short-time Fourier transform, to a power,
/// added up under triangles that are even in `1127·ln(1 + hertz/700)`, in decibels below the
/// greatest of all samples at once.
///
/// Shapes: `[time]` or `[…, time]`; the output `[…, melBins, frames]` has `1 + time / stride`
/// frames, of which frame `t` lies around sample `t·stride`, where the signal is reflected at its
/// ends.
public final class MelSpectrogram extends Layer {
  private static final ConfigKey<Integer> FFT_LENGTH = new ConfigKey<>("fft_length", Codec.INTEGER);
  private static final ConfigKey<Integer> STRIDE =
      new ConfigKey<>("sequence_stride", Codec.INTEGER);
  private static final ConfigKey<@Nullable Integer> LENGTH =
      new ConfigKey<>("sequence_length", Codec.INTEGER.orNull());
  private static final ConfigKey<@Nullable Window> WINDOW =
      new ConfigKey<>("window", Window.CODEC.orNull());
  // Keras has whole numbers here, if they are.
  private static final Codec<Double> HERTZ =
      new Codec<>(Codec.NUMBER.read(), MelSpectrogram::whole);
  private static final ConfigKey<Double> RATE = new ConfigKey<>("sampling_rate", HERTZ);
  private static final ConfigKey<Integer> MEL_BINS = new ConfigKey<>("num_mel_bins", Codec.INTEGER);
  private static final ConfigKey<Double> MIN_FREQ = new ConfigKey<>("min_freq", Codec.NUMBER);
  private static final ConfigKey<@Nullable Double> MAX_FREQ =
      new ConfigKey<>("max_freq", HERTZ.orNull());
  private static final ConfigKey<Boolean> POWER_TO_DB = new ConfigKey<>("power_to_db", Codec.TRUTH);
  private static final ConfigKey<Double> TOP_DB = new ConfigKey<>("top_db", Codec.NUMBER);
  private static final ConfigKey<Double> MAG_EXP = new ConfigKey<>("mag_exp", Codec.NUMBER);
  private static final ConfigKey<Double> MIN_POWER = new ConfigKey<>("min_power", Codec.NUMBER);
  private static final ConfigKey<Double> REF_POWER = new ConfigKey<>("ref_power", Codec.NUMBER);

  private static final Frames FRAMES = new Frames(2048, 512, 2048, StandardWindow.HANN);
  private static final Scale SCALE = new Scale(16_000, 128, 20, null);
  private static final Decibels DECIBELS = new Decibels(true, 80, 1e-10, 1);
  private static final double EXPONENT = 2;

  /// The configuration, as Keras writes it.
  public static final Schema<MelSpectrogram> SCHEMA =
      Layer.<MelSpectrogram>schemaOf("MelSpectrogram")
          .optional(FFT_LENGTH, layer -> layer.frames.points, FRAMES.points)
          .optional(STRIDE, layer -> layer.frames.stride, FRAMES.stride)
          .optional(LENGTH, layer -> layer.frames.length, null)
          .optional(WINDOW, layer -> layer.frames.window, FRAMES.window)
          .optional(RATE, layer -> layer.scale.rate, SCALE.rate)
          .optional(MEL_BINS, layer -> layer.scale.bins, SCALE.bins)
          .optional(MIN_FREQ, layer -> layer.scale.low, SCALE.low)
          .optional(MAX_FREQ, layer -> layer.scale.high(), null)
          .optional(POWER_TO_DB, layer -> layer.decibels.isOn, DECIBELS.isOn)
          .optional(TOP_DB, layer -> layer.decibels.range, DECIBELS.range)
          .optional(MAG_EXP, layer -> layer.exponent, EXPONENT)
          .optional(MIN_POWER, layer -> layer.decibels.least, DECIBELS.least)
          .optional(REF_POWER, layer -> layer.decibels.reference, DECIBELS.reference)
          .build(MelSpectrogram::new);

  private final Frames frames;
  private final Scale scale;
  private final double exponent;
  private final Decibels decibels;

  /// How the signal is cut.
  private record Frames(int points, int stride, int length, @Nullable Window window) {
    Frames {
      if (length < 1 || stride < 1 || points < length) {
        throw new IllegalArgumentException(
            ("mel spectrogram: lengths and stride must be positive and fft_length at least"
                    + " sequence_length; got fft_length=%d, sequence_length=%d, sequence_stride=%d")
                .formatted(points, length, stride));
      }
      if (window != null) {
        checkWindow(window, length);
      }
    }

    private static void checkWindow(Window window, int length) {
      boolean isKnown =
          !(window instanceof StandardWindow)
              || window == StandardWindow.HANN
              || window == StandardWindow.HAMMING;
      if (!isKnown) {
        throw new IllegalArgumentException(
            "mel spectrogram: window must be hann, hamming, weights or none; got " + window);
      }
      if (!(window instanceof StandardWindow)) {
        window.values(length, true);
      }
    }

    ShortTimeFourier transform() {
      Restoring.allows("window", Shape.of(length));
      ShortTimeFourier transform = new ShortTimeFourier(length, stride, points);
      return window == null
          ? transform.withoutWindow()
          : transform.window(Tensor.of(window.values(length, true)));
    }
  }

  /// The triangles.
  private record Scale(double rate, int bins, double low, @Nullable Double top) {
    Scale {
      if (bins < 1 || rate <= 0) {
        throw new IllegalArgumentException(
            "mel spectrogram: num_mel_bins and sampling_rate must be positive; got %d, %s"
                .formatted(bins, rate));
      }
    }

    double high() {
      return top == null ? (int) (rate / 2) : top;
    }

    private static double mel(double hertz) {
      return 1127 * Math.log(1 + hertz / 700);
    }

    /// {@return how much each of the frequencies counts in each bin, `[frequencies, bins]`}
    Tensor matrix(int frequencies) {
      Restoring.allows("mel_matrix", Shape.of(frequencies, bins));
      double[] matrix = new double[Math.multiplyExact(frequencies, bins)];
      double first = mel(low);
      double step = (mel(high()) - first) / (bins + 1);
      // Frequency 0 is in none.
      for (int f = 1; f < frequencies; f++) {
        double place = mel(rate / 2 * f / (frequencies - 1));
        for (int bin = 0; bin < bins; bin++) {
          double slope = (place - (first + bin * step)) / step;
          matrix[f * bins + bin] = Math.max(0, Math.min(slope, 2 - slope));
        }
      }
      return Tensor.of(matrix, Shape.of(frequencies, bins));
    }
  }

  /// How powers become decibels.
  private record Decibels(boolean isOn, double range, double least, double reference) {
    Tensor of(Tensor power) {
      double shift = 10 * Math.log10(Math.max(Math.abs(reference), least));
      Tensor decibels = power.maximum(least).log10().mul(10.0).sub(shift);
      return decibels.maximum(decibels.max().sub(range));
    }
  }

  /// A layer with 128 bins from 20 to 8,000 hertz of 16,000 samples a second, frames of 2,048
  /// samples 512 apart, and decibels down to −80.
  public MelSpectrogram() {
    this(Settings.DEFAULT, FRAMES, SCALE, EXPONENT, DECIBELS);
  }

  private MelSpectrogram(
      Settings settings, Frames frames, Scale scale, double exponent, Decibels decibels) {
    super(settings);
    this.frames = frames;
    this.scale = scale;
    this.exponent = exponent;
    this.decibels = decibels;
  }

  private MelSpectrogram(Config config) {
    this(
        settings(config),
        frames(config),
        new Scale(
            config.get(RATE), config.get(MEL_BINS), config.get(MIN_FREQ), config.get(MAX_FREQ)),
        config.get(MAG_EXP),
        new Decibels(
            config.get(POWER_TO_DB),
            config.get(TOP_DB),
            config.get(MIN_POWER),
            config.get(REF_POWER)));
  }

  private static Frames frames(Config config) {
    int points = config.get(FFT_LENGTH);
    Integer length = config.get(LENGTH);
    return new Frames(
        points, config.get(STRIDE), length == null ? points : length, config.get(WINDOW));
  }

  private static Number whole(double hertz) {
    return hertz == (long) hertz ? (Number) (long) hertz : (Number) hertz;
  }

  private MelSpectrogram with(Frames changed) {
    return new MelSpectrogram(settings(), changed, scale, exponent, decibels);
  }

  private MelSpectrogram with(Scale changed) {
    return new MelSpectrogram(settings(), frames, changed, exponent, decibels);
  }

  private MelSpectrogram with(Decibels changed) {
    return new MelSpectrogram(settings(), frames, scale, exponent, changed);
  }

  /// {@return this layer, unbuilt, with the given name}
  public MelSpectrogram named(String name) {
    return new MelSpectrogram(settings().named(name), frames, scale, exponent, decibels);
  }

  /// {@return this layer, unbuilt, with frames of so many samples that are transformed as they are}
  public MelSpectrogram fftLength(int changed) {
    return fftLength(changed, changed);
  }

  /// {@return this layer, unbuilt, with frames of so many samples in the middle of a transform of
  /// so many points; without a window of its own weights}
  ///
  /// @throws IllegalArgumentException if the transform is shorter than a frame
  public MelSpectrogram fftLength(int points, int sequenceLength) {
    Window window = frames.window instanceof Window.Weights ? FRAMES.window : frames.window;
    return with(new Frames(points, frames.stride, sequenceLength, window));
  }

  /// {@return this layer, unbuilt, with frames so many samples apart}
  public MelSpectrogram sequenceStride(int changed) {
    return with(new Frames(frames.points, changed, frames.length, frames.window));
  }

  /// {@return this layer, unbuilt, with another window: Hann's, the default, Hamming's, weights of
  /// its own for each sample of a frame, or none if it is null}
  public MelSpectrogram window(@Nullable Window changed) {
    return with(new Frames(frames.points, frames.stride, frames.length, changed));
  }

  /// {@return this layer, unbuilt, for signals of so many samples a second}
  public MelSpectrogram samplingRate(double changed) {
    return with(new Scale(changed, scale.bins, scale.low, scale.top));
  }

  /// {@return this layer, unbuilt, with so many bins}
  public MelSpectrogram numMelBins(int changed) {
    return with(new Scale(scale.rate, changed, scale.low, scale.top));
  }

  /// {@return this layer, unbuilt, with bins between these frequencies, in hertz; by default from
  /// 20 to half the sampling rate}
  public MelSpectrogram frequencies(double min, double max) {
    return with(new Scale(scale.rate, scale.bins, min, max));
  }

  /// {@return this layer, unbuilt, with another power of the magnitudes; 2 by default}
  public MelSpectrogram magExp(double changed) {
    return new MelSpectrogram(settings(), frames, scale, changed, decibels);
  }

  /// {@return this layer, unbuilt, without decibels}
  public MelSpectrogram withoutDecibels() {
    return with(new Decibels(false, decibels.range, decibels.least, decibels.reference));
  }

  /// {@return this layer, unbuilt, with so many decibels from the greatest to the least; 80 by
  /// default}
  public MelSpectrogram topDb(double changed) {
    return with(new Decibels(decibels.isOn, changed, decibels.least, decibels.reference));
  }

  /// {@return this layer, unbuilt, with another power of 0 decibels, 1 by default, and another one
  /// below which powers count as that, 1e-10 by default}
  public MelSpectrogram power(double reference, double min) {
    return with(new Decibels(decibels.isOn, decibels.range, min, reference));
  }

  @Override
  public Schema<MelSpectrogram> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() == 0) {
      throw new ShapeException("mel spectrogram: needs an axis of samples; got x=" + input);
    }
    ShortTimeFourier transform = frames.transform();
    // Transforms are of 32 or 64 bits.
    DType compute = policy().compute() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Tensor matrix = scale.matrix(frames.points / 2 + 1).cast(compute);
    return Forward.single((x, _) ->
        x.symbolOf() instanceof Trace trace && !x.shape().isKnown(-1)
            ? Tensor.symbolic(ofUnknownLength(x.shape()), trace)
            : mel(x.cast(compute), transform, matrix).cast(policy().compute()));
  }

  private TensorType ofUnknownLength(Shape shape) {
    Shape bins = Shape.of(scale.bins, Shape.UNKNOWN);
    return new TensorType(policy().compute(), shape.slice(0, shape.rank() - 1).concat(bins));
  }

  private Tensor mel(Tensor x, ShortTimeFourier transform, Tensor matrix) {
    Complex y = x.stft(transform);
    Tensor power = y.real().square().add(y.imaginary().square());
    Tensor bins = (exponent == 2 ? power : power.pow(exponent / 2)).matmul(matrix);
    return (decibels.isOn ? decibels.of(bins) : bins).swapAxes(-1, -2);
  }
}
