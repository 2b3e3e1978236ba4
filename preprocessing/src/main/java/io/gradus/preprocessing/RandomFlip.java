package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoxTransform;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import java.util.List;

/// Mirrors half of the images while training (`keras.layers.RandomFlip`): `horizontal` left to
/// right, `vertical` top to bottom, `horizontal_and_vertical`, the default, both at once; in
/// inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomFlip extends ImageAugmentation<RandomFlip> {
  private static final List<String> MODES =
      List.of("horizontal", "vertical", "horizontal_and_vertical");
  private static final ConfigKey<String> MODE = new ConfigKey<>("mode", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomFlip> SCHEMA =
      ImageAugmentation.<RandomFlip>schemaOfImages("RandomFlip")
          .optional(MODE, layer -> layer.mode, "horizontal_and_vertical")
          .build(RandomFlip::new);

  private final String mode;

  /// A layer that mirrors in both directions.
  public RandomFlip() {
    this("horizontal_and_vertical");
  }

  /// A layer of the given mode.
  public RandomFlip(String mode) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, mode);
  }

  private RandomFlip(Settings settings, ImageOptions image, String mode) {
    super(settings, image);
    if (!MODES.contains(mode)) {
      throw Names.unknown("random flip: mode", mode, MODES);
    }
    this.mode = mode;
  }

  private RandomFlip(Config config) {
    this(settings(config), image(config), config.get(MODE));
  }

  @Override
  RandomFlip with(Settings settings, ImageOptions changed) {
    return new RandomFlip(settings, changed, mode);
  }

  @Override
  public Schema<RandomFlip> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    return column(drawn, 0).lessEqual(0.5).where(flipped(x), x);
  }

  private Tensor flipped(Tensor x) {
    return switch (mode) {
      case "horizontal" -> x.flip(2);
      case "vertical" -> x.flip(1);
      default -> x.flip(1, 2);
    };
  }

  @Override
  AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    Tensor masks = in.segmentationMasks();
    return in.images(images)
        .boundingBoxes(moved(in, images, boxes -> mirrored(boxes, images, drawn)))
        .segmentationMasks(masks == null ? null : changed(masks, drawn, call));
  }

  private Tensor mirrored(Tensor boxes, Tensor images, Tensor drawn) {
    double height = images.dim(1);
    double width = images.dim(2);
    Tensor mirrored =
        BoxTransform.around(
            boxes,
            (x, y) ->
                new BoxTransform.Point(
                    mode.equals("vertical") ? x : x.neg().add(width),
                    mode.equals("horizontal") ? y : y.neg().add(height)));
    return number(drawn, 0).lessEqual(0.5).where(mirrored, boxes);
  }
}
