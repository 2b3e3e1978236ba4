package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.box.BoxFormat;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.CenterCrop;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Pipeline;
import io.gradus.nn.layer.Rescaling;
import io.gradus.nn.layer.Resizing;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.ModelTable;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotatedImagesTest {
  private static final int HEIGHT = 24;
  private static final int WIDTH = 36;
  private static final int CLASS = 5;

  private static Stream<ImageAugmentation<?>> moving() {
    return Stream.of(
        new RandomFlip(),
        new RandomFlip("horizontal"),
        new RandomFlip("vertical"),
        new RandomTranslation(0.2, 0.2).fillValue(0),
        new RandomZoom(0.3).fillValue(0),
        new RandomZoom(-0.2, 0.1).widthFactor(0.1, 0.3).fillValue(0),
        new RandomRotation(0.5).fillValue(0),
        new RandomShear(0.3, 0.3).fillValue(0),
        new RandomPerspective().factor(1, 1).scale(0.4),
        new RandomCrop(16, 20),
        new RandomCrop(30, 30),
        new RandomCrop(12, 40),
        new RandAugment().factor(0.1).numOps(3));
  }

  /// A square of a class of its own, at another place in each image, with a box around it.
  private static AnnotatedImages squares(BoxFormat format) {
    int count = 6;
    float[] pixels = new float[count * HEIGHT * WIDTH];
    int[] classes = new int[pixels.length];
    float[] boxes = new float[count * 4];
    for (int i = 0; i < count; i++) {
      int left = 8 + 3 * i;
      int top = 6 + i;
      for (int y = top; y < top + 5; y++) {
        for (int x = left; x < left + 5; x++) {
          pixels[(i * HEIGHT + y) * WIDTH + x] = 200;
          classes[(i * HEIGHT + y) * WIDTH + x] = CLASS;
        }
      }
      System.arraycopy(new float[] {left, top, left + 5, top + 5}, 0, boxes, 4 * i, 4);
    }
    Tensor corners = Tensor.of(boxes, Shape.of(count, 1, 4));
    return new AnnotatedImages(
        Tensor.of(pixels, Shape.of(count, HEIGHT, WIDTH, 1)).tile(1, 1, 1, 3),
        new BoundingBoxes(
            BoundingBoxes.convert(corners, BoxFormat.XYXY, format, HEIGHT, WIDTH),
            Tensor.full(Shape.of(count, 1), 3L, DType.INT32)),
        null,
        Tensor.of(classes, Shape.of(count, HEIGHT, WIDTH, 1)));
  }

  private static BoundingBoxes boxes(AnnotatedImages of) {
    return Objects.requireNonNull(of.boundingBoxes());
  }

  private static Tensor masks(AnnotatedImages of) {
    return Objects.requireNonNull(of.segmentationMasks());
  }

  @ParameterizedTest
  @MethodSource("moving")
  void boxesAndMasksStayWithWhatTheyShow(ImageAugmentation<?> layer) {
    for (BoxFormat format : List.of(BoxFormat.XYXY, BoxFormat.REL_CENTER_XYWH)) {
      AnnotatedImages in = squares(format);
      int seen = 0;
      for (int seed = 0; seed < 12; seed++) {
        ImageAugmentation<?> told = layer.boundingBoxFormat(format);
        AnnotatedImages out = told.augment(in, seed);
        assertThat(out.images().toFloatArray())
            .isEqualTo(layer.augment(in.images(), seed).toFloatArray());
        assertThat(masks(out).dtype()).isEqualTo(DType.INT32);
        seen += checkSquares(out, format);
      }
      assertThat(seen).isGreaterThan(20);
    }
  }

  private static int checkSquares(AnnotatedImages out, BoxFormat format) {
    int height = Math.toIntExact(out.images().dim(1));
    int width = Math.toIntExact(out.images().dim(2));
    Tensor corners =
        BoundingBoxes.convert(boxes(out).boxes(), format, BoxFormat.XYXY, height, width);
    int seen = 0;
    for (int i = 0; i < corners.dim(0); i++) {
      double[] box = corners.get(Index.at(i), Index.at(0)).toDoubleArray();
      int[] mask = masks(out).get(Index.at(i)).toIntArray();
      int[] at = IntStream.range(0, mask.length).filter(p -> mask[p] == CLASS).toArray();
      long label = (long) boxes(out).labels().get(Index.at(i), Index.at(0)).item();
      boolean isCut = box[0] <= 0 || box[1] <= 0 || box[2] >= width || box[3] >= height;
      if (at.length == 0) {
        // Nothing but a rim may be left of a square at the edge.
        assertThat(label == -1 || isCut).isTrue();
        continue;
      }
      assertThat(label).isEqualTo(3);
      double left = IntStream.of(at).map(p -> p % width).min().orElseThrow();
      double right = IntStream.of(at).map(p -> p % width).max().orElseThrow() + 1;
      double top = IntStream.of(at).map(p -> p / width).min().orElseThrow();
      double bottom = IntStream.of(at).map(p -> p / width).max().orElseThrow() + 1;
      if (!isCut && left > 0 && top > 0 && right < width && bottom < height) {
        // Affine maps take corners of pixels for their middles, as in Keras.
        assertThat(box).containsExactly(new double[] {left, top, right, bottom}, within(2.0));
        seen++;
      }
    }
    return seen;
  }

  @Test
  void channelsMayComeFirstAndOneImageAlone() {
    AnnotatedImages in = squares(BoxFormat.YXYX);
    RandomRotation layer = new RandomRotation(0.1).boundingBoxFormat("yxyx");
    AnnotatedImages last = layer.augment(in, 3);
    AnnotatedImages first =
        layer
            .channelsFirst()
            .augment(
                in.images(in.images().moveAxis(3, 1)).segmentationMasks(masks(in).moveAxis(3, 1)),
                3);
    assertThat(first.images().moveAxis(1, 3).toFloatArray())
        .isEqualTo(last.images().toFloatArray());
    assertThat(masks(first).moveAxis(1, 3).toIntArray()).isEqualTo(masks(last).toIntArray());
    assertThat(boxes(first).boxes().toFloatArray()).isEqualTo(boxes(last).boxes().toFloatArray());
    Index one = Index.at(0);
    AnnotatedImages alone =
        layer.augment(
            new AnnotatedImages(
                in.images().get(one), boxes(in).map(x -> x.get(one)), null, masks(in).get(one)),
            3);
    assertThat(alone.images().toFloatArray()).isEqualTo(last.images().get(one).toFloatArray());
    assertThat(boxes(alone).boxes().toFloatArray())
        .isEqualTo(boxes(last).boxes().get(one).toFloatArray());
    assertThat(masks(alone).toIntArray()).isEqualTo(masks(last).get(one).toIntArray());
  }

  @Test
  void inInferenceAllStays() {
    AnnotatedImages in = squares(BoxFormat.XYXY).labels(Tensor.eye(6));
    moving()
        .forEach(layer -> {
          AnnotatedImages out = layer.boundingBoxFormat(BoxFormat.XYXY).call(in);
          assertThat(out.images().toFloatArray()).isEqualTo(in.images().toFloatArray());
          assertThat(out.boundingBoxes()).isEqualTo(in.boundingBoxes());
          assertThat(out.labels()).isEqualTo(in.labels());
        });
  }

  @Test
  void coloursLeaveBoxesAndMasksAlone() {
    AnnotatedImages in = squares(BoxFormat.XYXY).labels(Tensor.eye(6));
    Stream.of(
            new RandomBrightness(0.5),
            new RandomErasing(),
            new RandomHue(0.5),
            new RandomGaussianBlur())
        .forEach(layer -> {
          AnnotatedImages out = layer.augment(in, 1);
          assertThat(out.images().toFloatArray())
              .isEqualTo(layer.augment(in.images(), 1).toFloatArray());
          assertThat(out.boundingBoxes()).isEqualTo(in.boundingBoxes());
          assertThat(masks(out).toIntArray()).isEqualTo(masks(in).toIntArray());
        });
    AnnotatedImages equalized = new Equalization().call(in);
    assertThat(equalized.boundingBoxes()).isEqualTo(in.boundingBoxes());
  }

  @Test
  void mixedImagesHaveTheBoxesOfBoth() {
    AnnotatedImages in = squares(BoxFormat.XYXY).labels(Tensor.eye(6));
    AnnotatedImages out = new MixUp(0.5).augment(in, 2);
    assertThat(boxes(out).boxes().shape()).isEqualTo(Shape.of(6, 2, 4));
    assertThat(boxes(out).labels().shape()).isEqualTo(Shape.of(6, 2));
    for (int i = 0; i < 6; i++) {
      float[] labels = Objects.requireNonNull(out.labels()).get(Index.at(i)).toFloatArray();
      double kept = labels[i];
      // Where the square was, a part of its class is left.
      double mask = masks(out).get(Index.at(i), Index.at(8 + i), Index.at(10 + 3 * i)).sum().item();
      assertThat(mask).isGreaterThanOrEqualTo(kept * CLASS - 1e-4);
    }
    assertThat(boxes(out).boxes().get(Index.ALL, Index.range(0, 1)).toFloatArray())
        .isEqualTo(boxes(in).boxes().toFloatArray());
    assertThat(new MixUp(0.5).augment(in.images(), Objects.requireNonNull(in.labels()), 2))
        .satisfies(batch ->
            assertThat(batch.inputs().getFirst().toFloatArray())
                .isEqualTo(out.images().toFloatArray()));
  }

  @Test
  void pastedMasksAreThoseOfPartners() {
    AnnotatedImages in = squares(BoxFormat.XYXY).boundingBoxes(null).labels(Tensor.eye(6));
    AnnotatedImages out = new CutMix().augment(in, 3);
    assertThat(masks(out).dtype()).isEqualTo(DType.INT32);
    // The mask shows what the image shows.
    float[] pixels = out.images().get("..., 0").toFloatArray();
    int[] classes = masks(out).toIntArray();
    for (int i = 0; i < classes.length; i++) {
      assertThat(pixels[i]).isEqualTo(classes[i] == CLASS ? 200 : 0);
    }
  }

  @Test
  void blendedMasksFollowTheChains() {
    AnnotatedImages in = squares(BoxFormat.XYXY);
    AugMix layer = new AugMix().factor(0, 0).boundingBoxFormat(BoxFormat.XYXY);
    AnnotatedImages out = layer.augment(in, 4);
    assertThat(masks(out).shape()).isEqualTo(masks(in).shape());
    assertThat(masks(out).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(out.boundingBoxes()).isEqualTo(in.boundingBoxes());
  }

  @Test
  void distortedMasksFollowTheImage() {
    AnnotatedImages in = squares(BoxFormat.XYXY).boundingBoxes(null);
    RandomElasticTransform layer =
        new RandomElasticTransform().factor(1, 1).interpolation(Resampling.NEAREST).fillValue(0);
    AnnotatedImages out = layer.augment(in, 5);
    float[] pixels = out.images().get("..., 0").toFloatArray();
    int[] classes = masks(out).toIntArray();
    for (int i = 0; i < classes.length; i++) {
      assertThat(pixels[i]).isEqualTo(classes[i] == CLASS ? 200 : 0);
    }
  }

  @Test
  void pipelinesMoveBoxesThroughAllLayers() {
    AnnotatedImages in = squares(BoxFormat.XYWH);
    RandomRotation turn = new RandomRotation(0.1).boundingBoxFormat("xywh");
    Resizing half = new Resizing(HEIGHT / 2, WIDTH / 2).boundingBoxFormat(BoxFormat.XYWH);
    Pipeline pipeline = new Pipeline(turn, new Rescaling(0.5), half);
    AnnotatedImages out = pipeline.augment(in, 7);
    assertThat(out.images().toFloatArray())
        .isEqualTo(pipeline.call(Values.of(in.images()), Call.train(7)).one().toFloatArray());
    assertThat(checkSquares(half.call(in), BoxFormat.XYWH)).isEqualTo(6);
    assertThat(checkSquares(out, BoxFormat.XYWH)).isEqualTo(6);
    assertThat(boxes(out).boxes().toFloatArray())
        .isNotEqualTo(boxes(half.call(in)).boxes().toFloatArray());
    AnnotatedImages still = pipeline.call(in);
    assertThat(boxes(still).boxes().toFloatArray())
        .isEqualTo(boxes(half.call(in)).boxes().toFloatArray());
  }

  @Test
  void largeClassesOfMasksAreKept() {
    // No float32.
    int large = 16_777_217;
    Tensor masks = Tensor.full(Shape.of(1, 6, 6, 1), (long) large, DType.INT32);
    AnnotatedImages in = AnnotatedImages.of(Tensor.zeros(1, 6, 6, 3)).segmentationMasks(masks);
    for (ImageAugmentation<?> layer : List.of(new RandomShear(0.2, 0.2), new RandomZoom(0.2))) {
      assertThat(masks(layer.augment(in, 1)).toIntArray()).containsOnly(large);
    }
  }

  @Test
  void boxesWithoutLabelAreNone() {
    BoundingBoxes boxes =
        new BoundingBoxes(
            Tensor.of(-5, -5, -2, -3, 1, 1, 4, 4).reshape(1, 2, 4),
            Tensor.ofUnsigned(new byte[] {7, 7}, Shape.of(1, 2)));
    BoundingBoxes clipped = boxes.clip(BoxFormat.XYXY, 3, 3);
    assertThat(clipped.labels().toLongArray()).containsExactly(-1, 7);
    assertThat(clipped.boxes().toFloatArray()).containsExactly(0, 0, 0, 0, 1, 1, 3, 3);
    // One-hot labels, all of them.
    BoundingBoxes hot = new BoundingBoxes(boxes.boxes(), Tensor.eye(2).reshape(1, 2, 2));
    assertThat(hot.clip(BoxFormat.XYXY, 3, 3).labels().toFloatArray())
        .containsExactly(-1, -1, 0, 1);
  }

  @Test
  void aNumberOfBoxesIsKept() {
    AnnotatedImages in = squares(BoxFormat.XYXY);
    MaxNumBoundingBoxes layer = new MaxNumBoundingBoxes(3).fillValue(-7);
    BoundingBoxes out = boxes(layer.call(in));
    assertThat(out.boxes().get(Index.at(0)).toFloatArray())
        .containsExactly(8, 6, 13, 11, -7, -7, -7, -7, -7, -7, -7, -7);
    assertThat(out.labels().get(Index.at(0)).toIntArray()).containsExactly(3, -7, -7);
    assertThat(boxes(new MaxNumBoundingBoxes(0).call(in)).boxes().shape())
        .isEqualTo(Shape.of(6, 0, 4));
    Tensor bytes = Tensor.zeros(Shape.of(1, 2, 2, 3), DType.UINT8);
    assertThat(layer.call(bytes).dtype()).isEqualTo(DType.UINT8);
    assertThat(layer.call(AnnotatedImages.of(bytes)).images().dtype()).isEqualTo(DType.UINT8);
  }

  @Test
  void callsThatAreWrong() {
    AnnotatedImages in = squares(BoxFormat.XYXY);
    assertThatThrownBy(() -> new RandomFlip().augment(in, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "random flip: there are boxes, but no format: call boundingBoxFormat(\"xyxy\") or the"
                + " like");
    assertThatThrownBy(() -> new CenterCrop(2, 2).call(in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "center crop: there are boxes, but no format: call boundingBoxFormat(\"xyxy\") or the"
                + " like");
    assertThatThrownBy(() -> new CutMix().augment(in, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cut mix: cannot move boxes, as in Keras");
    assertThatThrownBy(() -> new RandomElasticTransform().augment(in, 1))
        .hasMessage("random elastic transform: cannot move boxes, as in Keras");
    List<TensorType> types =
        List.of(TensorType.of(DType.FLOAT32, 6, 1, 4), TensorType.of(DType.FLOAT32, 6, 8, 8, 3));
    for (Layer layer : List.of(new RandomFlip(), new CenterCrop(2, 2), new Resizing(2, 2))) {
      assertThatThrownBy(() -> layer.types(types, Call.infer()))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining(
              ": inside a model it takes images alone, outside AnnotatedImages too; got"
                  + " [float32[6, 1, 4], float32[6, 8, 8, 3]]");
    }
    assertThatThrownBy(() -> new RandomFlip().boundingBoxFormat("xyhw"))
        .hasMessageStartingWith("bounding box format: unknown name \"xyhw\"");
    assertThatThrownBy(
            () -> BoundingBoxes.convert(Tensor.zeros(1, 4), BoxFormat.XYXY, BoxFormat.REL_XYXY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bounding boxes: from xyxy to rel_xyxy it takes the image's height and width");
    assertThatThrownBy(() -> BoundingBoxes.pad(Tensor.zeros(2, 3), 1, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("bounding boxes: the last axis must have 4 numbers; got float32[2, 3]");
    assertThatThrownBy(() -> new BoundingBoxes(Tensor.zeros(2, 4), Tensor.zeros(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "bounding boxes: needs boxes [n, 4] with labels [n], or [batch, n, 4] with [batch, n];"
                + " got boxes=float32[2, 4], labels=float32[3]");
    assertThatThrownBy(() -> in.images(Tensor.zeros(2, 3, 3, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "annotated images: needs boxes of each image; got x=float32[2, 3, 3, 3],"
                + " boxes=float32[6, 1, 4]");
    assertThatThrownBy(() -> new MixUp().augment(in.labels(Tensor.zeros(6)), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "mix up: needs labels [batch, classes], one-hot; got labels=float32[6] (in layer"
                + " \"mix_up\")");
    assertThatThrownBy(() -> new MaxNumBoundingBoxes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max num bounding boxes: maxNumber must be at least 0, got -1");
  }

  @Test
  void masksNeedTheSizeOfTheirImages() {
    AnnotatedImages in =
        AnnotatedImages.of(Tensor.zeros(2, 8, 6, 3)).segmentationMasks(Tensor.zeros(2, 4, 6, 1));
    String got =
        ": needs masks of the images' height and width; got x=float32[2, 8, 6, 3],"
            + " masks=float32[2, 4, 6, 1]";
    assertThatThrownBy(() -> new RandomFlip().augment(in, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("random flip%s (in layer \"random_flip\")", got);
    assertThatThrownBy(() -> new RandomCrop(2, 2).call(in)).hasMessageContaining(got);
    assertThatThrownBy(() -> new MixUp().augment(in, 1)).hasMessageContaining(got);
    assertThatThrownBy(() -> new MaxNumBoundingBoxes(2).call(in)).hasMessageContaining(got);
    assertThatThrownBy(() -> new Resizing(2, 2).call(in)).hasMessage("resizing" + got);
    assertThatThrownBy(() -> new CenterCrop(2, 2).call(in)).hasMessage("center crop" + got);
    assertThatThrownBy(() -> new Pipeline(new RandomFlip()).augment(in, 1))
        .hasMessageContaining(got);
    AnnotatedImages first =
        AnnotatedImages.of(Tensor.zeros(3, 8, 6)).segmentationMasks(Tensor.zeros(1, 8, 6));
    assertThat(new RandomFlip().channelsFirst().augment(first, 1).segmentationMasks().shape())
        .hasToString("[1, 8, 6]");
    assertThatThrownBy(() -> new RandomFlip().augment(first, 1))
        .hasMessageStartingWith("random flip: needs masks of the images' height and width");
  }

  @Test
  void formatsOfBoxesAreWrittenWhereThereAreSome() {
    assertThat(config(new RandomFlip().boundingBoxFormat(BoxFormat.REL_XYXY)))
        .containsEntry("bounding_box_format", "rel_xyxy");
    assertThat(ModelTable.write(new Resizing(2, 2).boundingBoxFormat("xywh")))
        .isEqualTo(ModelTable.write(new Resizing(2, 2).boundingBoxFormat(BoxFormat.XYWH)));
    assertThat(ModelTable.write(new CenterCrop(2, 2).boundingBoxFormat("xywh")))
        .isEqualTo(ModelTable.write(new CenterCrop(2, 2).boundingBoxFormat(BoxFormat.XYWH)));
    assertThat(config(new RandomFlip())).doesNotContainKey("bounding_box_format");
    assertThat(config(new RandomFlip().boundingBoxFormat("REL_XYXY")))
        .containsEntry("bounding_box_format", "rel_xyxy");
    assertThat(config(new MaxNumBoundingBoxes(4)))
        .containsOnlyKeys("name", "trainable", "dtype", "data_format", "max_number");
  }

  private static Map<String, Object> config(ImageLayer<?> layer) {
    @SuppressWarnings("unchecked")
    Map<String, Object> config = (Map<String, Object>) ModelTable.write(layer).get("config");
    return Objects.requireNonNull(config);
  }
}
