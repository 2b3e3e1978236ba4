package io.gradus.preprocessing;

import java.util.ArrayList;
import java.util.List;

/// What layers that choose augmentations can be told.
///
/// @param values the range of the images' values
/// @param factor how strong the augmentations are, in [0, 1]
/// @param resampling what is between pixels
record AugmentationOptions(Range values, Range factor, Resampling resampling) {
  /// {@return options with this strength}
  static AugmentationOptions of(Range factor) {
    return new AugmentationOptions(ColorAugmentation.BYTES, factor, Resampling.BILINEAR);
  }

  /// {@return augmentations of this strength}
  ///
  /// @param all whether those that change brightness, colour, contrast and sharpness are among them
  List<ImageLayer<?>> augmentations(boolean all) {
    List<ImageLayer<?>> layers = new ArrayList<>(moves());
    if (all) {
      layers.addAll(colours());
    }
    layers.addAll(tones());
    return layers;
  }

  private List<ImageLayer<?>> moves() {
    double low = factor.low();
    double high = factor.high();
    return List.of(
        new RandomShear(0, 0).xFactor(low, high).yFactor(low, high).interpolation(resampling),
        new RandomTranslation(0, 0)
            .heightFactor(low, high)
            .widthFactor(low, high)
            .interpolation(resampling),
        new RandomRotation(low, high).interpolation(resampling));
  }

  private List<ImageLayer<?>> colours() {
    double low = factor.low();
    double high = factor.high();
    double least = values.low();
    double most = values.high();
    return List.of(
        new RandomBrightness(low, high).valueRange(least, most),
        new RandomColorDegeneration(low, high).valueRange(least, most),
        new RandomContrast(low, high).valueRange(least, most),
        new RandomSharpness(low, high).valueRange(least, most));
  }

  private List<ImageLayer<?>> tones() {
    double low = factor.low();
    double high = factor.high();
    double least = values.low();
    double most = values.high();
    return List.of(
        new RandomPosterization(Math.max(1, (int) (8 * high))).valueRange(least, most),
        new Solarization()
            .additionFactor(low, high)
            .thresholdFactor(low, high)
            .valueRange(least, most),
        new AutoContrast().valueRange(least, most),
        new Equalization().valueRange(least, most));
  }
}
