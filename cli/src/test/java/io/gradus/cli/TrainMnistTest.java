package io.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import org.junit.jupiter.api.Test;

class TrainMnistTest {
  /// Image `i` shows a bar at the height of its label `i mod 10`.
  private static LabeledImages bars(int count) {
    byte[] pixels = new byte[count * 784];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
      for (int x = 4; x < 24; x++) {
        for (int thick = 0; thick < 2; thick++) {
          pixels[i * 784 + (4 + 2 * (i % 10) + thick) * 28 + x] = (byte) 255;
        }
      }
    }
    return new LabeledImages(
        Tensor.ofUnsigned(pixels, Shape.of(count, 28, 28)),
        Tensor.ofUnsigned(labels, Shape.of(count)));
  }

  private static Run train(String options) {
    String[] arguments = ("train mnist --threads 1 " + options).strip().split(" +");
    return Run.of(() -> new Mnist(bars(120), bars(30)), arguments);
  }

  @Test
  void printsPlanProgressResultsAndPictures() {
    Run run = train("--seed 7 --epochs 3 --batch-size 50 --backend scalar");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("│ dense (Dense)   │ (None, 512)  │ 401,920 │\n")
        .contains(
            """

            data:       120 images to train on, 30 to test with
            plan:       3 steps of 50 images in each epoch, 3 epochs: 9 updates
            optimizer:  RMSprop, learning rate 0.001
            parameters: 407,050
            memory:     about 5 MiB: data 0.1, weights 1.6, gradients and optimizer 3.1, a batch 0.3
            """)
        .containsPattern("\ndevice: {5}scalar.*, 1 thread\nseed: {7}7\n")
        .containsPattern(
            "\nEpoch 3/3\n3/3 ━━━━━━━━━━━━━━━━━━━━ .*/step - accuracy: .* - loss: .*\n")
        .containsPattern("\ntest loss: [0-9.]+\ntest accuracy: [0-9.]+\n")
        .contains("\nlabel 0        label 1        label 2        label 3        label 4\n")
        .contains("\nlabel 5        label 6        label 7        label 8        label 9\n");
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    String first = results(train("--seed 3 --epochs 2"));
    assertThat(results(train("--seed 3 --epochs 2"))).isEqualTo(first);
    assertThat(results(train("--seed 4 --epochs 2"))).isNotEqualTo(first);
  }

  @Test
  void learnsAndMeasuresOnWhatIsHeldOut() {
    Run run =
        train(
            "--seed 1 --epochs 20 --batch-size 20 --validation --optimizer sgd --learning-rate"
                + " 0.5");
    assertThat(run.out())
        .contains("data:       100 images to train on, 20 to validate with, 30 to test with\n")
        .contains("plan:       5 steps of 20 images in each epoch, 20 epochs: 100 updates\n")
        .contains("optimizer:  SGD, learning rate 0.5\n")
        .contains("val_accuracy: 1.0000")
        .contains("test accuracy: 1.0000\n")
        .contains("predicted 0    predicted 1    predicted 2    predicted 3    predicted 4\n");
  }

  @Test
  void convolutionsLearnAtAFallingRate() {
    assertThat(train("--seed 1 --epochs 1 --model cnn").out())
        .contains("optimizer:  Adam, learning rate 0.005, falling to 0\n");
    assertThat(train("--seed 1 --epochs 1 --model cnn --optimizer sgd").out())
        .contains("optimizer:  SGD, learning rate 0.01, falling to 0\n");
    assertThat(train("--seed 1 --epochs 1 --model resnet --learning-rate 0.1").out())
        .contains("optimizer:  Adam, learning rate 0.1, falling to 0\n");
  }

  private static String results(Run run) {
    assertThat(run.err()).isEmpty();
    return run.out().substring(run.out().indexOf("test loss"));
  }
}
