package io.gradus.nn.layer;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.box.BoxFormat;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Cuts the middle out of pictures (`keras.layers.CenterCrop`). Of a picture that is smaller in one
/// direction it takes the largest part in the middle that has the proportions, and resizes it,
/// bilinear. Integers become the layer's floating type.
///
/// Shapes: input `[n, rows, columns, channels]` or one picture `[rows, columns, channels]`, output
/// with `height` rows and `width` columns; with [DataFormat#CHANNELS_FIRST] the channels stand
/// before the rows.
public final class CenterCrop extends Layer implements AnnotatedImageLayer {
  private static final String LAYER = "center crop";

  /// The configuration, as Keras writes it.
  public static final Schema<CenterCrop> SCHEMA =
      Layer.<CenterCrop>schemaOf("CenterCrop")
          .optional(Picture.DATA_FORMAT, layer -> layer.picture.format(), DataFormat.CHANNELS_LAST)
          .required(Picture.HEIGHT, layer -> layer.picture.height())
          .required(Picture.WIDTH, layer -> layer.picture.width())
          .extra(Picture.BOXES, layer -> layer.picture.boxes(), null)
          .build(CenterCrop::new);

  private final Picture picture;

  /// A layer that makes pictures of `height` rows and `width` columns.
  ///
  /// @throws IllegalArgumentException if one of them is below 1
  public CenterCrop(int height, int width) {
    this(Settings.DEFAULT, new Picture(LAYER, height, width, DataFormat.CHANNELS_LAST, null));
  }

  private CenterCrop(Settings settings, Picture picture) {
    super(settings);
    this.picture = picture;
  }

  private CenterCrop(Config config) {
    this(
        settings(config),
        new Picture(
            LAYER,
            config.get(Picture.HEIGHT),
            config.get(Picture.WIDTH),
            config.get(Picture.DATA_FORMAT),
            config.get(Picture.BOXES)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public CenterCrop named(String name) {
    return new CenterCrop(settings().named(name), picture);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public CenterCrop dataFormat(DataFormat format) {
    return new CenterCrop(settings(), picture.format(format));
  }

  /// {@return this layer, unbuilt, for bounding boxes of this format}
  public CenterCrop boundingBoxFormat(BoxFormat format) {
    return new CenterCrop(settings(), picture.boxes(format));
  }

  /// {@return this layer, unbuilt, for bounding boxes of this format by Keras' name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public CenterCrop boundingBoxFormat(String format) {
    return boundingBoxFormat(BoxFormat.of(format));
  }

  /// {@return the middle of pictures, and what is known of it, computed at once; masks are resized
  /// to the nearest pixel}
  ///
  /// @throws IllegalArgumentException if there are boxes, and the layer was not told their format,
  ///   or masks of another size than the pictures
  @Override
  public AnnotatedImages call(AnnotatedImages in, Call call) {
    in.checkMasks("center crop", picture.rows(in.images()));
    Tensor masks = in.segmentationMasks();
    return in.images(call(Values.of(in.images()), call).one())
        .boundingBoxes(picture.moved(in, boxes -> cropped(boxes, in.images())))
        .segmentationMasks(masks == null ? null : cropped(masks, Interpolation.NEAREST));
  }

  private Tensor cropped(Tensor boxes, Tensor x) {
    long rows = picture.height();
    long columns = picture.width();
    boolean isPart = x.dim(picture.rows(x)) >= rows && x.dim(picture.rows(x) + 1) >= columns;
    if (!isPart) {
      rows = picture.middleRows(x);
      columns = picture.middleColumns(x);
    }
    long top = (x.dim(picture.rows(x)) - rows) / 2;
    long left = (x.dim(picture.rows(x) + 1) - columns) / 2;
    Tensor inside = BoundingBoxes.crop(boxes, top, left, rows, columns);
    if (isPart) {
      return inside;
    }
    Tensor shares =
        BoundingBoxes.convert(inside, BoxFormat.XYXY, BoxFormat.REL_XYXY, rows, columns);
    return BoundingBoxes.convert(
        shares, BoxFormat.REL_XYXY, BoxFormat.XYXY, picture.height(), picture.width());
  }

  @Override
  public Schema<CenterCrop> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    picture.check(inputs);
    return Forward.single((x, _) -> cropped(x.cast(policy().compute()), Interpolation.BILINEAR));
  }

  private Tensor cropped(Tensor x, Interpolation interpolation) {
    if (!picture.isKnown(x)) {
      return picture.stand(x);
    }
    int rows = picture.rows(x);
    long above = x.dim(rows) - picture.height();
    long beside = x.dim(rows + 1) - picture.width();
    if (above >= 0 && beside >= 0) {
      return picture.part(x, above / 2, beside / 2, picture.height(), picture.width());
    }
    return picture.middle(x).resize(rows, picture.height(), picture.width(), interpolation, false);
  }
}
