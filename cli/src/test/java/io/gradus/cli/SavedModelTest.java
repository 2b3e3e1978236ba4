package io.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Train and save, evaluate, predict.
class SavedModelTest {
  private static final int SIDE = 28;

  @TempDir Path folder;

  private static Run run(String... arguments) {
    return Run.of(() -> new Mnist(bars(100), bars(20)), arguments);
  }

  /// Image `i` shows a bar at the height of its label `i mod 10`.
  private static LabeledImages bars(int count) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
      for (int x = 4; x < 24; x++) {
        pixels[(i * SIDE + row(i % 10)) * SIDE + x] = (byte) 255;
      }
    }
    return new LabeledImages(
        Tensor.ofUnsigned(pixels, Shape.of(count, SIDE, SIDE)),
        Tensor.ofUnsigned(labels, Shape.of(count)));
  }

  private static int row(int label) {
    return 4 + 2 * label;
  }

  private Path image(int label, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 4; x < 24; x++) {
      image.setRGB(x, row(label), 0xffffff);
    }
    Path file = folder.resolve(label + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private Path trained() {
    Path file = folder.resolve("bars.keras");
    Run run = run(("train mnist --seed 1 --epochs 15 --batch-size 10 --out " + file).split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\nsaved: " + file + "\n");
    return file;
  }

  @Test
  void aSavedModelIsTestedAndAsked() throws IOException {
    String file = trained().toString();
    assertThat(folder.resolve("bars.keras.backup")).doesNotExist();
    Run tested = run("evaluate", file, "mnist");
    assertThat(tested.err()).isEmpty();
    assertThat(tested.out()).startsWith("test accuracy: 1.0000\ntest loss: 0.");
    Path seven = image(7, SIDE);
    Path two = image(2, SIDE);
    Run asked = run("predict", file, seven.toString(), two.toString());
    assertThat(asked.err()).isEmpty();
    assertThat(asked.out().lines())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith(seven + ": 7 ("),
            second -> assertThat(second).startsWith(two + ": 2 ("));
    // What would drive a terminal is shown instead.
    Path odd = Files.copy(seven, folder.resolve("\u001b[31mseven.png"));
    assertThat(run("predict", file, odd.toString()).out())
        .startsWith(folder + "/\\u001b[31mseven.png: 7 (");
  }

  @Test
  void aSavedModelIsExplained() {
    String file = trained().toString();
    Run predicting = run("explain", file, "--batch-size", "70");
    assertThat(predicting.err()).isEmpty();
    assertThat(predicting.out()).contains(" add relu ", " float32[70, 10] in a result");
    Run training = run("explain", file, "mnist", "--batch-size", "70");
    assertThat(training.err()).isEmpty();
    assertThat(training.out()).contains(" in dense/kernel, in place");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path none = folder.resolve("none.keras");
    assertThat(run("evaluate", none.toString(), "mnist").err())
        .isEqualTo("gradus: " + none + ": there is no such file\n");
    assertThat(run("evaluate", none.toString(), "fashion").err())
        .isEqualTo("gradus: DATA fashion: unknown data \"fashion\"; known: mnist\n");
    String file = trained().toString();
    Path large = image(3, 30);
    assertThat(run("predict", file, large.toString()).err())
        .isEqualTo("gradus: " + large + ": the model needs images of 28×28 pixels; got 30×30\n");
    Path text = Files.writeString(folder.resolve("a.png"), "no image");
    assertThat(run("predict", file, text.toString()).err())
        .isEqualTo("gradus: " + text + ": is no PNG, GIF, BMP or JPEG image\n");
  }

  @Test
  void toGoOnWithNothingIsToBegin() {
    Path file = folder.resolve("first.keras");
    Run run = run(("train mnist --resume --epochs 1 --batch-size 50 --out " + file).split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("resume: there is no %s.backup/latest; begins anew\n\n".formatted(file))
        .contains("\nEpoch 1/1\n", "saved: " + file);
  }

  @Test
  void whatWasLearnedIsKeptUntilItIsSaved() throws IOException {
    Path file = folder.resolve("lost.keras");
    // Where the model is to be, a folder appears while the test data is loaded, after the check.
    String[] arguments =
        ("train mnist --seed 1 --epochs 3 --batch-size 50 --out " + file).split(" ");
    Run failed =
        Run.of(
            () -> {
              try {
                Files.createDirectory(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return new Mnist(bars(100), bars(20));
            },
            arguments);
    Path backup = folder.resolve("lost.keras.backup/latest");
    assertThat(failed.err())
        .isEqualTo(
            "gradus: %s: is a folder; give the name of a file; the trained model is kept in %s:"
                    .formatted(file, backup)
                + " --resume saves it\n");
    assertThat(failed.status()).isEqualTo(1);
    Files.delete(file);
    byte[] kept = Files.readAllBytes(backup);
    Run anew = run(("train mnist --epochs 3 --batch-size 50 --out " + file).split(" "));
    assertThat(anew.err())
        .startsWith(
            "gradus: --out %s: a training that was interrupted is in %s; give --resume, or remove"
                    .formatted(file, backup)
                + " that file to begin anew\n");
    assertThat(anew.status()).isEqualTo(2);
    assertThat(backup).hasBinaryContent(kept);
    Run resumed = run(("train mnist --resume --epochs 3 --batch-size 50 --out " + file).split(" "));
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out())
        .startsWith("resume: goes on from " + backup + "\n\n")
        .contains("saved: " + file)
        .doesNotContain("Epoch");
    assertThat(backup).doesNotExist();
    assertThat(failed.out()).contains("Epoch 3/3");
  }

  @Test
  void otherBatchesThanBeforeAreTold() {
    Path file = folder.resolve("changed.keras");
    String train = "train mnist --seed 1 --epochs 2 --out " + file + " --batch-size ";
    // Nobody can save there, so the backup stays.
    Run failed =
        Run.of(
            () -> {
              file.toFile().mkdir();
              return new Mnist(bars(100), bars(20));
            },
            (train + 50).split(" "));
    assertThat(failed.status()).isEqualTo(1);
    assertThat(file.toFile().delete()).isTrue();
    Run resumed = run((train + "20 --resume").replace("epochs 2", "epochs 3").split(" "));
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out())
        .contains(
            "\nresume: goes on with epoch 3 of 3\n"
                + "resume: the training that was interrupted had 100 samples in batches of 50,"
                + " shuffled; it goes on with 100 samples in batches of 20, shuffled\n"
                + "Epoch 3/3\n");
  }

  @Test
  void aFolderThatIsMissingIsMadeBeforeTraining() {
    Path file = folder.resolve("a/b/bars.keras");
    Run run = run(("train mnist --seed 1 --epochs 1 --batch-size 50 --out " + file).split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void whereTheModelCannotBeSavedIsSaidBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path inside = file.resolve("a.keras");
    Run run = run("train", "mnist", "--out", inside.toString());
    assertThat(run.err())
        .isEqualTo("gradus: --out: cannot write %s: %s is no folder\n".formatted(inside, file));
    assertThat(run.out()).isEmpty();
  }
}
