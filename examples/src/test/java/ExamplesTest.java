import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the examples and checks what they print: the numbers of the books, within bounds.
class ExamplesTest {
  @Test
  void digits() throws ReflectiveOperationException {
    String text = Programs.run("Digits");
    assertThat(Programs.numbers("Epoch 5/5\\n.* accuracy: ([0-9.]+)", text).getFirst())
        .isGreaterThan(0.985);
    assertThat(Programs.numbers("\\{accuracy=([0-9.]+)", text).getFirst()).isGreaterThan(0.975);
  }

  @Test
  void naiveDigits() throws ReflectiveOperationException {
    String text = Programs.run("NaiveDigits");
    assertThat(text).startsWith("weights: 4\n");
    List<Double> losses = Programs.numbers("loss at batch \\d+: ([0-9.]+)", text);
    assertThat(losses).hasSize(50);
    assertThat(losses.getFirst()).isBetween(3.0, 9.0);
    assertThat(losses.getLast()).isLessThan(0.9);
    assertThat(Programs.numbers("accuracy: ([0-9.]+)", text).getFirst())
        .isCloseTo(0.82, within(0.04));
  }

  @Test
  void tape() throws ReflectiveOperationException {
    String text = Programs.run("Tape");
    assertThat(text)
        .contains("d(2x + 3)/dx = 2.0\n")
        .contains("of a matrix:\n[[2. 2.]\n [2. 2.]]\n")
        .contains("of the bias:\n[2. 2.]\n")
        .contains("speed 19.6, acceleration 9.8\n");
  }

  @Test
  void naiveLoops() throws ReflectiveOperationException {
    String text = Programs.run("NaiveLoops");
    assertThat(Programs.numbers("differs by ([0-9.e+-]+)", text))
        .hasSize(7)
        .allMatch(apart -> apart < 1e-3);
    assertThat(Programs.numbers("takes ([0-9.]+) times", text)).hasSize(7);
  }

  @Test
  void byHand() throws ReflectiveOperationException {
    String text = Programs.run("ByHand");
    assertThat(text)
        .contains("relu(W·x + b) = [ 4. 17.  0.]\n")
        .contains("dense by hand [-0.5, -1.0, 1.0], by the layer [[-0.5 -1.   1. ]]\n")
        .contains("dense + dense_1 + dense_2 → dense\n");
    assertThat(Programs.numbers("at most ([0-9.e+-]+)", text).getFirst()).isLessThan(1e-6);
  }

  @Test
  void slowGradient() throws ReflectiveOperationException {
    String text = Programs.run("SlowGradient");
    List<Double> errors = Programs.numbers("error ([0-9.e+-]+)", text);
    assertThat(errors.get(0) / errors.get(1)).isBetween(80.0, 120.0);
    assertThat(errors.get(1) / errors.get(2)).isBetween(80.0, 120.0);
    assertThat(Programs.numbers("(\\d+) forward passes", text)).containsExactly(12.0);
    assertThat(Programs.numbers("one tape: differ by ([0-9.e+-]+)", text).getFirst())
        .isLessThan(1e-9);
  }

  @Test
  void linearRegression() throws ReflectiveOperationException {
    String text = Programs.run("LinearRegression");
    List<Double> closed = Programs.numbers("closed form: ([0-9.]+)·x \\+ ([0-9.]+)", text);
    assertThat(closed.get(0)).isCloseTo(1.5, within(0.02));
    assertThat(closed.get(1)).isCloseTo(0.5, within(0.02));
    assertThat(Programs.numbers("by descent: +([0-9.]+)·x \\+ ([0-9.]+)", text)).isEqualTo(closed);
  }

  @Test
  void descent() throws ReflectiveOperationException {
    String text = Programs.run("Descent");
    assertThat(Programs.numbers("(\\d+) steps", text)).containsExactly(5120.0, 40.0, 5.0);
    assertThat(Programs.numbers("loss ([0-9.]+)", text))
        .isSorted()
        .first()
        .satisfies(loss -> assertThat(loss).isLessThan(0.01));
    assertThat(Programs.numbers("ends at ([0-9.-]+)", text)).containsExactly(0.930, -1.057);
  }

