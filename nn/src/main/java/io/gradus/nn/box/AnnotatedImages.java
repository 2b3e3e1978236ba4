package io.gradus.nn.box;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import org.jspecify.annotations.Nullable;

/// Images and what is known of them, which layers on images change alike: a box and a mask stay
/// with what they show. Immutable; each method gives a changed copy.
///
/// ```java
/// var seen = AnnotatedImages.of(images).boundingBoxes(new BoundingBoxes(boxes, classes));
/// var turned = new RandomRotation(0.1).boundingBoxFormat(BoxFormat.XYXY).augment(seen, 1);
/// ```
///
/// @param images `[height, width, channels]`, or a batch of them
/// @param boundingBoxes the boxes, `[n, 4]` or `[batch, n, 4]`, or null
/// @param labels the labels of whole images, or null
/// @param segmentationMasks the class of each pixel, with the axes of the images, or null
public record AnnotatedImages(
    Tensor images,
    @Nullable BoundingBoxes boundingBoxes,
    @Nullable Tensor labels,
    @Nullable Tensor segmentationMasks) {
  /// Checks the shapes.
  ///
  /// @throws ShapeException if there are not as many boxes, labels or masks as images
  public AnnotatedImages {
    if (images.rank() != 3 && images.rank() != 4) {
      throw new ShapeException(
          "annotated images: needs an image of 3 axes or a batch of 4; got x=" + images.type());
    }
    if (boundingBoxes != null && !fits(images, boundingBoxes.boxes(), 1)) {
      throw new ShapeException(
          "annotated images: needs boxes of each image; got x=%s, boxes=%s"
              .formatted(images.type(), boundingBoxes.boxes().type()));
    }
    if (segmentationMasks != null && !fits(images, segmentationMasks, 0)) {
      throw new ShapeException(
          "annotated images: needs a mask of each image; got x=%s, masks=%s"
              .formatted(images.type(), segmentationMasks.type()));
    }
    if (labels != null
        && images.rank() == 4
        && (labels.rank() == 0 || labels.dim(0) != images.dim(0))) {
      throw new ShapeException(
          "annotated images: needs labels of each image; got x=%s, labels=%s"
              .formatted(images.type(), labels.type()));
    }
  }

  private static boolean fits(Tensor images, Tensor other, int fewer) {
    return other.rank() == images.rank() - fewer
        && (images.rank() == 3 || other.dim(0) == images.dim(0));
  }

  /// Refuses masks of another size than the images, which would not stay with what they show.
  ///
  /// @param layer who asks, in the message
  /// @param rows the axis of the rows; that of the columns is the next
  /// @throws ShapeException if there are such masks
  public void checkMasks(String layer, int rows) {
    if (segmentationMasks == null) {
      return;
    }
    for (int axis = rows; axis <= rows + 1; axis++) {
      boolean known = images.shape().isKnown(axis) && segmentationMasks.shape().isKnown(axis);
      if (known && images.dim(axis) != segmentationMasks.dim(axis)) {
        throw new ShapeException(
            "%s: needs masks of the images' height and width; got x=%s, masks=%s"
                .formatted(layer, images.type(), segmentationMasks.type()));
      }
    }
  }

  /// {@return images of which nothing is known}
  public static AnnotatedImages of(Tensor images) {
    return new AnnotatedImages(images, null, null, null);
  }

  /// {@return this with other images}
  public AnnotatedImages images(Tensor changed) {
    return new AnnotatedImages(changed, boundingBoxes, labels, segmentationMasks);
  }

  /// {@return this with other boxes, or without if they are null}
  public AnnotatedImages boundingBoxes(@Nullable BoundingBoxes changed) {
    return new AnnotatedImages(images, changed, labels, segmentationMasks);
  }

  /// {@return this with other labels, or without if they are null}
  public AnnotatedImages labels(@Nullable Tensor changed) {
    return new AnnotatedImages(images, boundingBoxes, changed, segmentationMasks);
  }

  /// {@return this with other masks, or without if they are null}
  public AnnotatedImages segmentationMasks(@Nullable Tensor changed) {
    return new AnnotatedImages(images, boundingBoxes, labels, changed);
  }
}
