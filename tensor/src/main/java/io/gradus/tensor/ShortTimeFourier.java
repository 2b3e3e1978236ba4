package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How a signal is cut into stretches that are transformed alone: settings of [Fourier#stft] and
/// [Complex#istft] (Keras' `stft`, `istft`). By default stretches are weighted with the periodic
/// Hann window and centered: stretch `t` lies around position `t·sequenceStride`, for which the
/// signal is reflected at its ends. Immutable; each method gives a changed copy.
///
/// The inverse is that of least squares: overlapping stretches are weighted again, added, and
/// divided by the sums of the squared weights (Griffin and Lim, *Signal estimation from modified
/// short-time Fourier transform*, 1984). Without a window they are only added, as in Keras.
public final class ShortTimeFourier {
  // Below, the sum of squares counts as 0.
  private static final double LEAST = 1e-10;

  private final int sequenceLength;
  private final int sequenceStride;
  private final int fftLength;
  private final @Nullable Tensor window;
  private final boolean isCentered;

  /// Settings with the Hann window, centered.
  ///
  /// @param sequenceLength the length of the window
  /// @param sequenceStride how far stretches lie apart
  /// @param fftLength the length of a stretch; the window stands in its middle, with zeros around
  /// @throws IllegalArgumentException if one is not positive, or `fftLength` below `sequenceLength`
  public ShortTimeFourier(int sequenceLength, int sequenceStride, int fftLength) {
    this(sequenceLength, sequenceStride, fftLength, null, true, true);
  }

  private ShortTimeFourier(
      int sequenceLength,
      int sequenceStride,
      int fftLength,
      @Nullable Tensor window,
      boolean isWeighted,
      boolean isCentered) {
    if (sequenceLength < 1 || sequenceStride < 1 || fftLength < sequenceLength) {
      throw new IllegalArgumentException(
          "stft: lengths and stride must be positive and fftLength at least sequenceLength; got"
              + " sequenceLength=%d, sequenceStride=%d, fftLength=%d"
                  .formatted(sequenceLength, sequenceStride, fftLength));
    }
    this.sequenceLength = sequenceLength;
    this.sequenceStride = sequenceStride;
    this.fftLength = fftLength;
    this.isCentered = isCentered;
    this.window =
        window == null && isWeighted ? named("hann", sequenceLength) : isWeighted ? window : null;
  }

  /// {@return these settings with the periodic window of this name, `"hann"` or `"hamming"`}
  ///
  /// @throws IllegalArgumentException if it is another name
  public ShortTimeFourier window(String name) {
    return with(named(name, sequenceLength), isCentered);
  }

  /// {@return these settings with this window}
  ///
  /// @throws ShapeException if it is not a vector of `sequenceLength` elements
  public ShortTimeFourier window(Operand weights) {
    if (weights.rank() != 1 || weights.dim(0) != sequenceLength) {
      throw new ShapeException(
          "stft: the window must be a vector of sequenceLength elements; got %s, sequenceLength=%d"
              .formatted(weights.type(), sequenceLength));
    }
    return with(weights.value(), isCentered);
  }

  /// {@return these settings without a window: all elements of a stretch weigh the same}
  public ShortTimeFourier withoutWindow() {
    return with(null, isCentered);
  }

  /// {@return these settings, with stretch `t` around position `t·sequenceStride`, or beginning
  /// there}
  public ShortTimeFourier centered(boolean changed) {
    return with(window, changed);
  }

  private ShortTimeFourier with(@Nullable Tensor weights, boolean centered) {
    return new ShortTimeFourier(
        sequenceLength, sequenceStride, fftLength, weights, weights != null, centered);
  }

  private static Tensor named(String name, int length) {
    double share =
        switch (name) {
          case "hann" -> 0.5;
          case "hamming" -> 0.54;
          default ->
              throw new IllegalArgumentException(
                  "stft: the window must be \"hann\" or \"hamming\"; got \"" + name + "\"");
        };
    return WindowFunctions.periodic(share, length);
  }

  /// {@return the weights in this type, with the zeros around them}
  private Tensor weights(Tensor given, Tensor beside) {
    int before = (fftLength - sequenceLength) / 2;
    Tensor weights = given.cast(beside.dtype());
    return weights.pad(new long[][] {{before, fftLength - sequenceLength - before}});
  }

  Complex forward(Tensor x) {
    if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw new DTypeException("stft: needs float32 or float64; got " + x.type());
    }
    long around = isCentered ? fftLength / 2 : 0;
    // A reflection does not repeat the first and last element.
    if (x.rank() == 0 || x.dim(-1) + 2 * around < fftLength || x.dim(-1) <= around) {
      throw new ShapeException(
          "stft: the last axis must hold a stretch%s; got %s, fftLength=%d"
              .formatted(isCentered ? " and be longer than half of one" : "", x.type(), fftLength));
    }
    Tensor longer = x;
    if (around > 0) {
      long[][] widths = new long[x.rank()][2];
      widths[x.rank() - 1] = new long[] {around, around};
      longer = x.pad(widths, Padding.REFLECT);
    }
    Tensor stretches = longer.sequences(fftLength, sequenceStride);
    return (window == null ? stretches : stretches.mul(weights(window, x))).rfft();
  }

  Tensor backward(Complex y, long length) {
    Tensor real = y.real();
    if (real.rank() < 2 || real.dim(-1) != fftLength / 2 + 1 || real.dim(-2) == 0) {
      throw new ShapeException(
          ("istft: needs stretches of fftLength/2 + 1 elements along the last axis; got %s,"
                  + " fftLength=%d")
              .formatted(real.type(), fftLength));
    }
    if (sequenceStride > fftLength) {
      throw new IllegalArgumentException(
          "istft: sequenceStride must not be above fftLength; got sequenceStride=%d, fftLength=%d"
              .formatted(sequenceStride, fftLength));
    }
    Tensor stretches = y.irfft(fftLength);
    Tensor signal;
    if (window == null) {
      signal = overlapped(stretches);
    } else {
      Tensor weights = weights(window, stretches);
      Tensor sums = overlapped(stretches.mul(weights));
      long count = stretches.dim(-2);
      Tensor squares = overlapped(weights.square().broadcastTo(Shape.of(count, fftLength)));
      signal = sums.div(squares.greater(LEAST).where(squares, 1));
    }
    long start = isCentered ? fftLength / 2 : 0;
    long end = length < 0 ? signal.dim(-1) - start : Math.min(signal.dim(-1), start + length);
    Tensor middle = signal.get(Index.ELLIPSIS, Index.range(start, Math.max(start, end)));
    return length < 0 ? middle : Fourier.fitted(middle, length);
  }

  /// {@return the sum of the stretches along the last axis, each at its place}
  private Tensor overlapped(Tensor stretches) {
    int count = Math.toIntExact(stretches.dim(-2));
    Tensor places =
        Outlining.table(
            stretches,
            (long) count * fftLength,
            () ->
                IntStream.range(0, Math.multiplyExact(count, fftLength))
                    .map(i -> i / fftLength * sequenceStride + i % fftLength)
                    .toArray());
    Tensor indices = places.reshape(count, fftLength);
    long length = (count - 1L) * sequenceStride + fftLength;
    return Apply.two(new Indexing.ScatterAdd(stretches.rank() - 2, length), indices, stretches);
  }
}
