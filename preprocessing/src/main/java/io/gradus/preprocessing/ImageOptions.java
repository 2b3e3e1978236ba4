package io.gradus.preprocessing;

import org.jspecify.annotations.Nullable;

/// What every layer that changes images at random can be told.
///
/// @param format how images and boxes come in
/// @param seed as Keras writes it; random numbers follow from the model's seed
record ImageOptions(ImageFormat format, @Nullable Integer seed) {
  static final ImageOptions DEFAULT = new ImageOptions(ImageFormat.DEFAULT, null);
}
