package io.gradus.checks.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.formats.Npz;
import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.box.BoxFormat;
import io.gradus.nn.box.BoxTransform;
import io.gradus.nn.layer.CenterCrop;
import io.gradus.nn.layer.Resizing;
import io.gradus.preprocessing.MaxNumBoundingBoxes;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Boxes as Keras 3.16 converts and moves them; the script is beside the file.
class BoxesTest {
  private static final int HEIGHT = 12;
  private static final int WIDTH = 20;
  private static Map<String, Tensor> golden = Map.of();

  @BeforeAll
  static void read() throws IOException {
    golden = Npz.read(Path.of("src/test/resources/boxes/boxes.npz"));
  }

  private static Tensor keras(String name) {
    Tensor found = golden.get(name);
    assertThat(found).as(name).isNotNull();
    return found;
  }

  private static void same(String name, Tensor got) {
    Tensor want = keras(name);
    assertThat(got.type()).as(name).isEqualTo(want.type());
    assertThat(got.toDoubleArray()).as(name).containsExactly(want.toDoubleArray(), within(2e-5));
  }

  @Test
  void formatsAreConverted() {
    Tensor given = keras("boxes");
    for (BoxFormat source : BoxFormat.values()) {
      Tensor boxes = BoundingBoxes.convert(given, BoxFormat.XYXY, source, HEIGHT, WIDTH);
      for (BoxFormat target : BoxFormat.values()) {
        Tensor got = BoundingBoxes.convert(boxes, source, target, HEIGHT, WIDTH);
        same("convert %s %s".formatted(source, target), got);
        if (source.isRelative() == target.isRelative()) {
          same(
              "convert %s %s".formatted(source, target),
              BoundingBoxes.convert(boxes, source, target));
        }
      }
    }
  }

  @Test
  void boxesAreClippedCutAndPadded() {
    for (BoxFormat format : List.of(BoxFormat.XYXY, BoxFormat.REL_XYXY)) {
      BoundingBoxes given =
          new BoundingBoxes(keras("boxes"), keras("labels"))
              .convert(BoxFormat.XYXY, format, HEIGHT, WIDTH);
      BoundingBoxes clipped = given.clip(format, HEIGHT, WIDTH);
      same("clip %s boxes".formatted(format), clipped.boxes());
      same("clip %s labels".formatted(format), clipped.labels());
    }
    same("crop", BoundingBoxes.crop(keras("boxes"), 2, 5, 7, 9));
    same("pad", BoundingBoxes.pad(keras("boxes"), 2, 5));
  }

  @Test
  void boxesAreTurned() {
    for (int i = 0; i < 4; i++) {
      Tensor given = keras("affine %d given".formatted(i));
      Tensor[] rows = new Tensor[6];
      for (int row = 0; row < rows.length; row++) {
        rows[row] = given.get(Index.at(row));
      }
      BoxTransform map =
          new BoxTransform()
              .angle(rows[0])
              .translate(rows[1], rows[2])
              .scale(rows[3])
              .shear(rows[4], rows[5]);
      map = i < 2 ? map : map.center(0.2, 0.7);
      same("affine " + i, map.of(keras("boxes"), HEIGHT, WIDTH));
    }
  }

  private static Stream<String> layers() throws IOException {
    read();
    return golden.keySet().stream()
        .filter(name -> name.endsWith(" images"))
        .map(name -> name.substring(0, name.length() - " images".length()));
  }

  private static AnnotatedImages applied(String name, AnnotatedImages in, BoxFormat format) {
    String[] words = name.split(" ");
    int height = Integer.parseInt(words[1]);
    int width = Integer.parseInt(words[2]);
    Resizing resizing = new Resizing(Math.max(height, 1), Math.max(width, 1));
    return switch (words[0]) {
      case "center_crop" -> new CenterCrop(height, width).boundingBoxFormat(format).call(in);
      case "resizing" -> resizing.boundingBoxFormat(format).call(in);
      case "resizing_pad" -> resizing.padToAspectRatio(3).boundingBoxFormat(format).call(in);
      case "resizing_crop" -> resizing.cropToAspectRatio().boundingBoxFormat(format).call(in);
      default -> new MaxNumBoundingBoxes(height).boundingBoxFormat(format).call(in);
    };
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersMoveBoxesAndMasks(String name) {
    AnnotatedImages in =
        AnnotatedImages.of(keras("images")).segmentationMasks(keras("masks")).labels(Tensor.eye(2));
    for (BoxFormat format : BoxFormat.values()) {
      String of = "%s %s".formatted(name, format);
      if (!golden.containsKey(of + " given")) {
        continue;
      }
      BoundingBoxes boxes = new BoundingBoxes(keras(of + " given"), keras("labels"));
      AnnotatedImages out = applied(name, in.boundingBoxes(boxes), format);
      BoundingBoxes moved = Objects.requireNonNull(out.boundingBoxes());
      same(of + " boxes", moved.boxes());
      same(of + " labels", moved.labels());
      same(name + " images", out.images());
      same(name + " masks", Objects.requireNonNull(out.segmentationMasks()));
      assertThat(out.labels()).isSameAs(in.labels());
      // One image of the batch alone.
      AnnotatedImages alone =
          applied(
              name,
              new AnnotatedImages(
                  first(in.images()),
                  boxes.map(BoxesTest::first),
                  first(Tensor.eye(2)),
                  first(keras("masks"))),
              format);
      BoundingBoxes one = Objects.requireNonNull(alone.boundingBoxes());
      assertThat(one.boxes().toDoubleArray()).isEqualTo(first(moved.boxes()).toDoubleArray());
      assertThat(one.labels().toDoubleArray()).isEqualTo(first(moved.labels()).toDoubleArray());
    }
  }

  private static Tensor first(Tensor x) {
    return x.get(Index.at(0));
  }
}
