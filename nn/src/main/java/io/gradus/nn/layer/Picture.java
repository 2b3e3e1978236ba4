package io.gradus.nn.layer;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.box.BoxFormat;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Index;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The size that a layer gives pictures, and what it takes to cut them.
///
/// @param layer the layer's name in messages
/// @param height the rows of pixels
/// @param width the columns of pixels
/// @param format where the channels are
/// @param boxes what the numbers of bounding boxes are, or null if there are no boxes
record Picture(String layer, int height, int width, DataFormat format, @Nullable BoxFormat boxes) {
  static final ConfigKey<Integer> HEIGHT = new ConfigKey<>("height", Codec.INTEGER);
  static final ConfigKey<Integer> WIDTH = new ConfigKey<>("width", Codec.INTEGER);
  static final ConfigKey<DataFormat> DATA_FORMAT = new ConfigKey<>("data_format", DataFormat.CODEC);
  static final ConfigKey<@Nullable BoxFormat> BOXES =
      new ConfigKey<>("bounding_box_format", BoxFormat.CODEC.orNull());

  static final ConfigKey<Interpolation> INTERPOLATION =
      new ConfigKey<>(
          "interpolation",
          new Codec<>(
              value -> interpolation(Codec.TEXT.read().apply(value).toLowerCase(Locale.ROOT)),
              Interpolation::toString));

  /// Checks the size.
  Picture {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "%s: height and width must be at least 1, got %d, %d".formatted(layer, height, width));
    }
  }

  Picture format(DataFormat changed) {
    return new Picture(layer, height, width, changed, boxes);
  }

  Picture boxes(BoxFormat changed) {
    return new Picture(layer, height, width, format, changed);
  }

  /// {@return boxes moved, where there are some, from the format in which they come in and back}
  ///
  /// @param move takes boxes in `xyxy` of the picture before, and gives them in the new size
  @Nullable BoundingBoxes moved(AnnotatedImages in, UnaryOperator<Tensor> move) {
    BoundingBoxes given = in.boundingBoxes();
    if (given == null) {
      return null;
    }
    if (boxes == null) {
      throw new IllegalArgumentException(
          "%s: there are boxes, but no format: call boundingBoxFormat(\"xyxy\") or the like"
              .formatted(layer));
    }
    Tensor x = in.images();
    BoundingBoxes corners =
        given.convert(boxes, BoxFormat.XYXY, x.dim(rows(x)), x.dim(rows(x) + 1));
    return corners
        .boxes(move.apply(corners.boxes()))
        .clip(BoxFormat.XYXY, height, width)
        .convert(BoxFormat.XYXY, boxes, height, width);
  }

  /// {@return the interpolation by Keras' name, such as `bilinear`}
  ///
  /// @throws IllegalArgumentException if there is none, naming the nearest
  static Interpolation interpolation(String name) {
    for (Interpolation interpolation : Interpolation.values()) {
      if (interpolation.toString().equals(name)) {
        return interpolation;
      }
    }
    throw Names.unknown(
        "interpolation",
        name,
        Arrays.stream(Interpolation.values()).map(Interpolation::toString).toList());
  }

  /// Refuses other inputs than pictures.
  void check(List<TensorType> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(
          "%s: inside a model it takes images alone, outside AnnotatedImages too; got %s"
              .formatted(layer, inputs));
    }
    check(inputs.getFirst());
  }

  /// Refuses what is neither a picture nor a batch of them.
  void check(TensorType x) {
    if (x.shape().rank() != 3 && x.shape().rank() != 4) {
      throw new ShapeException(
          "%s: needs a picture of 3 axes or a batch of 4; got x=%s".formatted(layer, x));
    }
  }

  /// {@return the axis of the rows; that of the columns is the next}
  int rows(Tensor x) {
    return x.rank() - (format == DataFormat.CHANNELS_LAST ? 3 : 2);
  }

  /// {@return whether the picture's size is known}
  boolean isKnown(Tensor x) {
    return x.shape().isKnown(rows(x)) && x.shape().isKnown(rows(x) + 1);
  }

  /// {@return something of this size and the picture's other lengths and type, whose own size is
  /// not known yet: the program graph, which knows it, computes}
  Tensor stand(Tensor x) {
    Tensor batch = x.rank() == 3 ? x.get(Index.NEW_AXIS) : x;
    Tensor sized = format.fromLast(format.toLast(batch).averagePool(Pool.into(height, width)));
    return (x.rank() == 3 ? sized.get(Index.at(0)) : sized).cast(x.dtype());
  }

  /// {@return the part of the picture of this size from a pixel on}
  Tensor part(Tensor x, long top, long left, long rows, long columns) {
    Index[] index = new Index[x.rank()];
    Arrays.fill(index, Index.ALL);
    index[rows(x)] = Index.range(top, top + rows);
    index[rows(x) + 1] = Index.range(left, left + columns);
    return x.get(index);
  }

  /// {@return the largest part in the middle with the proportions of this size}
  Tensor middle(Tensor x) {
    long rows = middleRows(x);
    long columns = middleColumns(x);
    long top = (x.dim(rows(x)) - rows) / 2;
    return part(x, top, (x.dim(rows(x) + 1) - columns) / 2, rows, columns);
  }

  long middleRows(Tensor x) {
    long wide = x.dim(rows(x) + 1);
    return Math.clamp((long) ((double) (wide * height) / width), 1, x.dim(rows(x)));
  }

  long middleColumns(Tensor x) {
    long high = x.dim(rows(x));
    return Math.clamp((long) ((double) (high * width) / height), 1, x.dim(rows(x) + 1));
  }

  /// {@return the picture with equal margins of a value at both sides, that give it the proportions
  /// of this size but for a pixel}
  Tensor framed(Tensor x, double value) {
    long high = x.dim(rows(x));
    long wide = x.dim(rows(x) + 1);
    long rows = Math.max(high, (long) ((double) (wide * height) / width));
    long columns = Math.max(wide, (long) ((double) (high * width) / height));
    long[][] widths = new long[x.rank()][2];
    Arrays.fill(widths[rows(x)], (rows - high) / 2);
    Arrays.fill(widths[rows(x) + 1], (columns - wide) / 2);
    return x.pad(widths, value);
  }
}
