package io.gradus.preprocessing;

import io.gradus.nn.box.BoxFormat;
import org.jspecify.annotations.Nullable;

/// How images and boxes come in.
///
/// @param channelsFirst whether the channels stand before height and width
/// @param boxes what the numbers of bounding boxes are, or null if there are no boxes
record ImageFormat(boolean channelsFirst, @Nullable BoxFormat boxes) {
  static final ImageFormat DEFAULT = new ImageFormat(false, null);
}
