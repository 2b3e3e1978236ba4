package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// Images, `[height, width, channels]`, and batches of them, `[n, height, width, channels]`
/// (`keras.ops.image`).
public sealed interface Images extends Valued permits Operand {
  /// {@return the images in shades of grey, with one channel: `0.2989·red + 0.5870·green +
  /// 0.1140·blue`; what has one channel stays}
  ///
  /// @throws ShapeException if there are neither one nor three channels
  default Tensor rgbToGrayscale() {
    Tensor x = ImageChecks.images("rgbToGrayscale", value());
    if (x.dim(-1) == 1) {
      return x;
    }
    ImageChecks.channels("rgbToGrayscale", x, 3);
    Tensor colours = x.cast(x.dtype().toFloating());
    Tensor shares = Apply.beside(x, () -> Tensor.of(0.2989, 0.5870, 0.1140)).cast(colours.dtype());
    return colours.mul(shares).sum(Axes.of(-1).keep()).cast(x.dtype());
  }

  /// {@return red, green and blue as hue, saturation and value; hue and saturation are in [0, 1]}
  ///
  /// @throws ShapeException if there are not three channels
  /// @throws DTypeException if the elements are not floating
  default Tensor rgbToHsv() {
    Tensor x = ImageChecks.colours("rgbToHsv", value());
    Tensor light = x.abs().less(ImageChecks.precision(x.dtype())).logicalNot().where(x, 0);
    Tensor red = ImageChecks.channel(light, 0);
    Tensor green = ImageChecks.channel(light, 1);
    Tensor blue = ImageChecks.channel(light, 2);
    Tensor most = red.maximum(green).maximum(blue);
    Tensor range = most.sub(red.minimum(green).minimum(blue));
    Tensor coloured = range.greater(0);
    Tensor sixth = coloured.where(range, 1).mul(6.0).reciprocal();
    Tensor fromRed = sixth.mul(green.sub(blue));
    Tensor fromGreen = sixth.mul(blue.sub(red)).add(2.0 / 6);
    Tensor fromBlue = sixth.mul(red.sub(green)).add(4.0 / 6);
    Tensor hue = most.equal(red).where(fromRed, most.equal(green).where(fromGreen, fromBlue));
    hue = coloured.where(hue, 0);
    hue = hue.less(0).where(hue.add(1), hue);
    Tensor lit = most.greater(0);
    Tensor saturation = lit.where(range.div(lit.where(most, 1)), 0);
    return Tensor.stack(-1, hue, saturation, most);
  }

  /// {@return hue, saturation and value as red, green and blue; hues outside [0, 1] go round}
  ///
  /// @throws ShapeException if there are not three channels
  /// @throws DTypeException if the elements are not floating
  default Tensor hsvToRgb() {
    Tensor x = ImageChecks.colours("hsvToRgb", value());
    Tensor place = ImageChecks.channel(x, 0).mod(1.0).mul(6.0);
    Tensor saturation = ImageChecks.channel(x, 1);
    Tensor most = ImageChecks.channel(x, 2);
    Tensor rest = saturation.neg().add(1.0);
    Tensor red = place.sub(3.0).abs().sub(1.0).clip(0.0, 1.0);
    Tensor green = place.sub(2.0).abs().neg().add(2.0).clip(0.0, 1.0);
    Tensor blue = place.sub(4.0).abs().neg().add(2.0).clip(0.0, 1.0);
    return Tensor.stack(
        -1,
        most.mul(rest.add(saturation.mul(red))),
        most.mul(rest.add(saturation.mul(green))),
        most.mul(rest.add(saturation.mul(blue))));
  }

  /// {@return the images with `height` rows and `width` columns of pixels; of integers the results
  /// are rounded and kept in their range}
  ///
  /// @param antialias whether images that get smaller are smoothed; without effect on
  ///   [Interpolation#NEAREST]
  default Tensor resize(int height, int width, Interpolation interpolation, boolean antialias) {
    Tensor x = ImageChecks.images("resize", value());
    return x.resize(x.rank() - 3, height, width, interpolation, antialias);
  }

