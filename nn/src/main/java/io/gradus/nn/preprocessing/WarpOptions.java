package io.gradus.nn.preprocessing;

/// How images are moved.
///
/// @param fill what stands beyond the edges
/// @param resampling what is between pixels
/// @param value the value of [FillMode#CONSTANT]
record WarpOptions(FillMode fill, Resampling resampling, double value) {
  static final WarpOptions DEFAULT = new WarpOptions(FillMode.REFLECT, Resampling.BILINEAR, 0);

  /// {@return these options for segmentation masks, in which nothing is between two classes}
  WarpOptions ofMasks() {
    return new WarpOptions(fill, Resampling.NEAREST, value);
  }
}
