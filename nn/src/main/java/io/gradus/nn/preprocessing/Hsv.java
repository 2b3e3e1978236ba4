package io.gradus.nn.preprocessing;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// Colours as hue, saturation and value, each without the axis of the channels. Hue and saturation
/// are in [0, 1]; values are those of the image.
///
/// @param hue the place on the colour circle
/// @param saturation the distance from grey
/// @param value the largest of red, green and blue
record Hsv(Tensor hue, Tensor saturation, Tensor value) {
  /// Refuses images that do not have three channels.
  static void check(ImageAugmentation<?> layer, TensorType input) {
    Shape shape = input.shape();
    int axis = layer.image().format().channelsFirst() ? shape.rank() - 3 : shape.rank() - 1;
    if (!shape.isKnown(axis) || shape.dim(axis) != 3) {
      throw new ShapeException(
          "%s: needs colour images with 3 channels; got x=%s".formatted(layer.label(), input));
    }
  }

  /// {@return the colours of images with the channels red, green and blue last}
  static Hsv of(Tensor images) {
    Tensor red = channel(images, 0);
    Tensor green = channel(images, 1);
    Tensor blue = channel(images, 2);
    Tensor value = red.maximum(green).maximum(blue);
    Tensor range = value.sub(red.minimum(green).minimum(blue));
    Tensor coloured = range.greater(0);
    Tensor sixth = coloured.where(range, 1).mul(6.0).reciprocal();
    Tensor hue =
        value
            .equal(green)
            .where(sixth.mul(blue.sub(red)).add(2.0 / 6), sixth.mul(red.sub(green)).add(4.0 / 6));
    hue = value.equal(red).where(sixth.mul(green.sub(blue)), hue);
    hue = coloured.where(hue, 0);
    hue = hue.less(0).where(hue.add(1), hue);
    Tensor lit = value.greater(0);
    return new Hsv(hue, lit.where(range.div(lit.where(value, 1)), 0), value);
  }

  private static Tensor channel(Tensor images, int channel) {
    return images.get(Index.ALL, Index.ALL, Index.ALL, Index.at(channel));
  }

  /// {@return these colours with another hue, which may be outside [0, 1]}
  Hsv hue(Tensor changed) {
    return new Hsv(changed, saturation, value);
  }

  /// {@return these colours with another saturation}
  Hsv saturation(Tensor changed) {
    return new Hsv(hue, changed, value);
  }

  /// {@return images with the channels red, green and blue last}
  Tensor rgb() {
    Tensor place = hue.mod(1.0).mul(6.0);
    Tensor red = place.sub(3.0).abs().sub(1.0).clip(0.0, 1.0);
    Tensor green = place.sub(2.0).abs().neg().add(2.0).clip(0.0, 1.0);
    Tensor blue = place.sub(4.0).abs().neg().add(2.0).clip(0.0, 1.0);
    return Tensor.stack(-1, part(red), part(green), part(blue));
  }

  private Tensor part(Tensor share) {
    return value.mul(saturation.neg().add(1.0).add(saturation.mul(share)));
  }
}