  @Test
  void batches() throws ReflectiveOperationException {
    assertThat(Programs.run("Batches"))
        .containsPattern("the fourth digit +uint8\\[28, 28\\]\n")
        .containsPattern("digits 10 to 99 +uint8\\[90, 28, 28\\]\n")
        .containsPattern("lower right corners +uint8\\[60000, 14, 14\\]\n")
        .containsPattern("middles +uint8\\[60000, 14, 14\\]\n")
        .containsPattern("batch 3 +uint8\\[128, 28, 28\\]\n")
        .containsPattern("a shorter one +uint8\\[96, 28, 28\\]\n")
        .containsPattern("float32\\[4, 240, 144, 256, 3\\]: 106,168,320 values");
  }

  @Test
  void fromScratch() throws ReflectiveOperationException {
    List<Double> losses = Programs.numbers("loss ([0-9.]+)", Programs.run("FromScratch"));
    assertThat(losses).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void digitsWithAdam() throws ReflectiveOperationException {
    String text = Programs.run("DigitsAdam");
    assertThat(text).contains("Epoch 3/3\n1875/1875 ");
    assertThat(Programs.numbers("val_accuracy: ([0-9.]+)", text))
        .hasSize(3)
        .allMatch(a -> a > 0.955);
    assertThat(Programs.numbers("val_accuracy: ([0-9.]+)", text).getLast()).isGreaterThan(0.97);
  }

  @Test
  void backpropagation() throws ReflectiveOperationException {
    String text = Programs.run("Backpropagation");
    assertThat(text)
        .contains("x1 = x·w = 6.0, x2 = x1 + b = 7.0, loss = |4 − x2| = 3.0\n")
        .contains("d loss / d x2 = 1.0\n")
        .contains("d x2 / d x1 = 1.0\n")
        .contains("d x2 / d b = 1.0\n")
        .contains("d x1 / d w = 2.0\n")
        .contains("d loss / d w = 2.0\n")
        .contains("d loss / d b = 1.0\n");
    assertThat(Programs.numbers("differ by ([0-9.e+-]+)", text)).hasSize(2).allMatch(d -> d < 1e-6);
  }

  @Test
  void crossEntropy() throws ReflectiveOperationException {
    String text = Programs.run("CrossEntropy");
    List<Double> losses = Programs.numbers("p = [0-9.]+: loss (-?[0-9.]+)", text);
    assertThat(losses).isSorted();
    assertThat(losses.getFirst()).isCloseTo(0, within(1e-4));
    assertThat(losses.get(2)).isCloseTo(Math.log(2), within(1e-4));
    assertThat(losses.getLast()).isCloseTo(16.118, within(1e-3));
    assertThat(text).doesNotContain("nan").doesNotContain("inf");
    assertThat(text).contains("logits (0, 1000): [1000.]\n");
  }

  @Test
  void tuning() throws ReflectiveOperationException {
    String text = Programs.run("Tuning");
    assertThat(Programs.numbers("Trial (\\d+)/6 - ", text)).containsExactly(1., 2., 3., 4., 5., 6.);
    assertThat(text).contains("trial  dropout    drop  units ");
    assertThat(Programs.numbers("\\{accuracy=([0-9.]+)", text).getFirst()).isGreaterThan(0.88);
  }

  @Test
  void crossValidation() throws ReflectiveOperationException {
    String text = Programs.run("CrossValidation");
    assertThat(Programs.numbers("held back \\d+: accuracy ([0-9.]+)", text)).hasSize(5);
    assertThat(Programs.numbers("on average: accuracy ([0-9.]+)", text).getFirst())
        .isGreaterThan(0.85);
    assertThat(text).contains("weighted avg ");
  }

  @Test
  void geometry() throws ReflectiveOperationException {
    String text = Programs.run("Geometry");
    assertThat(text)
        .containsPattern(
            "translated by \\(2, 1\\) +\\[\\[2. 1.\\] \\[3. 1.\\] \\[3. 2.\\] \\[2. 2.\\]\\]")
        .containsPattern(
            "rotated by 90° +\\[\\[ 0.  0.\\] \\[ 0.  1.\\] \\[-1.  1.\\] \\[-1.  0.\\]\\]");
    String twice =
        text.lines().filter(line -> line.startsWith("two affine")).findFirst().orElseThrow();
    assertThat(text)
        .contains("the one that they are" + twice.substring("two affine maps".length() + 6));
  }
}
