package io.gradus.nn.preprocessing;

import org.jspecify.annotations.Nullable;

/// What every layer on images can be told.
///
/// @param channelsFirst whether the channels stand before height and width
/// @param seed as Keras writes it; random numbers follow from the model's seed
record ImageOptions(boolean channelsFirst, @Nullable Integer seed) {
  static final ImageOptions DEFAULT = new ImageOptions(false, null);
}
