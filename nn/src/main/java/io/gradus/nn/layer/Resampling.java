package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.Arrays;

/// Gives an axis another length: each new element is a weighted mean of old ones.
///
/// @param interpolation the weights
/// @param antialias whether an axis that gets shorter is smoothed: the weights reach as much
///   farther
record Resampling(Interpolation interpolation, boolean antialias) {
  /// {@return the floating tensor with `length` elements along the axis}
  Tensor along(Tensor x, int axis, int length) {
    int from = Math.toIntExact(x.dim(axis));
    if (from == length) {
      return x;
    }
    if (interpolation == Interpolation.NEAREST) {
      return x.gather(Tensor.of(nearest(from, length)), axis);
    }
    double scale = (double) from / length;
    double width = antialias ? Math.max(scale, 1) : 1;
    int taps = (int) Math.ceil(2 * interpolation.radius() * width) + 1;
    long[] alongAxis = new long[x.rank() - Math.floorMod(axis, x.rank())];
    Arrays.fill(alongAxis, 1);
    alongAxis[0] = length;
    Tensor sum = null;
    int[][] positions = new int[taps][length];
    double[][] weights = new double[taps][length];
    fill(positions, weights, from, scale, width);
    for (int tap = 0; tap < taps; tap++) {
      if (Arrays.stream(weights[tap]).allMatch(weight -> weight == 0)) {
        continue;
      }
      Tensor weight = Tensor.of(weights[tap]).cast(x.dtype()).reshape(alongAxis);
      Tensor part = x.gather(Tensor.of(positions[tap]), axis).mul(weight);
      sum = sum == null ? part : sum.add(part);
    }
    return sum == null ? x : sum;
  }

  private static int[] nearest(int from, int length) {
    int[] positions = new int[length];
    for (int i = 0; i < length; i++) {
      positions[i] = (int) ((2L * i + 1) * from / (2L * length));
    }
    return positions;
  }

  // Beyond the ends PyTorch repeats the outermost pixels for the cubic weights; elsewhere there is
  // nothing, and the weights inside add up to 1. For linear weights both are the same.
  private void fill(int[][] positions, double[][] weights, int from, double scale, double width) {
    boolean repeats = interpolation == Interpolation.BICUBIC && !antialias;
    for (int i = 0; i < positions[0].length; i++) {
      double centre = (i + 0.5) * scale - 0.5;
      int first = (int) Math.floor(centre - interpolation.radius() * width) + 1;
      double total = 0;
      for (int tap = 0; tap < positions.length; tap++) {
        double distance = Math.abs(first + tap - centre) / width;
        boolean inside = first + tap >= 0 && first + tap < from;
        boolean counts = distance < interpolation.radius() && (inside || repeats);
        int pixel = counts ? first + tap : (int) Math.round(centre);
        positions[tap][i] = Math.clamp(pixel, 0, from - 1);
        weights[tap][i] = counts ? interpolation.weight(distance, antialias) : 0;
        total += weights[tap][i];
      }
      for (int tap = 0; tap < positions.length; tap++) {
        weights[tap][i] /= total;
      }
    }
  }

  /// {@return pictures with `height` and `width` pixels along the axis `first` and the next; of
  /// integers the results are rounded and kept in their range}
  Tensor resize(Tensor x, int first, int height, int width) {
    DType dtype = x.dtype();
    boolean wide = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    if (interpolation == Interpolation.NEAREST || wide) {
      return along(along(x, first, height), first + 1, width);
    }
    Tensor floats = x.cast(DType.FLOAT32);
    Tensor resized = along(along(floats, first, height), first + 1, width);
    return dtype.isFloating() ? resized.cast(dtype) : saturated(resized.round(), dtype);
  }

  // Small integers would wrap around where weights are negative.
  private static Tensor saturated(Tensor x, DType dtype) {
    int bits = 8 * dtype.bytes();
    if (bits > 16) {
      return x.cast(dtype);
    }
    double values = Math.scalb(1.0, bits);
    double least = dtype.isUnsigned() ? 0 : -values / 2;
    return x.clip(least, least + values - 1).cast(dtype);
  }
}
