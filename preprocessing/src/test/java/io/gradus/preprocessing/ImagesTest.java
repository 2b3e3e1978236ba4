package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random changes of images: what all have in common, then those of colours and parts against
/// images changed by hand.
class ImagesTest {
  private static Stream<ImageAugmentation<?>> all() {
    return Stream.of(
        new AugMix(),
        new CutMix(),
        new MixUp(),
        new RandAugment(),
        new RandomBrightness(0.3),
        new RandomColorDegeneration(0.9),
        new RandomColorJitter().brightness(-0.2, 0.2).contrast(0.1, 0.3).hue(0, 0.3),
        new RandomContrast(0.3, 0.3),
        new RandomElasticTransform().factor(1, 1),
        new RandomErasing(),
        new RandomFlip(),
        new RandomGaussianBlur().factor(1, 1),
        new RandomGrayscale(),
        new RandomHue(0.5),
        new RandomInvert(),
        new RandomPerspective().factor(1, 1),
        new RandomPosterization(4),
        new RandomRotation(0.2),
        new RandomSaturation(0.9),
        new RandomSharpness(0.9),
        new RandomShear(0.9, 0.5),
        new RandomTranslation(0.3, 0.3),
        new RandomZoom(0.4),
        new Solarization(0.5, 0.5));
  }

  static Tensor images() {
    return Tensor.randomUniform(Shape.of(6, 5, 4, 3), 0, 255, 7);
  }

