package io.gradus.preprocessing;

import io.gradus.data.Batch;
import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BinaryOperator;

/// An augmentation that mixes each image of a batch with another one, its partner, and their labels
/// in the same proportion.
///
/// @param <A> the layer
abstract class MixingAugmentation<A extends MixingAugmentation<A>> extends ImageAugmentation<A> {
  /// Images mixed with their partners.
  ///
  /// @param images `[batch, height, width, channels]`
  /// @param kept what each image has kept of itself, `[batch, 1, 1, 1]`
  /// @param masks mixes segmentation masks with those of their partners likewise
  record Mixture(Tensor images, Tensor kept, BinaryOperator<Tensor> masks) {
    /// {@return the labels mixed likewise, `[batch, classes]`}
    Tensor labels(Tensor labels, Tensor partners) {
      Tensor share = kept.squeeze(-1, -2).cast(labels.dtype());
      return labels.mul(share).add(partners.mul(share.neg().add(1)));
    }
  }

  MixingAugmentation(Settings settings, ImageOptions image) {
    super(settings, image);
  }

  /// {@return the images mixed}
  ///
  /// @param x `[batch, height, width, channels]`
  /// @param partners for each image the one to mix it with
  /// @param drawn uniform numbers in [0, 1), `[batch, draws]`, the first of which are taken
  /// @param call the training step
  abstract Mixture mixture(Tensor x, Tensor partners, Tensor drawn, Call call);

  /// {@return images and labels, in inference; on symbolic tensors of a model the call is recorded}
  ///
  /// @param labels `[batch, classes]`
  /// @throws ShapeException if there is no row of labels for each image
  public final List<Tensor> call(Tensor images, Tensor labels) {
    return call(Values.of(images, labels), Call.infer()).all();
  }

  /// {@return the images and labels mixed as in training: to prepare data outside a model. The same
  /// seed gives the same}
  ///
  /// @param labels `[batch, classes]`
  /// @throws ShapeException if there is no row of labels for each image
  public final Batch augment(Tensor images, Tensor labels, long seed) {
    List<Tensor> mixed = call(Values.of(images, labels), Call.train(seed)).all();
    return Batch.of(mixed.get(0), mixed.get(1));
  }

  @Override
  final boolean takesLabels() {
    return true;
  }

  @Override
  protected final Forward build(List<TensorType> inputs, Weights weights) {
    Forward images = super.build(inputs, weights);
    return (in, call) -> in.all().size() == 1 ? images.apply(in, call) : mixed(in, call);
  }

  private void check(List<TensorType> inputs) {
    Shape x = inputs.get(0).shape();
    Shape labels = inputs.get(1).shape();
    boolean fits =
        x.rank() == 3
            ? labels.rank() == 1
            : labels.rank() == 2
                && (!x.isKnown(0) || !labels.isKnown(0) || x.dim(0) == labels.dim(0));
    if (inputs.size() != 2 || !fits) {
      throw new ShapeException(
          "%s: needs images, or images [batch, …] and labels [batch, classes]; got %s"
              .formatted(label(), inputs));
    }
  }

  private Values mixed(Values in, Call call) {
    check(in.types());
    Tensor x = in.all().get(0);
    Tensor images = batch(x);
    Tensor labels = in.all().get(1).cast(policy().compute());
    if (call.mode() != Mode.TRAIN) {
      return Values.of(like(x, images), labels);
    }
    Tensor drawn = drawn(images, call);
    Tensor order = order(drawn);
    Mixture mixture = mixture(images, images.gather(order, 0), drawn, call);
    Tensor rows = x.rank() == 3 ? labels.expandDims(0) : labels;
    Tensor mixed = mixture.labels(rows, rows.gather(order, 0));
    return Values.of(like(x, mixture.images()), x.rank() == 3 ? mixed.squeeze(0) : mixed);
  }

  @Override
  AnnotatedImages trained(AnnotatedImages in, Call call) {
    Tensor x = in.images();
    Tensor drawn = drawn(x, call);
    Tensor order = order(drawn);
    Mixture mixture = mixture(x, x.gather(order, 0), drawn, call);
    Tensor labels = in.labels();
    Tensor masks = in.segmentationMasks();
    BoundingBoxes boxes = in.boundingBoxes();
    return new AnnotatedImages(
        mixture.images(),
        boxes == null ? null : mixed(boxes, order),
        labels == null ? null : mixed(labels, order, mixture),
        masks == null ? null : mixture.masks().apply(masks, masks.gather(order, 0)));
  }

  /// {@return the boxes of mixed images: those of an image, then those of its partner. Keras has
  /// the labels of the partners behind those of the whole batch}
  BoundingBoxes mixed(BoundingBoxes boxes, Tensor order) {
    return boxes.map(x -> Tensor.concat(1, x, x.gather(order, 0)));
  }

  private Tensor mixed(Tensor labels, Tensor order, Mixture mixture) {
    if (labels.rank() != 2) {
      throw new ShapeException(
          "%s: needs labels [batch, classes], one-hot; got labels=%s"
              .formatted(label(), labels.type()));
    }
    Tensor rows = labels.cast(policy().compute());
    return mixture.labels(rows, rows.gather(order, 0));
  }

  @Override
  final Tensor changed(Tensor x, Tensor drawn, Call call) {
    return mixture(x, x.gather(order(drawn), 0), drawn, call).images();
  }

  /// {@return the number of each image's partner: an order in which all images are}
  private static Tensor order(Tensor drawn) {
    return drawn.get(Index.ALL, Index.at(0)).argSort(0);
  }
}
