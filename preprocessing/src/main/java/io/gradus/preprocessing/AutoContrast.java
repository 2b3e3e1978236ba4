package io.gradus.preprocessing;

import static io.gradus.preprocessing.ColorAugmentation.BYTES;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// Stretches each channel of each image over the whole range of values
/// (`keras.layers.AutoContrast`), in training and in inference: `(x − low)·255 / (high − low)` with
/// the channel's smallest and largest value, on a scale up to 255. A channel with one value stays
/// as it is. Where channels stand first, Keras stretches each column of the image instead.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class AutoContrast extends ImageLayer<AutoContrast> {
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);

  /// The configuration, as Keras writes it.
  public static final Schema<AutoContrast> SCHEMA =
      ImageLayer.<AutoContrast>schemaOfFormat("AutoContrast")
          .optional(VALUES, layer -> layer.values, BYTES)
          .build(AutoContrast::new);

  private final Range values;

  /// A layer on images with values in [0, 255].
  public AutoContrast() {
    this(Settings.DEFAULT, ImageFormat.DEFAULT, BYTES);
  }

  private AutoContrast(Settings settings, ImageFormat format, Range values) {
    super(settings, format);
    this.values = values;
  }

  private AutoContrast(Config config) {
    this(settings(config), format(config), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public AutoContrast valueRange(double low, double high) {
    return new AutoContrast(settings(), format(), Range.of(low, high));
  }

  @Override
  AutoContrast with(Settings settings, ImageFormat format) {
    return new AutoContrast(settings, format, values);
  }

  @Override
  public Schema<AutoContrast> schema() {
    return SCHEMA;
  }

  @Override
  Tensor trained(Tensor x, Call call) {
    return unchanged(x);
  }

  @Override
  Tensor unchanged(Tensor x) {
    Tensor bytes = values.to(BYTES, x);
    Tensor low = bytes.min(Axes.of(1, 2).keep());
    Tensor high = bytes.max(Axes.of(1, 2).keep());
    Tensor scale = Tensor.scalar(x.dtype(), 255.0).div(high.sub(low));
    Tensor stretched = BYTES.clip(bytes.mul(scale).sub(low.mul(scale)));
    Tensor result = BYTES.to(values, stretched);
    return result.isNan().where(x, result);
  }
}
