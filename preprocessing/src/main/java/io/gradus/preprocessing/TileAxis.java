package io.gradus.preprocessing;

import io.gradus.tensor.Padding;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// How the height or the width of images is divided into tiles of one size; the last ones may reach
/// beyond the edge.
///
/// @param tiles how many
/// @param pixels the length of the images
record TileAxis(int tiles, int pixels) {
  /// {@return the length of a tile}
  int size() {
    return Math.ceilDiv(pixels, tiles);
  }

  /// {@return the images with their pixels mirrored up to the end of the last tile}
  Tensor filled(Tensor x, int axis) {
    long[][] widths = new long[x.rank()][2];
    widths[axis][1] = (long) tiles * size() - x.dim(axis);
    return x.pad(widths, Padding.SYMMETRIC);
  }

  /// {@return the tile of each pixel, to the end of the last one}
  Tensor own() {
    return Tensor.arange(tiles).repeat(size(), 0);
  }

  /// {@return the tile whose middle is before each pixel, or the first}
  Tensor before() {
    return tile(place().floor().sub(1));
  }

  /// {@return the tile whose middle is behind each pixel, or the last}
  Tensor after() {
    return tile(place().floor());
  }

  /// {@return how far each pixel is on the way from the one middle to the other, in [0, 1)}
  Tensor share() {
    Tensor place = place();
    return place.sub(place.floor());
  }

  private Tensor place() {
    Tensor pixel = Tensor.arange(pixels).cast(DType.FLOAT32);
    return pixel.sub(size() / 2.0).div((double) size()).add(1.0);
  }

  private Tensor tile(Tensor number) {
    return number.clip(0.0, tiles - 1.0).cast(DType.INT32);
  }
}
