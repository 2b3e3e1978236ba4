package io.gradus.nn.preprocessing;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Where the pixels of changed images come from: that at (x, y) from `(a0·x + a1·y + a2, b0·x +
/// b1·y + b2)`. Each number is a tensor `[batch, 1, 1]`.
record Affine(Tensor a0, Tensor a1, Tensor a2, Tensor b0, Tensor b1, Tensor b2) {
  /// {@return the images as seen from there}
  ///
  /// @param images `[batch, height, width, channels]`
  Tensor of(Tensor images, WarpOptions options) {
    Tensor x = Tensor.arange(Math.toIntExact(images.dim(2))).cast(DType.FLOAT32);
    Tensor y = Tensor.arange(Math.toIntExact(images.dim(1))).cast(DType.FLOAT32).expandDims(-1);
    Tensor fromX = a0.mul(x).add(a1.mul(y)).add(a2);
    Tensor fromY = b0.mul(x).add(b1.mul(y)).add(b2);
    if (options.resampling() == Resampling.NEAREST) {
      return pixels(images, fromX.add(0.5).floor(), fromY.add(0.5).floor(), options);
    }
    Tensor left = fromX.floor();
    Tensor top = fromY.floor();
    Tensor right = fromX.sub(left).expandDims(-1).cast(images.dtype());
    Tensor bottom = fromY.sub(top).expandDims(-1).cast(images.dtype());
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
    return inside.expandDims(-1).where(found, options.value());
  }
}