  static void assertClose(Tensor x, double... expected) {
    assertThat(x.toDoubleArray()).containsExactly(expected, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("all")
  void changesOnlyInTrainingAndByTheSeed(ImageAugmentation<?> layer) {
    Tensor x = images();
    assertThat(layer.call(x).toFloatArray()).isEqualTo(x.toFloatArray());
    Tensor y = layer.augment(x, 1);
    assertThat(y.type()).isEqualTo(x.type());
    assertThat(y.toFloatArray()).isNotEqualTo(x.toFloatArray());
    assertThat(layer.augment(x, 1).toFloatArray()).isEqualTo(y.toFloatArray());
    assertThat(layer.augment(x, 2).toFloatArray()).isNotEqualTo(y.toFloatArray());
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesChannelsFirstSingleImagesAndBytes(ImageAugmentation<?> layer) {
    Tensor x = images();
    Tensor y = layer.augment(x, 1);
    // The noise of erased rectangles is drawn for the shape that the images have inside.
    Tensor first = layer.channelsFirst().augment(x.moveAxis(3, 1), 1).moveAxis(1, 3);
    assertThat(first.toFloatArray()).isEqualTo(y.toFloatArray());
    Tensor one = x.get("0");
    assertThat(layer.named("own").augment(one, 1).shape()).isEqualTo(one.shape());
    assertThat(layer.call(x.cast(DType.UINT8)).dtype()).isEqualTo(DType.FLOAT32);
  }

  @ParameterizedTest
  @MethodSource("all")
  void needsImages(ImageAugmentation<?> layer) {
    assertThatThrownBy(() -> layer.call(Tensor.ones(2, 3)))
        .hasMessage(
            "%s: needs an image with three axes, or a batch of them with four; got x=float32[2, 3]"
                    .formatted(layer.label())
                + " (in layer \"%s\")".formatted(layer.name()));
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, 5, 4, 3));
    assertThat(((Layer) layer.named("any")).types(List.of(any), Call.infer())).containsExactly(any);
  }

  @Test
  void eachImageIsChangedInItsOwnWay() {
    Tensor x = images().get("0:1").repeat(6, 0);
    Tensor y = new RandomBrightness(0.2).augment(x, 3);
    assertThat(Arrays.equals(y.get("0").toFloatArray(), y.get("1").toFloatArray())).isFalse();
  }

  @Test
  void flips() {
    Tensor x = images();
    for (String mode : List.of("horizontal", "vertical", "horizontal_and_vertical")) {
      Tensor y = new RandomFlip(mode).augment(x, 5);
      Tensor mirrored =
          switch (mode) {
            case "horizontal" -> x.flip(2);
            case "vertical" -> x.flip(1);
            default -> x.flip(1, 2);
          };
      int changed = 0;
      for (int i = 0; i < 6; i++) {
        float[] got = y.get(Integer.toString(i)).toFloatArray();
        boolean isMirrored = Arrays.equals(got, mirrored.get(Integer.toString(i)).toFloatArray());
        assertThat(isMirrored || Arrays.equals(got, x.get(Integer.toString(i)).toFloatArray()))
            .isTrue();
        changed += isMirrored ? 1 : 0;
      }
      assertThat(changed).isBetween(1, 5);
    }
    assertThatThrownBy(() -> new RandomFlip("sideways"))
        .hasMessage(
            "random flip: mode: unknown name \"sideways\"; known: horizontal, vertical,"
                + " horizontal_and_vertical");
  }

  @Test
  void crops() {
    Tensor x = images();
    RandomCrop layer = new RandomCrop(3, 2);
    float[] y = layer.augment(x, 4).toFloatArray();
    boolean found = false;
    for (int top = 0; top < 3; top++) {
      for (int left = 0; left < 3; left++) {
        Tensor window = x.get(":, %d:%d, %d:%d".formatted(top, top + 3, left, left + 2));
        found |= Arrays.equals(y, window.toFloatArray());
      }
    }
    assertThat(found).isTrue();
    assertThat(layer.call(x).toFloatArray()).isEqualTo(x.toFloatArray());
    assertThat(new RandomCrop(8, 4).augment(x, 1).shape()).isEqualTo(Shape.of(6, 8, 4, 3));
    // What Keras 3.16 makes of an image that is too low.
    Tensor line = Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, Shape.of(1, 2, 4, 1));
    assertClose(new RandomCrop(4, 3).augment(line, 1), 1, 2, 3, 2, 3, 4, 4, 5, 6, 5, 6, 7);
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, 5, 4, 3));
    assertThat(new RandomCrop(3, 2).types(List.of(any), Call.infer()).getFirst().shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 3, 2, 3));
  }

  @Test
  void coloursByHand() {
    Tensor x = Tensor.of(new float[] {100, 50, 0, 200, 100, 50}, Shape.of(1, 1, 2, 3));
    assertClose(new RandomBrightness(0.2, 0.2).augment(x, 1), 151, 101, 51, 251, 151, 101);
    assertClose(
        new RandomBrightness(0.5, 0.5).valueRange(0, 200).augment(x, 1),
        200,
        150,
        100,
        200,
        200,
        150);
    // Means are 150, 75, 25; the factor is 1.5.
    assertClose(
        new RandomContrast(0.5, 0.5).augment(x, 1).clip(0.0, 255.0).sub(x).sign(), colours(x));
    assertClose(new RandomInvert(1, 1).augment(x, 1), 155, 205, 255, 55, 155, 205);
    assertClose(new RandomGrayscale(1).augment(x, 1), 59.24, 59.24, 59.24, 124.18, 124.18, 124.18);
    assertClose(new RandomSaturation(0.5, 0.5).augment(x, 1), x.toDoubleArray());
    assertClose(new RandomSaturation(0, 0).augment(x, 1), 100, 100, 100, 200, 200, 200);
    assertClose(new RandomHue(0, 0).augment(x, 1), x.toDoubleArray());
    assertClose(
        new RandomColorDegeneration(1, 1).augment(x, 1),
        new RandomGrayscale(1).augment(x, 1).toDoubleArray());
    assertClose(new RandomColorDegeneration(0, 0).augment(x, 1), x.toDoubleArray());
    RandomColorJitter jitter = new RandomColorJitter();
    assertClose(jitter.augment(x, 1), x.toDoubleArray());
    assertClose(
        jitter.saturation(0, 0).brightness(0.1, 0.1).augment(x, 1),
        new RandomSaturation(0, 0)
            .augment(new RandomBrightness(0.1, 0.1).augment(x, 1), 1)
            .toDoubleArray());
  }

  @Test
  void sharpnessByHand() {
    Tensor x = Tensor.full(TensorType.of(DType.FLOAT32, 1, 3, 3, 1), 13);
    assertClose(new RandomSharpness(0, 0).augment(x, 1), 8, 10, 8, 10, 13, 10, 8, 10, 8);
    assertClose(new RandomSharpness(0.5, 0.5).augment(x, 1), x.toDoubleArray());
    assertClose(new RandomSharpness(1, 1).augment(x, 1), 18, 16, 18, 16, 13, 16, 18, 16, 18);
    assertClose(
        new RandomSharpness(1, 1).valueRange(0, 17).augment(x, 1),
        17,
        16,
        17,
        16,
        13,
        16,
        17,
        16,
        17);
  }

  // Numbers of an own calculation with two-dimensional kernels.
  @Test
  void blursByHand() {
    RandomGaussianBlur layer = new RandomGaussianBlur().factor(1, 1).sigma(1, 1);
    Tensor point = Tensor.of(new float[] {0, 0, 0, 0, 100, 0, 0, 0, 0}, Shape.of(1, 3, 3, 1));
    assertClose(
        layer.augment(point, 1),
        new double[] {
          7.51136, 12.38414, 7.51136, 12.38414, 20.418, 12.38414, 7.51136, 12.38414, 7.51136
        });
    assertClose(
        layer.valueRange(8, 20).augment(point, 1),
        new double[] {8, 12.38414, 8, 12.38414, 20, 12.38414, 8, 12.38414, 8});
    assertClose(layer.kernelSize(1).augment(point, 1), point.toDoubleArray());
    Tensor x = Tensor.arange(1, 13).cast(DType.FLOAT32).reshape(1, 3, 4, 1);
    double[] wide = {1, 2, 3, 2.62966, 3.90373, 6, 7, 5.53338, 6.80745, 10, 11, 8.43711};
    assertClose(layer.kernelSize(3, 1).augment(x, 1), wide);
    Tensor colours = Tensor.concat(-1, x, x.mul(2));
    assertClose(layer.kernelSize(3, 1).augment(colours, 1).get("..., 1").div(2), wide);
    assertClose(
        layer.kernelSize(1, 5).sigma(2, 2).augment(x, 1),
        new double[] {
          2.73281, 3.3585, 3.98419, 4.60988, 3.47531, 4.17037, 4.86543, 5.56049, 3.52409, 4.14978,
          4.77547, 5.40116
        });
    // Images that are not blurred are clipped all the same.
    assertClose(
        new RandomGaussianBlur().factor(0, 0).augment(x.mul(30), 1).get("0, 2"),
        new double[] {255, 255, 255, 255});
    assertClose(new RandomGaussianBlur().factor(1, 1).sigma(0, 0).augment(x, 1), x.toDoubleArray());
  }

  @Test
  void allImagesAreBlurredAlikeOrNot() {
    Tensor x = images().get("0:1").repeat(6, 0);
    Tensor drawn =
        Tensor.of(new float[][] {{1, 0}, {0, 0}, {1, 0}, {1, 0}, {1, 0.9f}, {0.5f, 0.6f}});
    Call call = Call.train(1, new Variable("step", Tensor.of(0L)));
    Tensor y = new RandomGaussianBlur().sigma(0.3, 3).changed(x, drawn, call);
    float[] blurred = y.get("0").toFloatArray();
    assertThat(blurred).isNotEqualTo(x.get("0").toFloatArray());
    for (int i : new int[] {2, 3, 4}) {
      assertThat(y.get(Integer.toString(i)).toFloatArray()).isEqualTo(blurred);
    }
    for (int i : new int[] {1, 5}) {
      assertThat(y.get(Integer.toString(i)).toFloatArray()).isEqualTo(x.get("0").toFloatArray());
    }
  }

  @Test
  void fewerTonesByHand() {
    Tensor x = Tensor.of(new float[] {0, 63, 100, 255}, Shape.of(1, 2, 2, 1));
    assertClose(new RandomPosterization(2, 2).augment(x, 1), 0, 0, 64, 192);
    assertClose(
        new RandomPosterization(8, 8).valueRange(0, 1).augment(x.div(255.0), 1),
        x.div(255.0).toDoubleArray());
    assertClose(new Solarization().augment(x, 1), 255, 192, 155, 0);
    assertClose(
        new Solarization(0, 0).thresholdFactor(0, 1).augment(x.mul(0.0), 1).minimum(1.0),
        0,
        0,
        0,
        0);
  }

  // The factor is in [0.5, 1.5]: values go away from the mean of their channel, or towards it.
  private static double[] colours(Tensor x) {
    double[] signs = new RandomContrast(0.5, 0.5).augment(x, 1).sub(x).sign().toDoubleArray();
    assertThat(signs[0]).isEqualTo(-signs[3]);
    return signs;
  }

  @Test
  void hueGoesRoundTheCircle() {
    Tensor red = Tensor.of(new float[] {200, 0, 0}, Shape.of(1, 1, 1, 3));
    // Half of 2/3 of the circle in either direction.
    float[] y = new RandomHue(2.0 / 3, 2.0 / 3).augment(red, 1).toFloatArray();
    assertThat(y[0]).isCloseTo(0, within(1e-3f));
    assertThat(Math.max(y[1], y[2])).isCloseTo(200, within(1e-2f));
  }

  @Test
  void erasesRectangles() {
    Tensor x = Tensor.ones(4, 10, 10, 3);
    Tensor y = new RandomErasing().factor(1, 1).scale(0.25, 0.25).fillValue(7).augment(x, 2);
    // Half of each side: 25 of 100 pixels.
    assertClose(y.equal(7).cast(DType.FLOAT32).sum(1, 2, 3), 75, 75, 75, 75);
    Tensor channels = new RandomErasing().factor(1, 1).scale(1, 1).fillValue(1, 2, 3).augment(x, 2);
    assertClose(channels.get("0, 5, 5"), 1, 2, 3);
    Tensor noise = new RandomErasing().factor(1, 1).scale(1, 1).valueRange(0, 2).augment(x, 2);
    assertThat(noise.mean().item()).isCloseTo(0, within(0.3));
    assertThat(noise.std().item()).isCloseTo(2, within(0.2));
    assertThatThrownBy(() -> new RandomErasing().factor(1, 1).fillValue(1, 2).augment(x, 1))
        .hasMessage(
            "random erasing: fillValue needs one number, or one for each channel; got [1.0, 2.0],"
                + " x=float32[4, 10, 10, 3] (in layer \"random_erasing\")");
  }

  private static List<Double> losses(boolean eager) {
    Model model =
        new Sequential(
            new RandomFlip(),
            new AugMix().numChains(2).chainDepth(1).valueRange(0, 1),
            new MixUp(),
            new RandAugment().valueRange(0, 1),
            new CutMix(),
            new Equalization().valueRange(0, 1),
            new AutoContrast().valueRange(0, 1),
            new RandomRotation(0.2),
            new RandomTranslation(0.2, 0.2).fillMode(FillMode.WRAP),
            new RandomZoom(0.3).fillValue(1),
            new RandomShear(0.3, 0.3),
            new RandomPerspective().scale(0.4),
            new RandomElasticTransform().scale(0.5, 4),
            new RandomContrast(0.3, 0.3),
            new RandomHue(0.2),
            new RandomErasing(),
            new RandomGaussianBlur().kernelSize(3, 5),
            new RandomPosterization(3, 7),
            new RandomCrop(4, 3),
            new Flatten(),
            new Dense(2));
    model.seed(7).runEagerly(eager);
    model.compile("sgd", "mse");
    Tensor x = images().div(255.0);
    return Stream.generate(() -> model.trainOnBatch(x, Tensor.ones(6, 2)).get("loss"))
        .limit(3)
        .toList();
  }

  @Test
  void recordedAndEagerStepsGiveTheSameBits() {
    assertThat(losses(false)).isEqualTo(losses(true)).doesNotHaveDuplicates();
  }

  @Test
  void wrongSettings() {
    assertThatThrownBy(() -> new RandomRotation(1.5))
        .hasMessage("random rotation: factor must be in [-1.0, 1.0], got [-1.5, 1.5]");
    assertThatThrownBy(() -> new RandomZoom(-1, 0))
        .hasMessage("random zoom: heightFactor must be greater than -1, got -1.0");
    assertThatThrownBy(() -> new RandomShear(0, 1.5))
        .hasMessage("random shear: yFactor must be in [-1.0, 1.0], got [-1.5, 1.5]");
    assertThatThrownBy(() -> new RandomShear(0, 0).xFactor(-0.1, 0.5))
        .hasMessage("random shear: xFactor must be in [0.0, 1.0], got [-0.1, 0.5]");
    assertThatThrownBy(() -> new RandomPerspective().factor(0, 1.5))
        .hasMessage("random perspective: factor must be in [0.0, 1.0], got [0.0, 1.5]");
    assertThatThrownBy(() -> new RandomPerspective().scale(-0.5))
        .hasMessage("random perspective: scale must be in [0, 1], got -0.5");
    TensorType any = TensorType.of(DType.FLOAT32, 1, Shape.UNKNOWN, 4, 3);
    assertThatThrownBy(() -> new RandomPerspective().types(List.of(any), Call.infer()))
        .hasMessage(
            "random perspective: needs images of known height and width; got x=float32[1, ?, 4, 3]"
                + " (in layer \"random_perspective\")");
    assertThatThrownBy(() -> new RandomGaussianBlur().factor(0, 1.5))
        .hasMessage("random gaussian blur: factor must be in [0.0, 1.0], got [0.0, 1.5]");
    assertThatThrownBy(() -> new RandomGaussianBlur().sigma(-1, 1))
        .hasMessage("random gaussian blur: sigma must be at least 0, got -1");
    assertThatThrownBy(() -> new RandomGaussianBlur().kernelSize(4))
        .hasMessage(
            "random gaussian blur: kernelSize must be one or two odd numbers of at least 1, got"
                + " [4, 4]");
    assertThatThrownBy(() -> new RandomElasticTransform().factor(-0.5, 1))
        .hasMessage("random elastic transform: factor must be in [0.0, 1.0], got [-0.5, 1.0]");
    assertThatThrownBy(() -> new RandomElasticTransform().scale(-0.5, 1))
        .hasMessage("random elastic transform: scale must be at least 0, got -0.5");
    assertThatThrownBy(() -> new RandomZoom(0.5).fillMode(FillMode.MIRROR))
        .hasMessage("random zoom: fillMode must be reflect, wrap, constant or nearest, got mirror");
    assertThatThrownBy(() -> new RandomContrast(2))
        .hasMessage("random contrast: factor must be in [0.0, 1.0], got [0.0, 2.0]");
    assertThatThrownBy(() -> new RandomCrop(0, 2))
        .hasMessage("random crop: height must be at least 1, got 0");
    assertThatThrownBy(() -> new RandomGrayscale(1.5))
        .hasMessage("random grayscale: factor must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new RandomHue(0.5).call(Tensor.ones(1, 2, 2, 1)))
        .hasMessage(
            "random hue: needs colour images with 3 channels; got x=float32[1, 2, 2, 1] (in layer"
                + " \"random_hue\")");
  }
}
