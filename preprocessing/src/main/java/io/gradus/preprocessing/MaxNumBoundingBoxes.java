package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Gives all images the same number of bounding boxes (`keras.layers.MaxNumBoundingBoxes`): further
/// ones are left out, missing ones are −1 in all numbers and as label. Images stay as they are.
///
/// Shapes: boxes `[batch, n, 4]` become `[batch, number, 4]`, labels `[batch, n]` `[batch,
/// number]`.
public final class MaxNumBoundingBoxes extends ImageLayer<MaxNumBoundingBoxes> {
  private static final ConfigKey<Integer> NUMBER = new ConfigKey<>("max_number", Codec.INTEGER);
  // Keras takes it and does not write it.
  private static final ConfigKey<Integer> FILL = new ConfigKey<>("fill_value", Codec.INTEGER);
  private static final int NONE = -1;

  /// The configuration, as Keras writes it.
  public static final Schema<MaxNumBoundingBoxes> SCHEMA =
      ImageLayer.<MaxNumBoundingBoxes>schemaOfFormat("MaxNumBoundingBoxes")
          .required(NUMBER, layer -> layer.number)
          .extra(FILL, layer -> layer.fill, NONE)
          .build(MaxNumBoundingBoxes::new);

  private final int number;
  private final int fill;

  /// A layer that gives so many boxes.
  ///
  /// @throws IllegalArgumentException if it is negative
  public MaxNumBoundingBoxes(int maxNumber) {
    this(Settings.DEFAULT, ImageFormat.DEFAULT, maxNumber, NONE);
  }

  private MaxNumBoundingBoxes(Settings settings, ImageFormat format, int number, int fill) {
    super(settings, format);
    Limits.atLeast("max num bounding boxes", "maxNumber", number, 0);
    this.number = number;
    this.fill = fill;
  }

  private MaxNumBoundingBoxes(Config config) {
    this(settings(config), format(config), config.get(NUMBER), config.get(FILL));
  }

  /// {@return this layer, unbuilt, with another value in boxes and labels that are not there}
  public MaxNumBoundingBoxes fillValue(int changed) {
    return new MaxNumBoundingBoxes(settings(), format(), number, changed);
  }

  @Override
  MaxNumBoundingBoxes with(Settings settings, ImageFormat changed) {
    return new MaxNumBoundingBoxes(settings, changed, number, fill);
  }

  @Override
  public Schema<MaxNumBoundingBoxes> schema() {
    return SCHEMA;
  }

  @Override
  boolean keepsType() {
    return true;
  }

  @Override
  Tensor trained(Tensor x, Call call) {
    return x;
  }

  @Override
  AnnotatedImages trained(AnnotatedImages in, Call call) {
    return unchanged(in);
  }

  @Override
  AnnotatedImages unchanged(AnnotatedImages in) {
    BoundingBoxes boxes = in.boundingBoxes();
    return boxes == null ? in : in.boundingBoxes(boxes.count(number, fill));
  }
}
