package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.STFT;
import io.gradus.nn.initializer.StandardWindow;
import io.gradus.nn.initializer.Window;
import io.gradus.tensor.Conv;
import io.gradus.tensor.Index;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The spectrogram of a signal by convolutions whose kernels are a short-time Fourier transform and
/// may be trained (`keras.layers.STFTSpectrogram`). All channels have the same kernels.
///
/// Shapes: input `[n, time, channels]`, `real_kernel` and `imag_kernel` `[frameLength, 1,
/// frequencies]`, of which mode `REAL` lacks the second and `IMAG` the first; output `[n, frames,
/// channels·frequencies]`, or with [#expandDims] `[n, frames, frequencies, channels]`, where there
/// are `fftLength / 2 + 1` frequencies, in mode `STFT` twice as many. With channels first the input
/// is `[n, channels, time]`, the output `[n, channels·frequencies, frames]` or `[n, channels,
/// frames, frequencies]`.
public final class STFTSpectrogram extends Layer {
  private static final ConfigKey<SpectrogramMode> MODE =
      new ConfigKey<>("mode", SpectrogramMode.CODEC);
  private static final ConfigKey<Integer> FRAME_LENGTH =
      new ConfigKey<>("frame_length", Codec.INTEGER);
  private static final ConfigKey<@Nullable Integer> FRAME_STEP =
      new ConfigKey<>("frame_step", Codec.INTEGER.orNull());
  private static final ConfigKey<@Nullable Integer> FFT_LENGTH =
      new ConfigKey<>("fft_length", Codec.INTEGER.orNull());
  private static final ConfigKey<@Nullable Window> WINDOW =
      new ConfigKey<>("window", Window.CODEC.orNull());
  private static final ConfigKey<Boolean> PERIODIC = new ConfigKey<>("periodic", Codec.TRUTH);
  private static final ConfigKey<@Nullable String> SCALING =
      new ConfigKey<>("scaling", Codec.TEXT.orNull());
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);
  private static final ConfigKey<Boolean> EXPAND_DIMS = new ConfigKey<>("expand_dims", Codec.TRUTH);

  private static final int STANDARD_LENGTH = 256;
  // Keras' epsilon.
  private static final double LEAST = 1e-7;

  /// The configuration, as Keras writes it.
  public static final Schema<STFTSpectrogram> SCHEMA =
      Layer.<STFTSpectrogram>schemaOf("STFTSpectrogram")
          .optional(MODE, layer -> layer.output.mode, SpectrogramMode.LOG)
          .optional(FRAME_LENGTH, layer -> layer.frames.length, STANDARD_LENGTH)
          .optional(FRAME_STEP, layer -> layer.frames.step, null)
          .optional(FFT_LENGTH, layer -> layer.frames.points, null)
          .optional(WINDOW, layer -> layer.weighting.window, StandardWindow.HANN)
          .optional(PERIODIC, layer -> layer.weighting.periodic, false)
          .optional(SCALING, layer -> layer.weighting.scaling, STFT.DENSITY)
          .optional(ConvolutionKeys.PADDING, layer -> layer.frames.padding, Conv.Border.VALID)
          .optional(DATA_FORMAT, layer -> layer.output.format, DataFormat.CHANNELS_LAST)
          .optional(EXPAND_DIMS, layer -> layer.output.isExpanded, false)
          .build(STFTSpectrogram::new);

  private final Frames frames;
  private final Weighting weighting;
  private final Output output;

  /// How the signal is cut.
  private record Frames(
      int length, @Nullable Integer step, @Nullable Integer points, Conv.Border padding) {
    Frames {
      int distance = step == null ? length / 2 : step;
      if (distance < 1 || distance > length) {
        throw new IllegalArgumentException(
            ("stft spectrogram: frame_step must be positive and not above frame_length; got"
                    + " frame_step=%d, frame_length=%d")
                .formatted(distance, length));
      }
      if (points == null ? length < 2 : points < Math.max(length, 2)) {
        throw new IllegalArgumentException(
            ("stft spectrogram: fft_length must be at least 2 and not below frame_length; got"
                    + " fft_length=%d, frame_length=%d")
                .formatted(points, length));
      }
      if (padding == Conv.Border.CAUSAL) {
        throw new IllegalArgumentException(
            "stft spectrogram: padding must be valid or same; got causal");
      }
    }

    int frequencies() {
      // The smallest power of two that is not below the frame.
      int all = points == null ? Integer.highestOneBit(length - 1) * 2 : points;
      return all / 2 + 1;
    }

    Conv conv(int channels) {
      return Conv.VALID.border(padding).strides(step == null ? length / 2 : step).groups(channels);
    }
  }

  /// How much the samples of a frame weigh.
  private record Weighting(@Nullable Window window, boolean periodic, @Nullable String scaling) {
    STFT initializer(String side) {
      return new STFT(side, window, scaling, periodic);
    }
  }

  /// What comes out.
  private record Output(SpectrogramMode mode, boolean isExpanded, DataFormat format) {}

  /// A signal with its channels last. Each channel is a group of its own, so that the frequencies
  /// of a channel lie side by side in the output.
  private record Signal(Tensor x, int channels, Frames frames) {
    Tensor conv(Operand kernel) {
      Tensor cast = kernel.cast(x.dtype());
      return x.conv(channels == 1 ? cast : cast.tile(1, 1, channels), frames.conv(channels));
    }
  }

  /// A layer with frames of 256 samples.
  public STFTSpectrogram() {
    this(STANDARD_LENGTH);
  }

  /// A layer with frames of so many samples, half a frame apart.
  ///
  /// @throws IllegalArgumentException if there are fewer than 2
  public STFTSpectrogram(int frameLength) {
    this(
        Settings.DEFAULT,
        new Frames(frameLength, null, null, Conv.Border.VALID),
        new Weighting(StandardWindow.HANN, false, STFT.DENSITY),
        new Output(SpectrogramMode.LOG, false, DataFormat.CHANNELS_LAST));
  }

  private STFTSpectrogram(Settings settings, Frames frames, Weighting weighting, Output output) {
    super(settings);
    this.frames = frames;
    this.weighting = weighting;
    this.output = output;
    weighting.initializer(STFT.REAL);
    // One of numbers says how many they must be.
    if (weighting.window != null && !(weighting.window instanceof StandardWindow)) {
      weighting.window.values(frames.length, weighting.periodic);
    }
  }

  private STFTSpectrogram(Config config) {
    this(
        settings(config),
        new Frames(
            config.get(FRAME_LENGTH),
            config.get(FRAME_STEP),
            config.get(FFT_LENGTH),
            config.get(ConvolutionKeys.PADDING)),
        new Weighting(config.get(WINDOW), config.get(PERIODIC), config.get(SCALING)),
        new Output(config.get(MODE), config.get(EXPAND_DIMS), config.get(DATA_FORMAT)));
  }

  private STFTSpectrogram with(Frames changed) {
    return new STFTSpectrogram(settings(), changed, weighting, output);
  }

  private STFTSpectrogram with(Weighting changed) {
    return new STFTSpectrogram(settings(), frames, changed, output);
  }

  private STFTSpectrogram with(Output changed) {
    return new STFTSpectrogram(settings(), frames, weighting, changed);
  }

  /// {@return this layer, unbuilt, with the given name}
  public STFTSpectrogram named(String name) {
    return new STFTSpectrogram(settings().named(name), frames, weighting, output);
  }

  /// {@return this layer, unbuilt, that gives something else of each frequency}
  public STFTSpectrogram mode(SpectrogramMode changed) {
    return with(new Output(changed, output.isExpanded, output.format));
  }

  /// {@return this layer, unbuilt, that gives something else of each frequency, by Keras' name}
  public STFTSpectrogram mode(String changed) {
    return mode(SpectrogramMode.of(changed));
  }

  /// {@return this layer, unbuilt, with frames so many samples apart}
  ///
  /// @throws IllegalArgumentException if it is not positive, or above the length of a frame
  public STFTSpectrogram frameStep(int changed) {
    return with(new Frames(frames.length, changed, frames.points, frames.padding));
  }

  /// {@return this layer, unbuilt, with a transform of so many points, best a power of two; by
  /// default the smallest one that is not below the frame}
  ///
  /// @throws IllegalArgumentException if it is below the length of a frame
  public STFTSpectrogram fftLength(int changed) {
    return with(new Frames(frames.length, frames.step, changed, frames.padding));
  }

  /// {@return this layer, unbuilt, with padding `valid`, where only frames that fit count, or
  /// `same`, which has ⌈time / step⌉ frames}
  ///
  /// @throws IllegalArgumentException if there is no such padding
  public STFTSpectrogram padding(String changed) {
    Conv.Border border = ConvolutionKeys.border(changed);
    return with(new Frames(frames.length, frames.step, frames.points, border));
  }

  /// {@return this layer, unbuilt, with another window, or without one if it is null}
  ///
  /// @param periodic whether a window by name is periodic rather than symmetric
  /// @throws ShapeException if it has more or fewer weights than a frame has samples
  public STFTSpectrogram window(@Nullable Window changed, boolean periodic) {
    return with(new Weighting(changed, periodic, weighting.scaling));
  }

  /// {@return this layer, unbuilt, with the symmetric window of SciPy's name; Hann's by default}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public STFTSpectrogram window(String changed) {
    return window(Window.of(changed), false);
  }

  /// {@return this layer, unbuilt, with its window scaled otherwise: [STFT#DENSITY], the default,
  /// [STFT#SPECTRUM], or not at all if it is null}
  ///
  /// @throws IllegalArgumentException if there is no such scaling
  public STFTSpectrogram scaling(@Nullable String changed) {
    return with(new Weighting(weighting.window, weighting.periodic, changed));
  }

  /// {@return this layer, unbuilt, with or without an axis of frequencies apart from that of the
  /// channels, as layers on images want}
  public STFTSpectrogram expandDims(boolean changed) {
    return with(new Output(output.mode, changed, output.format));
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public STFTSpectrogram dataFormat(DataFormat changed) {
    return with(new Output(output.mode, output.isExpanded, changed));
  }

  @Override
  public Schema<STFTSpectrogram> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    DataFormat format = output.format;
    format.check("stft spectrogram", 1, input);
    int axis = format == DataFormat.CHANNELS_LAST ? 2 : 1;
    if (!input.shape().isKnown(axis)) {
      throw new ShapeException(
          "stft spectrogram: needs channels, axis %d, of known length; got x=%s"
              .formatted(axis, input));
    }
    int channels = Math.toIntExact(input.shape().dim(axis));
    // Each is looked at by itself.
    Restoring.allows("channels", Shape.of(channels, 64));
    Function<Signal, Tensor> spectrum = spectrum(weights, channels);
    return Forward.single((x, _) -> {
      check(x.type());
      Tensor y = spectrum.apply(new Signal(format.toLast(x), channels, frames));
      return format.fromLast(output.isExpanded ? expanded(y, channels) : y);
    });
  }

  private static void check(TensorType x) {
    if (!List.of(DType.FLOAT16, DType.FLOAT32, DType.FLOAT64).contains(x.dtype())) {
      throw new DTypeException("stft spectrogram: needs float16, float32 or float64; got x=" + x);
    }
  }

  private Function<Signal, Tensor> spectrum(Weights weights, int channels) {
    SpectrogramMode mode = output.mode;
    if (mode == SpectrogramMode.REAL || mode == SpectrogramMode.IMAG) {
      Variable kernel = kernel(weights, mode.toString());
      return x -> x.conv(kernel);
    }
    Variable real = kernel(weights, STFT.REAL);
    Variable imag = kernel(weights, STFT.IMAG);
    return switch (mode) {
      case STFT -> x -> x.conv(Tensor.concat(2, real, imag));
      case ANGLE -> x -> x.conv(imag).atan2(x.conv(real));
      default -> x -> powers(x.conv(real).square().add(x.conv(imag).square()), channels);
    };
  }

  private Variable kernel(Weights weights, String side) {
    Shape shape = Shape.of(frames.length, 1, frames.frequencies());
    return weights.add(side + "_kernel", shape, weighting.initializer(side));
  }

  private Tensor powers(Tensor power, int channels) {
    if (output.mode == SpectrogramMode.PSD) {
      return power.mul(shares(channels, power.dtype()));
    }
    Tensor magnitude = power.maximum(LEAST).sqrt();
    return output.mode == SpectrogramMode.LOG ? magnitude.maximum(LEAST).log() : magnitude;
  }

  // All frequencies but the first and the last stand for negative ones too.
  private Tensor shares(int channels, DType dtype) {
    float[] shares = new float[frames.frequencies()];
    Arrays.fill(shares, 2);
    shares[0] = 1;
    shares[shares.length - 1] = 1;
    return Tensor.of(shares).tile(channels).cast(dtype);
  }

  /// `[n, frames, channels·frequencies]` as `[n, frames, frequencies, channels]`.
  private static Tensor expanded(Tensor y, int channels) {
    long frequencies = y.dim(2) / channels;
    return Tensor.stack(
        -1,
        IntStream.range(0, channels)
            .mapToObj(c ->
                y.get(Index.ALL, Index.ALL, Index.range(c * frequencies, (c + 1) * frequencies)))
            .toArray(Tensor[]::new));
  }
}