  /// {@return the tensor with `height` positions along the axis `rows` and `width` along the next
  /// one; see [#resize(int, int, Interpolation, boolean)]}
  ///
  /// @throws ShapeException if there are no such axes, or they are empty
  /// @throws IllegalArgumentException if a length is below 1
  default Tensor resize(
      int rows, int height, int width, Interpolation interpolation, boolean antialias) {
    Tensor x = value();
    int first = x.shape().axis("resize", rows);
    if (first + 1 >= x.rank() || x.dim(first) == 0 || x.dim(first + 1) == 0) {
      throw new ShapeException(
          "resize: needs pixels along axis %d and the next; got %s".formatted(first, x.type()));
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "resize: height and width must be at least 1; got %d, %d".formatted(height, width));
    }
    return new Resampling(interpolation, antialias).resize(x, first, height, width);
  }

  /// {@return the tensor stretched along some axes by factors and moved by numbers of new
  /// positions, in another shape; 0 where nothing comes to lie (`jax.image.scale_and_translate`)}
  ///
  /// @param shape the lengths of all axes, of which only those of `axes` may differ
  /// @param interpolation any but [Interpolation#NEAREST]
  /// @throws ShapeException if the shape does not fit
  /// @throws IllegalArgumentException if a factor is not positive, or there is not one for each
  ///   axis
  default Tensor scaleAndTranslate(
      Shape shape,
      int[] axes,
      double[] scale,
      double[] translation,
      Interpolation interpolation,
      boolean antialias) {
    Tensor x = value();
    ImageChecks.stretched(x, shape, axes, scale, translation, interpolation);
    Tensor floats = x.dtype().isFloating() ? x : x.cast(DType.FLOAT32);
    Tensor moved = floats.cast(floats.dtype().computed());
    Resampling resampling = new Resampling(interpolation, antialias);
    for (int i = 0; i < axes.length; i++) {
      int at = x.shape().axis("scaleAndTranslate", axes[i]);
      int length = Math.toIntExact(shape.dim(at));
      moved = resampling.along(moved, at, length, scale[i], translation[i]);
    }
    return resampling.of(moved, x);
  }

  /// {@return the elements at coordinates that need not be whole, `[rank, …]` for the shape `[…]`
  /// (`scipy.ndimage.map_coordinates` of order 0 and 1); of integers rounded, halves away from 0}
  ///
  /// @param interpolation [Interpolation#NEAREST] or [Interpolation#BILINEAR]
  /// @param beyond what the tensor is beyond its ends
  /// @throws ShapeException if there is not a coordinate for each axis
  default Tensor mapCoordinates(Operand coordinates, Interpolation interpolation, Padding beyond) {
    return new Sampler(interpolation, beyond, 0).atCoordinates(value(), coordinates.value());
  }

  /// {@return the elements at coordinates that need not be whole, as [#mapCoordinates(Operand,
  /// Interpolation, Padding)], with one number beyond the ends}
  default Tensor mapCoordinates(Operand coordinates, Interpolation interpolation, double beyond) {
    return new Sampler(interpolation, null, beyond).atCoordinates(value(), coordinates.value());
  }

  /// {@return the images whose pixel at `(x, y)` is that at `(a₀x + a₁y + a₂, b₀x + b₁y + b₂)`
  /// (Keras' `affine_transform`)}
  ///
  /// @param transform `[a₀, a₁, a₂, b₀, b₁, b₂, 0, 0]`, one for all or `[n, 8]`
  /// @param sampler what the images are between their pixels and beyond their edges
  /// @throws ShapeException if the transform is of another shape
  default Tensor affineTransform(Operand transform, Sampler sampler) {
    Tensor x = ImageChecks.images("affineTransform", value());
    Tensor numbers = ImageChecks.transforms(x, transform.value());
    return sampler.transformed(x, numbers);
  }

  /// {@return the images in another perspective: that moves four points of each image from their
  /// start to their end (Keras' `perspective_transform`)}
  ///
  /// @param start `[4, 2]` or `[n, 4, 2]`, each point as (column, row)
  /// @param end of the same shape
  /// @throws ShapeException if the points are of another shape
  default Tensor perspectiveTransform(Operand start, Operand end, Sampler sampler) {
    Tensor x = ImageChecks.images("perspectiveTransform", value());
    return sampler.transformed(x, Sampler.homography(x, start.value(), end.value()));
  }

  /// {@return the images whose pixels come from places so far away}
  ///
  /// @param way `[n, height, width, 2]`: how far to the right, and how far below
  /// @throws ShapeException if there is no way for each pixel
  default Tensor warp(Operand way, Sampler sampler) {
    Tensor x = ImageChecks.images("warp", value());
    Tensor to = way.value();
    Shape pixels = x.shape().slice(x.rank() - 3, x.rank() - 1);
    boolean fits = to.rank() == 4 && to.dim(3) == 2 && to.shape().slice(1, 3).equals(pixels);
    if (!fits || to.dim(0) != (x.rank() == 3 ? 1 : x.dim(0))) {
      throw new ShapeException(
          "warp: needs a way [n, height, width, 2] for each pixel; got x=%s, way=%s"
              .formatted(x.type(), to.type()));
    }
    return sampler.moved(x, to);
  }

  /// {@return the images distorted like rubber: each pixel comes from a place `alpha` times a
  /// random vector away, whose coordinates are normal numbers of deviation `sigma`, blurred by a
  /// bell curve of that deviation (Keras' `elastic_transform`)}
  default Tensor elasticTransform(double alpha, double sigma, Sampler sampler, long seed) {
    Tensor x = ImageChecks.images("elasticTransform", value());
    int taps = (int) (6 * sigma) | 1;
    long batch = x.rank() == 3 ? 1 : x.dim(0);
    Shape shape = Shape.of(batch, x.dim(-3), x.dim(-2), 2);
    TensorType type = new TensorType(x.dtype().promote(DType.FLOAT32), shape);
    Tensor noise = Apply.beside(x, () -> Tensor.randomNormal(type, 0, sigma, seed));
    Tensor way = noise.gaussianBlur(taps, taps, sigma, sigma).mul(alpha);
    return sampler.moved(x, way);
  }

  /// {@return the images blurred by bell curves; beyond the edges everything is 0}
  ///
  /// @param width how many pixels have a weight along the columns
  /// @param height how many pixels have a weight along the rows
  /// @param sigmaX the deviation along the columns, in pixels
  /// @param sigmaY the deviation along the rows
  /// @throws IllegalArgumentException if a number is not positive
  default Tensor gaussianBlur(int width, int height, double sigmaX, double sigmaY) {
    Tensor x = ImageChecks.images("gaussianBlur", value());
    if (width < 1 || height < 1 || !(sigmaX > 0 && sigmaY > 0)) {
      throw new IllegalArgumentException(
          "gaussianBlur: sizes and deviations must be positive; got %d × %d, %s, %s"
              .formatted(width, height, sigmaX, sigmaY));
    }
    Tensor wide = x.cast(x.dtype().promote(DType.FLOAT32));
    return wide.blur(ImageChecks.bell(wide, width, sigmaX), ImageChecks.bell(wide, height, sigmaY))
        .cast(x.dtype());
  }

  /// {@return the images whose pixels are sums of those around them with these weights; beyond the
  /// edges everything is 0}
  ///
  /// @param across the weights along the columns, a vector
  /// @param down the weights along the rows, a vector
  default Tensor blur(Operand across, Operand down) {
    Tensor x = ImageChecks.images("blur", value());
    Tensor batch = x.rank() == 3 ? x.expandDims(0) : x;
    int channels = Math.toIntExact(x.dim(-1));
    Tensor columns = across.cast(x.dtype()).reshape(1, -1, 1, 1).repeat(channels, 2);
    Tensor rows = down.cast(x.dtype()).reshape(-1, 1, 1, 1).repeat(channels, 2);
    Tensor blurred = batch.depthwiseConv(columns, Conv.SAME).depthwiseConv(rows, Conv.SAME);
    return x.rank() == 3 ? blurred.squeeze(0) : blurred;
  }

  /// {@return how much the images change from row to row and from column to column, by Sobel's
  /// kernels, along a new last axis; beyond the edges everything is 0 (Keras' `sobel_edges`)}
  default Tensor sobelEdges() {
    Tensor x = ImageChecks.images("sobelEdges", value());
    Tensor batch = x.rank() == 3 ? x.expandDims(0) : x;
    Tensor change = Apply.beside(x, () -> Tensor.of(-1f, 0f, 1f)).cast(x.dtype());
    Tensor mean = Apply.beside(x, () -> Tensor.of(1f, 2f, 1f)).cast(x.dtype());
    int channels = Math.toIntExact(x.dim(-1));
    Tensor down = change.expandDims(1).mul(mean).reshape(3, 3, 1, 1).repeat(channels, 2);
    Tensor across = mean.expandDims(1).mul(change).reshape(3, 3, 1, 1).repeat(channels, 2);
    Tensor edges =
        Tensor.stack(
            -1, batch.depthwiseConv(down, Conv.SAME), batch.depthwiseConv(across, Conv.SAME));
    return x.rank() == 3 ? edges.squeeze(0) : edges;
  }

  /// {@return how much alike images are, 1 for equal ones (Wang et al., *Image quality assessment:
  /// from error visibility to structural similarity*, 2004; Keras' `ssim`): a scalar, or `[n]`}
  ///
  /// @param max the largest value a pixel can have
  default Tensor ssim(Operand other, double max) {
    return ssim(other, max, 11, 1.5, 0.01, 0.03);
  }

  /// {@return how much alike images are}
  ///
  /// @param max the largest value a pixel can have
  /// @param size the pixels along each side of the window
  /// @param sigma the deviation of its bell curve
  /// @param k1 times `max`, squared, what steadies the means
  /// @param k2 times `max`, squared, what steadies the variances
  /// @throws ShapeException if the images differ in shape or are smaller than the window
  default Tensor ssim(Operand other, double max, int size, double sigma, double k1, double k2) {
    Tensor x = ImageChecks.images("ssim", value());
    Tensor y = other.value();
    if (!x.shape().equals(y.shape()) || x.dim(-3) < size || x.dim(-2) < size) {
      throw new ShapeException(
          "ssim: needs images of one shape, at least %d × %d; got %s, %s"
              .formatted(size, size, x.type(), y.type()));
    }
    DType dtype = x.dtype().toFloating();
    Tensor a = ImageChecks.planes(x.cast(dtype));
    Tensor b = ImageChecks.planes(y.cast(dtype));
    Tensor bell = ImageChecks.bell(a, size, sigma);
    Tensor window = bell.expandDims(1).mul(bell).reshape(size, size, 1, 1);
    Tensor meanA = a.conv(window, Conv.VALID);
    Tensor meanB = b.conv(window, Conv.VALID);
    Tensor both = meanA.mul(meanB);
    Tensor squares = meanA.square().add(meanB.square());
    Tensor spread = a.square().add(b.square()).conv(window, Conv.VALID).sub(squares);
    Tensor together = a.mul(b).conv(window, Conv.VALID).sub(both);
    double c1 = (k1 * max) * (k1 * max);
    double c2 = (k2 * max) * (k2 * max);
    Tensor alike =
        both.mul(2).add(c1).mul(together.mul(2).add(c2)).div(squares.add(c1).mul(spread.add(c2)));
    long batch = x.rank() == 3 ? 1 : x.dim(0);
    Tensor result = alike.mean(1, 2, 3).reshape(batch, x.dim(-1)).mean(1);
    return (x.rank() == 3 ? result.squeeze(0) : result).cast(x.dtype());
  }

  /// {@return the peak signal-to-noise ratio in decibels, `20·log₁₀(max) − 10·log₁₀(mean((x −
  /// y)²))`, a scalar (Keras' `psnr`)}
  ///
  /// @param max the largest value there can be
  /// @throws ShapeException if the tensors differ in shape
  default Tensor psnr(Operand other, double max) {
    Tensor x = value();
    Tensor y = other.value();
    if (!x.shape().equals(y.shape())) {
      throw new ShapeException(
          "psnr: needs tensors of one shape; got %s, %s".formatted(x.type(), y.type()));
    }
    return x.sub(y).square().mean().log10().mul(-10.0).add(20 * Math.log10(max));
  }
}
