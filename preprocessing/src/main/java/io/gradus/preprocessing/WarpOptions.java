package io.gradus.preprocessing;

import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Padding;
import io.gradus.tensor.Sampler;

/// How images are moved.
///
/// @param fill what stands beyond the edges
/// @param resampling what is between pixels
/// @param value the value of [FillMode#CONSTANT]
record WarpOptions(FillMode fill, Resampling resampling, double value) {
  static final WarpOptions DEFAULT = new WarpOptions(FillMode.REFLECT, Resampling.BILINEAR, 0);

  /// {@return what the images are between their pixels and beyond their edges}
  Sampler sampler() {
    Interpolation between =
        resampling == Resampling.NEAREST ? Interpolation.NEAREST : Interpolation.BILINEAR;
    return switch (fill) {
      case REFLECT -> Sampler.of(between, Padding.SYMMETRIC);
      case MIRROR -> Sampler.of(between, Padding.REFLECT);
      case WRAP -> Sampler.of(between, Padding.WRAP);
      case NEAREST -> Sampler.of(between, Padding.EDGE);
      case CONSTANT -> Sampler.of(between, value);
    };
  }

  /// {@return these options for segmentation masks, in which nothing is between two classes}
  WarpOptions ofMasks() {
    return new WarpOptions(fill, Resampling.NEAREST, value);
  }
}
