package io.gradus.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes brightness, contrast, saturation and hue of each colour image while training, in this
/// order (`keras.layers.RandomColorJitter`): what [RandomBrightness], [RandomContrast],
/// [RandomSaturation] and [RandomHue] do, as far as factors for them are given; in inference images
/// stay as they are.
///
/// Shapes: `[batch, height, width, 3]`, or one image without the first axis; the output has the
/// input's shape.
public final class RandomColorJitter extends ImageAugmentation<RandomColorJitter> {
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);
  private static final ConfigKey<@Nullable Range> BRIGHTNESS =
      new ConfigKey<>("brightness_factor", Range.AROUND_ZERO_AS_GIVEN.orNull());
  private static final ConfigKey<@Nullable Range> CONTRAST =
      new ConfigKey<>("contrast_factor", Range.FROM_ZERO_AS_GIVEN.orNull());
  private static final ConfigKey<@Nullable Range> SATURATION =
      new ConfigKey<>("saturation_factor", Range.AROUND_ZERO_AS_GIVEN.orNull());
  private static final ConfigKey<@Nullable Range> HUE =
      new ConfigKey<>("hue_factor", Range.FROM_ZERO_AS_GIVEN.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<RandomColorJitter> SCHEMA =
      ImageAugmentation.<RandomColorJitter>schemaOfImages("RandomColorJitter")
          .optional(VALUES, layer -> layer.factors.values, ColorAugmentation.BYTES)
          .optional(BRIGHTNESS, layer -> layer.factors.brightness, null)
          .optional(CONTRAST, layer -> layer.factors.contrast, null)
          .optional(SATURATION, layer -> layer.factors.saturation, null)
          .optional(HUE, layer -> layer.factors.hue, null)
          .build(RandomColorJitter::new);

  private final Factors factors;
  private final List<ImageAugmentation<?>> steps;

  private record Factors(
      Range values,
      @Nullable Range brightness,
      @Nullable Range contrast,
      @Nullable Range saturation,
      @Nullable Range hue) {
    List<ImageAugmentation<?>> steps() {
      double low = values.low();
      double high = values.high();
      List<ImageAugmentation<?>> steps = new ArrayList<>();
      if (brightness != null) {
        steps.add(new RandomBrightness(brightness.low(), brightness.high()).valueRange(low, high));
      }
      if (contrast != null) {
        steps.add(new RandomContrast(contrast.low(), contrast.high()).valueRange(low, high));
      }
      if (saturation != null) {
        steps.add(new RandomSaturation(saturation.low(), saturation.high()).valueRange(low, high));
      }
      if (hue != null) {
        steps.add(new RandomHue(hue.low(), hue.high()).valueRange(low, high));
      }
      return steps;
    }
  }

  /// A layer that changes nothing yet.
  public RandomColorJitter() {
    this(
        Settings.DEFAULT,
        ImageOptions.DEFAULT,
        new Factors(ColorAugmentation.BYTES, null, null, null, null));
  }

  private RandomColorJitter(Settings settings, ImageOptions image, Factors factors) {
    super(settings, image);
    this.factors = factors;
    this.steps = factors.steps();
  }

  private RandomColorJitter(Config config) {
    this(
        settings(config),
        image(config),
        new Factors(
            config.get(VALUES),
            config.get(BRIGHTNESS),
            config.get(CONTRAST),
            config.get(SATURATION),
            config.get(HUE)));
  }

  private RandomColorJitter with(Factors changed) {
    return new RandomColorJitter(settings(), image(), changed);
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomColorJitter valueRange(double low, double high) {
    Factors f = factors;
    return with(new Factors(Range.of(low, high), f.brightness, f.contrast, f.saturation, f.hue));
  }

  /// {@return this layer, unbuilt, changing the brightness by a share in this range, see
  /// [RandomBrightness]}
  public RandomColorJitter brightness(double low, double high) {
    Factors f = factors;
    return with(new Factors(f.values, Range.of(low, high), f.contrast, f.saturation, f.hue));
  }

  /// {@return this layer, unbuilt, changing the contrast, see [RandomContrast]}
  public RandomColorJitter contrast(double low, double high) {
    Factors f = factors;
    return with(new Factors(f.values, f.brightness, Range.of(low, high), f.saturation, f.hue));
  }

  /// {@return this layer, unbuilt, changing the saturation, see [RandomSaturation]}
  public RandomColorJitter saturation(double low, double high) {
    Factors f = factors;
    return with(new Factors(f.values, f.brightness, f.contrast, Range.of(low, high), f.hue));
  }

  /// {@return this layer, unbuilt, changing the hue, see [RandomHue]}
  public RandomColorJitter hue(double low, double high) {
    Factors f = factors;
    return with(new Factors(f.values, f.brightness, f.contrast, f.saturation, Range.of(low, high)));
  }

  @Override
  RandomColorJitter with(Settings settings, ImageOptions changed) {
    return new RandomColorJitter(settings, changed, factors);
  }

  @Override
  public Schema<RandomColorJitter> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return steps.stream().mapToInt(ImageAugmentation::draws).sum();
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor images = x;
    int first = 0;
    for (ImageAugmentation<?> step : steps) {
      int last = first + step.draws();
      images = step.changed(images, drawn.get(Index.ALL, Index.range(first, last)), call);
      first = last;
    }
    return images;
  }

  @Override
  void check(TensorType input) {
    checkColours(input);
  }
}
