package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kernel of a convolution that is a short-time Fourier transform (`keras.initializers.STFT`):
/// of the shape `[frame, 1, frequencies]`, where a transform of `n` points has `n/2 + 1`
/// frequencies, its real or imaginary part, times a window.
///
/// @param side [#REAL], the default, or [#IMAG]
/// @param window Hann's by default, or null for none
/// @param scaling [#DENSITY], the default, divides by the root of the window's summed squares,
///   [#SPECTRUM] by the sum of its sizes, null by nothing
/// @param periodic whether the window is one for spectral analysis, or symmetric, the default
public record STFT(String side, @Nullable Window window, @Nullable String scaling, boolean periodic)
    implements Initializer {
  /// The cosines.
  public static final String REAL = "real";

  /// The sines.
  public static final String IMAG = "imag";

  /// Divided by the root of the window's summed squares.
  public static final String DENSITY = "density";

  /// Divided by the sum of the window's sizes.
  public static final String SPECTRUM = "spectrum";

  private static final ConfigKey<String> SIDE = new ConfigKey<>("side", Codec.TEXT);
  private static final ConfigKey<@Nullable Window> WINDOW =
      new ConfigKey<>("window", Window.CODEC.orNull());
  private static final ConfigKey<@Nullable String> SCALING =
      new ConfigKey<>("scaling", Codec.TEXT.orNull());
  private static final ConfigKey<Boolean> PERIODIC = new ConfigKey<>("periodic", Codec.TRUTH);

  /// The configuration.
  public static final Schema<STFT> SCHEMA =
      Schema.<STFT>of("STFT")
          .optional(SIDE, STFT::side, REAL)
          .optional(WINDOW, STFT::window, StandardWindow.HANN)
          .optional(PERIODIC, STFT::periodic, false)
          .optional(SCALING, STFT::scaling, DENSITY)
          .build(c -> new STFT(c.get(SIDE), c.get(WINDOW), c.get(SCALING), c.get(PERIODIC)));

  /// Checks the settings.
  public STFT {
    if (!side.equals(REAL) && !side.equals(IMAG)) {
      throw new IllegalArgumentException("stft: side must be real or imag; got " + side);
    }
    if (scaling != null && !List.of(DENSITY, SPECTRUM).contains(scaling)) {
      throw new IllegalArgumentException(
          "stft: scaling must be density, spectrum or none; got " + scaling);
    }
  }

  /// The given part, with a symmetric Hann window scaled to density.
  public STFT(String side) {
    this(side, StandardWindow.HANN, DENSITY, false);
  }

  /// The real part.
  public STFT() {
    this(REAL);
  }

  /// {@return the kernel}
  ///
  /// @throws ShapeException if the type has other axes than the frame, one input and the
  ///   frequencies, of which there are at least two
  @Override
  public Tensor initialize(TensorType type, long key) {
    Shape shape = type.shape();
    if (shape.rank() != 3 || shape.dim(1) != 1 || shape.dim(2) < 2) {
      throw new ShapeException("stft: needs the shape [frame, 1, frequencies]; got " + type);
    }
    int frame = Math.toIntExact(shape.dim(0));
    int frequencies = Math.toIntExact(shape.dim(2));
    double[] weights = weights(frame);
    double[] values = new double[Math.multiplyExact(frame, frequencies)];
    for (int time = 0; time < frame; time++) {
      for (int f = 0; f < frequencies; f++) {
        double angle = -2 * Math.PI * time * f / (2.0 * (frequencies - 1));
        double wave = side.equals(REAL) ? Math.cos(angle) : Math.sin(angle);
        values[time * frequencies + f] = weights[time] * wave;
      }
    }
    return Tensor.of(values, shape).cast(type.dtype());
  }

  /// {@return the window, scaled}
  private double[] weights(int frame) {
    double[] weights = new double[frame];
    if (window == null) {
      Arrays.fill(weights, 1);
      return weights;
    }
    weights = window.values(frame, periodic);
    double sum = 0;
    for (double weight : weights) {
      sum += DENSITY.equals(scaling) ? weight * weight : Math.abs(weight);
    }
    double scale = scaling == null ? 1 : scaling.equals(DENSITY) ? Math.sqrt(sum) : sum;
    for (int i = 0; i < frame; i++) {
      weights[i] /= scale;
    }
    return weights;
  }

  @Override
  public Schema<STFT> schema() {
    return SCHEMA;
  }
}
