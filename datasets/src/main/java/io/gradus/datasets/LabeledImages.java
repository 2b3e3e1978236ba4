package io.gradus.datasets;

import io.gradus.data.Dataset;
import io.gradus.tensor.Tensor;

/// Images and what each of them shows, as stored.
///
/// @param images `uint8[n, height, width]`, 0 for black to 255
/// @param labels `uint8[n]`, the class of each image
public record LabeledImages(Tensor images, Tensor labels) {
  /// {@return the number of images}
  public long size() {
    return labels.dim(0);
  }

  /// {@return the same with each image as a row of pixels, `uint8[n, height·width]`, on the same
  /// storage}
  public LabeledImages flat() {
    return new LabeledImages(images.reshape(size(), -1), labels);
  }

  /// {@return the images as inputs and the labels as targets; the storage stays bytes, and the
  /// pixels of each batch become `float32` in [0, 1] as it is taken, or before: it is prefetched}
  public Dataset dataset() {
    return Dataset.of(images, labels)
        .mapRecorded(batch -> batch.mapX(pixels -> pixels.div(255)))
        .prefetch();
  }
}
