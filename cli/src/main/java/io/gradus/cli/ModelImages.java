package io.gradus.cli;

import io.gradus.data.Dataset;
import io.gradus.datasets.LabeledImages;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;

/// Grey images in the form that a model takes them: rows of pixels, or images with or without an
/// axis for the one channel.
///
/// @param height the pixels of a column
/// @param width the pixels of a row
/// @param sample the shape of one sample of the model
record ModelImages(long height, long width, Shape sample) {
  /// {@return the form that the model takes}
  ///
  /// @throws IllegalArgumentException if it does not take grey images of a known size
  static ModelImages of(Model model) {
    Shape shape = given(model);
    boolean known = shape.rank() > 1;
    for (int axis = 1; axis < shape.rank(); axis++) {
      known &= shape.isKnown(axis);
    }
    if (known) {
      Shape sample = shape.slice(1, shape.rank());
      long side = (long) Math.sqrt((double) sample.size());
      if (sample.rank() == 1 && side * side == sample.size()) {
        return new ModelImages(side, side, sample);
      }
      if (sample.rank() == 2 || (sample.rank() == 3 && sample.dim(-1) == 1)) {
        return new ModelImages(sample.dim(0), sample.dim(1), sample);
      }
    }
    throw new IllegalArgumentException(
        "model: needs one input of grey images; got x=%s".formatted(shape));
  }

  private static Shape given(Model model) {
    InputLayer first =
        switch (model) {
          case Sequential chain -> chain.inputLayer();
          default -> model.layers().getFirst() instanceof InputLayer input ? input : null;
        };
    return first == null ? Shape.of(Shape.UNKNOWN) : first.type().shape();
  }

  /// {@return the images with their labels, in the form of the model}
  ///
  /// @throws IllegalArgumentException if they have another size
  Dataset dataset(LabeledImages given) {
    check(given.images().dim(1), given.images().dim(2), "the data");
    return given.dataset().mapRecorded(batch -> batch.mapX(this::shaped));
  }

  /// Checks the size of images.
  void check(long rows, long columns, String what) {
    if (rows != height || columns != width) {
      throw new IllegalArgumentException(
          "%s: the model needs images of %d×%d pixels; got %d×%d"
              .formatted(what, width, height, columns, rows));
    }
  }

  /// {@return pixels from 0 to 255 as one sample in [0, 1]}
  Tensor sample(Tensor pixels) {
    return shaped(pixels.cast(DType.FLOAT32).div(255).expandDims(0));
  }

  private Tensor shaped(Tensor images) {
    return images.reshape(Shape.of(images.dim(0)).concat(sample));
  }
}
