package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gives an axis another length: each new element is a weighted mean of old ones.
///
/// @param interpolation the weights
/// @param antialias whether an axis that is compressed is smoothed: the weights reach as much
///   farther
record Resampling(Interpolation interpolation, boolean antialias) {
  // Below this sum of weights there is nothing.
  private static final double NOTHING = 1000 * 0x1p-23;

  /// {@return the floating tensor with its elements brought to another length of the axis}
  Tensor along(Tensor x, int axis, int length) {
    int from = Math.toIntExact(x.dim(axis));
    if (from == length) {
      return x;
    }
    Tensor symbol = outlined(x, axis, length);
    if (symbol != null) {
      return symbol;
    }
    if (interpolation == Interpolation.NEAREST) {
      int[] positions = nearest(from, length);
      return x.gather(Apply.beside(x, () -> Tensor.of(positions)), axis);
    }
    // Beyond the ends PyTorch repeats the outermost pixels for the cubic weights; elsewhere there
    // is
    // nothing, and the weights inside add up to 1. For linear weights both are the same.
    boolean repeats = interpolation == Interpolation.BICUBIC && !antialias;
    double scale = (double) from / length;
    double[] centres = new double[length];
    for (int i = 0; i < length; i++) {
      centres[i] = (i + 0.5) * scale - 0.5;
    }
    return along(x, axis, centres, scale, repeats);
  }

  /// {@return the floating tensor with its elements, stretched by a factor and moved by a number of
  /// new positions, on an axis of another length; 0 where they are not}
  Tensor along(Tensor x, int axis, int length, double scale, double translation) {
    Tensor symbol = outlined(x, axis, length);
    if (symbol != null) {
      return symbol;
    }
    // In floats, as the factors are, so that the same pixels lie on the edges.
    float step = 1 / (float) scale;
    double[] centres = new double[length];
    for (int i = 0; i < length; i++) {
      centres[i] = (i + 0.5f) * step - (float) translation * step - 0.5f;
    }
    return along(x, axis, centres, step, false);
  }

  // The type alone, where no more is asked for.
  private static @Nullable Tensor outlined(Tensor x, int axis, int length) {
    return x.symbolOf() instanceof Trace trace && Outlining.isActive()
        ? Tensor.symbolic(x.type().withShape(x.shape().withDim(axis, length)), trace)
        : null;
  }

  private static int[] nearest(int from, int length) {
    int[] positions = new int[length];
    for (int i = 0; i < length; i++) {
      positions[i] = (int) ((2L * i + 1) * from / (2L * length));
    }
    return positions;
  }

  /// @param centres where the new elements lie among the old ones
  /// @param scale how far they are apart
  private Tensor along(Tensor x, int axis, double[] centres, double scale, boolean repeats) {
    int from = Math.toIntExact(x.dim(axis));
    int length = centres.length;
    double width = antialias ? Math.max(scale, 1) : 1;
    int taps = (int) Math.ceil(2 * interpolation.radius() * width) + 1;
    long[] alongAxis = new long[x.rank() - Math.floorMod(axis, x.rank())];
    Arrays.fill(alongAxis, 1);
    alongAxis[0] = length;
    int[][] positions = new int[taps][length];
    double[][] weights = new double[taps][length];
    for (int i = 0; i < length; i++) {
      fill(positions, weights, i, centres[i], from, width, repeats);
    }
    Tensor sum = null;
    for (int tap = 0; tap < taps; tap++) {
      if (sum != null && Arrays.stream(weights[tap]).allMatch(weight -> weight == 0)) {
        continue;
      }
      int[] places = positions[tap];
      double[] shares = weights[tap];
      Tensor weight = Apply.beside(x, () -> Tensor.of(shares)).cast(x.dtype()).reshape(alongAxis);
      Tensor part = x.gather(Apply.beside(x, () -> Tensor.of(places)), axis).mul(weight);
      sum = sum == null ? part : sum.add(part);
    }
    return sum == null ? x : sum;
  }

  private void fill(
      int[][] positions,
      double[][] weights,
      int i,
      double centre,
      int from,
      double width,
      boolean repeats) {
    int first = (int) Math.floor(centre - interpolation.radius() * width) + 1;
    boolean seen = centre >= -0.5 && centre <= from - 0.5;
    double total = 0;
    for (int tap = 0; tap < positions.length; tap++) {
      double distance = Math.abs(first + tap - centre) / width;
      boolean inside = first + tap >= 0 && first + tap < from;
      boolean counts = seen && distance < interpolation.radius() && (inside || repeats);
      int pixel = counts ? first + tap : (int) Math.round(centre);
      positions[tap][i] = Math.clamp(pixel, 0, from - 1);
      weights[tap][i] = counts ? interpolation.weight(distance, antialias || !repeats) : 0;
      total += weights[tap][i];
    }
    for (int tap = 0; tap < positions.length; tap++) {
      weights[tap][i] = Math.abs(total) > NOTHING ? weights[tap][i] / total : 0;
    }
  }

  /// {@return images with `height` and `width` pixels along the axis `first` and the next; of
  /// integers the results are rounded and kept in their range}
  Tensor resize(Tensor x, int first, int height, int width) {
    DType dtype = x.dtype();
    boolean wide = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    if (interpolation == Interpolation.NEAREST || wide) {
      return along(along(x, first, height), first + 1, width);
    }
    Tensor floats = x.cast(DType.FLOAT32);
    Tensor resized = along(along(floats, first, height), first + 1, width);
    return of(resized, x);
  }

  /// {@return the weighted means in the images' type; Lanczos' weights, some of them negative, stay
  /// between the least and the largest of their elements, as in Keras}
  Tensor of(Tensor means, Tensor x) {
    if (x.dtype().isFloating()) {
      return means.cast(x.dtype());
    }
    Tensor whole = means.round();
    boolean swings =
        interpolation == Interpolation.LANCZOS3 || interpolation == Interpolation.LANCZOS5;
    Tensor held =
        swings && x.size() > 0
            ? whole.clip(x.min().cast(whole.dtype()), x.max().cast(whole.dtype()))
            : whole;
    return held.saturateCast(x.dtype());
  }
}
