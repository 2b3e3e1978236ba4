package io.gradus.nn.layer;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.box.BoxFormat;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings pictures to one size (`keras.layers.Resizing`), by default bilinear and whatever becomes
/// of the proportions. Integers stay integers, rounded.
///
/// Shapes: input `[n, rows, columns, channels]` or one picture `[rows, columns, channels]`, output
/// with `height` rows and `width` columns; with [DataFormat#CHANNELS_FIRST] the channels stand
/// before the rows.
public final class Resizing extends Layer implements AnnotatedImageLayer {
  private static final String LAYER = "resizing";
  private static final String CONSTANT = "constant";
  private static final ConfigKey<Boolean> CROP =
      new ConfigKey<>("crop_to_aspect_ratio", Codec.TRUTH);
  private static final ConfigKey<Boolean> PAD = new ConfigKey<>("pad_to_aspect_ratio", Codec.TRUTH);
  private static final ConfigKey<Double> FILL_VALUE = new ConfigKey<>("fill_value", Codec.NUMBER);
  private static final ConfigKey<String> FILL_MODE =
      new ConfigKey<>("fill_mode", Codec.of(Resizing::readFillMode));
  private static final ConfigKey<Boolean> ANTIALIAS = new ConfigKey<>("antialias", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<Resizing> SCHEMA =
      Layer.<Resizing>schemaOf("Resizing")
          .optional(
              Picture.DATA_FORMAT,
              layer -> layer.options.picture.format(),
              DataFormat.CHANNELS_LAST)
          .required(Picture.HEIGHT, layer -> layer.options.picture.height())
          .required(Picture.WIDTH, layer -> layer.options.picture.width())
          .optional(
              Picture.INTERPOLATION, layer -> layer.options.interpolation, Interpolation.BILINEAR)
          .optional(CROP, layer -> layer.options.crop, false)
          .optional(PAD, layer -> layer.options.pad, false)
          .optional(FILL_MODE, _ -> CONSTANT, CONSTANT)
          .optional(FILL_VALUE, layer -> layer.options.fill, 0.0)
          .optional(ANTIALIAS, layer -> layer.options.antialias, false)
          .extra(Picture.BOXES, layer -> layer.options.picture.boxes(), null)
          .build(Resizing::new);

  private final Options options;

  private record Options(
      Picture picture,
      Interpolation interpolation,
      boolean crop,
      boolean pad,
      double fill,
      boolean antialias) {
    Options {
      if (crop && pad) {
        throw new IllegalArgumentException(
            "resizing: crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other");
      }
    }

    Options picture(Picture picture) {
      return new Options(picture, interpolation, crop, pad, fill, antialias);
    }

    Options interpolation(Interpolation interpolation) {
      return new Options(picture, interpolation, crop, pad, fill, antialias);
    }

    Options proportions(boolean crop, boolean pad, double fill) {
      return new Options(picture, interpolation, crop, pad, fill, antialias);
    }

    Options antialias(boolean antialias) {
      return new Options(picture, interpolation, crop, pad, fill, antialias);
    }
  }

  /// A layer that makes pictures of `height` rows and `width` columns.
  ///
  /// @throws IllegalArgumentException if one of them is below 1
  public Resizing(int height, int width) {
    this(
        Settings.DEFAULT,
        new Options(
            new Picture(LAYER, height, width, DataFormat.CHANNELS_LAST, null),
            Interpolation.BILINEAR,
            false,
            false,
            0,
            false));
  }

  private Resizing(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private Resizing(Config config) {
    this(
        settings(config),
        new Options(
            new Picture(
                LAYER,
                config.get(Picture.HEIGHT),
                config.get(Picture.WIDTH),
                config.get(Picture.DATA_FORMAT),
                config.get(Picture.BOXES)),
            config.get(Picture.INTERPOLATION),
            config.get(CROP),
            config.get(PAD),
            config.get(FILL_VALUE),
            config.get(ANTIALIAS)));
  }

  private static String readFillMode(@Nullable Object value) {
    if (CONSTANT.equals(value)) {
      return CONSTANT;
    }
    throw new IllegalArgumentException("expected \"constant\", got \"" + value + "\"");
  }

  /// {@return this layer, unbuilt, with the given name}
  public Resizing named(String name) {
    return new Resizing(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with other weights of the pixels}
  public Resizing interpolation(Interpolation interpolation) {
    return new Resizing(settings(), options.interpolation(interpolation));
  }

  /// {@return this layer, unbuilt, with other weights of the pixels, by Keras' name}
  ///
  /// @throws IllegalArgumentException if there are none of this name
  public Resizing interpolation(String name) {
    return interpolation(Picture.interpolation(name));
  }

  /// {@return this layer, unbuilt, with the proportions kept: of each picture the largest part in
  /// the middle that has those of the new size}
  ///
  /// @throws IllegalArgumentException if pictures are padded already
  public Resizing cropToAspectRatio() {
    return new Resizing(settings(), options.proportions(true, options.pad, options.fill));
  }

  /// {@return this layer, unbuilt, with the proportions kept: each picture gets margins of this
  /// value}
  ///
  /// @throws IllegalArgumentException if pictures are cropped already
  public Resizing padToAspectRatio(double fillValue) {
    return new Resizing(settings(), options.proportions(options.crop, true, fillValue));
  }

  /// {@return this layer, unbuilt, which smooths pictures that get smaller, or not; without effect
  /// on [Interpolation#NEAREST]}
  public Resizing antialias(boolean antialias) {
    return new Resizing(settings(), options.antialias(antialias));
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public Resizing dataFormat(DataFormat format) {
    return new Resizing(settings(), options.picture(options.picture.format(format)));
  }

  /// {@return this layer, unbuilt, for bounding boxes of this format}
  public Resizing boundingBoxFormat(BoxFormat format) {
    return new Resizing(settings(), options.picture(options.picture.boxes(format)));
  }

  /// {@return this layer, unbuilt, for bounding boxes of this format by Keras' name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public Resizing boundingBoxFormat(String format) {
    return boundingBoxFormat(BoxFormat.of(format));
  }

  /// {@return the pictures in the size, and what is known of them, computed at once; masks are
  /// resized to the nearest pixel, and boxes that are 0 or −1 in all numbers are 0 in `xyxy`}
  ///
  /// @throws IllegalArgumentException if there are boxes, and the layer was not told their format,
  ///   or masks of another size than the pictures
  @Override
  public AnnotatedImages call(AnnotatedImages in, Call call) {
    in.checkMasks("resizing", options.picture.rows(in.images()));
    Tensor masks = in.segmentationMasks();
    BoundingBoxes given = in.boundingBoxes();
    BoundingBoxes moved = options.picture.moved(in, boxes -> boxes(boxes, in.images()));
    return in.images(call(Values.of(in.images()), call).one())
        .boundingBoxes(given == null || moved == null ? null : withoutNone(given, moved))
        .segmentationMasks(
            masks == null ? null : interpolation(Interpolation.NEAREST).resized(masks));
  }

  private BoundingBoxes withoutNone(BoundingBoxes given, BoundingBoxes moved) {
    Tensor boxes = given.boxes();
    Tensor none = boxes.equal(-1).all(-1).logicalOr(boxes.equal(0).all(-1)).expandDims(-1);
    return moved.boxes(none.where(Tensor.scalar(moved.boxes().dtype(), 0), moved.boxes()));
  }

  // With Keras' numbers: float32, of which a half is rounded down.
  private Tensor boxes(Tensor boxes, Tensor x) {
    float rows = x.dim(options.picture.rows(x));
    float columns = x.dim(options.picture.rows(x) + 1);
    int height = options.picture.height();
    int width = options.picture.width();
    if (options.pad) {
      float ratio = Math.min(height / rows, width / columns);
      return scaled(
          boxes,
          ratio,
          ratio,
          (float) Math.floor((width - columns * ratio) / 2),
          (float) Math.floor((height - rows * ratio) / 2));
    }
    if (options.crop) {
      float aspect = columns / rows;
      boolean isWide = aspect > (float) ((double) width / height);
      float wholeWidth = isWide ? height * aspect : width;
      float wholeHeight = isWide ? height : width / aspect;
      return scaled(
          boxes,
          wholeWidth / columns,
          wholeHeight / rows,
          -(float) Math.floor((wholeWidth - width) / 2),
          -(float) Math.floor((wholeHeight - height) / 2));
    }
    return scaled(boxes, width / columns, height / rows, 0, 0);
  }

  private static Tensor scaled(Tensor boxes, float x, float y, float right, float down) {
    return boxes
        .mul(Tensor.of(x, y, x, y).cast(boxes.dtype()))
        .add(Tensor.of(right, down, right, down).cast(boxes.dtype()));
  }

  @Override
  public Schema<Resizing> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    options.picture.check(inputs);
    return Forward.single((x, _) -> resized(x));
  }

  /// {@return the pictures in the size, computed at once (`keras.ops.image.resize`)}
  ///
  /// @throws io.gradus.tensor.type.ShapeException if there are neither three nor four axes
  public Tensor resized(Tensor x) {
    options.picture.check(x.type());
    Picture picture = options.picture;
    if (!picture.isKnown(x)) {
      return picture.stand(x);
    }
    Tensor shown =
        options.crop ? picture.middle(x) : options.pad ? picture.framed(x, options.fill) : x;
    return shown.resize(
        picture.rows(x),
        picture.height(),
        picture.width(),
        options.interpolation,
        options.antialias);
  }
}
