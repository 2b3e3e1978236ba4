package io.gradus.nn.preprocessing;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// Where the pixels of changed images come from, as places in the images they were: `float32` that
/// broadcasts to `[batch, height, width]`.
///
/// @param x the columns
/// @param y the rows
record Places(Tensor x, Tensor y) {
  /// Refuses images whose places cannot be counted.
  static void check(ImageAugmentation<?> layer, TensorType input) {
    int rank = input.shape().rank();
    Shape sizes =
        layer.image().format().channelsFirst()
            ? input.shape().slice(rank - 2, rank)
            : input.shape().slice(rank - 3, rank - 1);
    if (!sizes.isKnown()) {
      throw new ShapeException(
          "%s: needs images of known height and width; got x=%s".formatted(layer.label(), input));
    }
  }

  /// {@return the places at which pixels are}
  ///
  /// @param images `[batch, height, width, channels]`
  static Places of(Tensor images) {
    Tensor x = Tensor.arange(Math.toIntExact(images.dim(2))).cast(DType.FLOAT32);
    Tensor y = Tensor.arange(Math.toIntExact(images.dim(1))).cast(DType.FLOAT32).expandDims(-1);
    return new Places(x, y);
  }

  /// {@return the places so far away from these, `[batch, height, width, 2]`: to the right and
  /// below}
  Places moved(Tensor vectors) {
    return new Places(x.add(part(vectors, 0)), y.add(part(vectors, 1)));
  }

  private static Tensor part(Tensor vectors, int axis) {
    return vectors.get(Index.ALL, Index.ALL, Index.ALL, Index.at(axis));
  }

  /// {@return the images as seen from there}
  ///
  /// @param images `[batch, height, width, channels]`
  Tensor in(Tensor images, WarpOptions options) {
    if (options.resampling() == Resampling.NEAREST) {
      return pixels(images, x.add(0.5).floor(), y.add(0.5).floor(), options);
    }
    Tensor left = x.floor();
    Tensor top = y.floor();
    Tensor right = x.sub(left).expandDims(-1).cast(images.dtype());
    Tensor bottom = y.sub(top).expandDims(-1).cast(images.dtype());
    Tensor above = row(images, left, top, right, options);
    Tensor below = row(images, left, top.add(1), right, options);
    return above.mul(bottom.neg().add(1)).add(below.mul(bottom));
  }

  private static Tensor row(
      Tensor images, Tensor left, Tensor y, Tensor right, WarpOptions options) {
    return pixels(images, left, y, options)
        .mul(right.neg().add(1))
        .add(pixels(images, left.add(1), y, options).mul(right));
  }

  /// {@return the pixels at whole places, `[batch, height, width]` each}
  private static Tensor pixels(Tensor images, Tensor x, Tensor y, WarpOptions options) {
    int batch = Math.toIntExact(images.dim(0));
    long height = images.dim(1);
    long width = images.dim(2);
    Tensor column = x.cast(DType.INT32);
    Tensor line = y.cast(DType.INT32);
    Tensor first = Tensor.arange(batch).mul(height * width).reshape(batch, 1, 1);
    Tensor place =
        options
            .fill()
            .position(line, height)
            .mul(width)
            .add(options.fill().position(column, width))
            .add(first);
    Tensor found = images.reshape(batch * height * width, images.dim(3)).gather(place, 0);
    if (options.fill() != FillMode.CONSTANT) {
      return found;
    }
    Tensor inside =
        column
            .greaterEqual(0)
            .logicalAnd(column.less(width))
            .logicalAnd(line.greaterEqual(0))
            .logicalAnd(line.less(height));
    return inside.expandDims(-1).where(found, Tensor.scalar(found.dtype(), options.value()));
  }
}
