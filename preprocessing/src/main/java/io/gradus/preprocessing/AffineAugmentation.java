package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// An augmentation that moves pixels by an affine map.
///
/// @param <A> the layer
abstract class AffineAugmentation<A extends AffineAugmentation<A>> extends WarpingAugmentation<A> {
  AffineAugmentation(Settings settings, ImageOptions image, WarpOptions warp) {
    super(settings, image, warp);
    if (warp.fill() == FillMode.MIRROR) {
      throw new IllegalArgumentException(
          "%s: fillMode must be reflect, wrap, constant or nearest, got mirror".formatted(label()));
    }
  }

  /// {@return where pixels come from}
  ///
  /// @param drawn uniform numbers in [0, 1), `[batch, draws]`
  abstract Affine affine(long height, long width, Tensor drawn);

  @Override
  final Tensor changed(Tensor x, Tensor drawn, Call call) {
    return affine(x.dim(1), x.dim(2), drawn).projection().of(x, warp());
  }

  @Override
  final AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    Projection map = affine(images.dim(1), images.dim(2), drawn).projection();
    Tensor masks = in.segmentationMasks();
    return in.images(images)
        .boundingBoxes(moved(in, images, map::boxes))
        .segmentationMasks(masks == null ? null : map.of(masks, warp().ofMasks()));
  }
}
