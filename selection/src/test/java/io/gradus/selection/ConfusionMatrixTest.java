package io.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private static final ConfusionMatrix EXAMPLE =
      ConfusionMatrix.of(Tensor.of(2, 0, 2, 2, 0, 1), Tensor.of(0, 0, 2, 2, 0, 2));

  // The examples of scikit-learn's documentation.
  @Test
  void rowsAreTrueClassesAndColumnsPredictedOnes() {
    assertThat(EXAMPLE).hasToString("[[2 0 0]\n [0 0 1]\n [1 0 2]]");
    assertThat(EXAMPLE.names()).containsExactly("0", "1", "2");
    assertThat(EXAMPLE.count(2, 0)).isEqualTo(1);
    assertThat(EXAMPLE.support(2)).isEqualTo(3);
    assertThat(EXAMPLE.predicted(0)).isEqualTo(3);
    assertThat(EXAMPLE.samples()).isEqualTo(6);
  }

  @Test
  void labelsMayBeTexts() {
    var matrix =
        ConfusionMatrix.of(
            List.of("cat", "ant", "cat", "cat", "ant", "bird"),
            List.of("ant", "ant", "cat", "cat", "ant", "cat"));
    assertThat(matrix.names()).containsExactly("ant", "bird", "cat");
    assertThat(matrix).hasToString("[[2 0 0]\n [0 0 1]\n [1 0 2]]");
    assertThat(matrix.table())
        .isEqualTo(
            """
                   ant  bird   cat
             ant     2     0     0
            bird     0     0     1
             cat     1     0     2
            """);
  }

  @Test
  void classesThatDoNotOccurAreLeftOutOfLabels() {
    var matrix = ConfusionMatrix.of(Tensor.of(3, 7), Tensor.of(7, 7));
    assertThat(matrix.names()).containsExactly("3", "7");
    assertThat(matrix).hasToString("[[0 1]\n [0 1]]");
  }

  @Test
  void sharesAreOfTrueOrPredictedClassesOrOfAll() {
    assertThat(EXAMPLE.normalized(Normalized.TRUE).toDoubleArray())
        .containsExactly(1, 0, 0, 0, 0, 1, 1 / 3.0, 0, 2 / 3.0);
    assertThat(EXAMPLE.normalized(Normalized.PRED).toDoubleArray())
        .containsExactly(2 / 3.0, 0, 0, 0, 0, 1 / 3.0, 1 / 3.0, 0, 2 / 3.0);
    assertThat(EXAMPLE.normalized(Normalized.ALL).toDoubleArray())
        .containsExactly(2 / 6.0, 0, 0, 0, 0, 1 / 6.0, 1 / 6.0, 0, 2 / 6.0);
  }

  @Test
  void ofRowsOfProbabilitiesTheHighestCounts() {
    Tensor probabilities =
        Tensor.of(new float[][] {{0.2f, 0.7f, 0.1f}, {0.4f, 0.4f, 0.2f}, {0.1f, 0.6f, 0.3f}});
    var matrix = ConfusionMatrix.ofProbabilities(Tensor.of(1, 0, 0), probabilities);
    assertThat(matrix).hasToString("[[1 1 0]\n [0 1 0]\n [0 0 0]]");
    Tensor oneHot = Tensor.of(1, 0, 0).oneHot(3);
    assertThat(ConfusionMatrix.ofProbabilities(oneHot, probabilities)).hasToString("" + matrix);
  }

  @Test
  void aSingleProbabilityCountsAboveTheThreshold() {
    Tensor probabilities = Tensor.of(0.5f, 0.6f, 0.9f, 0.2f);
    Tensor labels = Tensor.of(1, 1, 1, 0);
    assertThat(ConfusionMatrix.ofProbabilities(labels, probabilities))
        .hasToString("[[1 0]\n [1 2]]");
    assertThat(ConfusionMatrix.ofProbabilities(labels, probabilities.reshape(4, 1), 0.8))
        .hasToString("[[1 0]\n [2 1]]");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> ConfusionMatrix.of(Tensor.of(1, 2), Tensor.of(1, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "confusion matrix: needs a prediction for each label; got 2 labels, 3 predictions");
    assertThatThrownBy(
            () -> ConfusionMatrix.ofProbabilities(Tensor.of(2, 1), Tensor.of(0.5f, 0.5f)))
        .hasMessage(
            "confusion matrix: the predictions are for 2 classes, from 0; sample 0 has class 2");
    assertThatThrownBy(
            () -> ConfusionMatrix.ofProbabilities(Tensor.of(0, 0), Tensor.of(0.5f, Float.NaN)))
        .hasMessage("confusion matrix: the prediction for sample 1 is NaN");
    assertThatThrownBy(() -> ConfusionMatrix.ofProbabilities(Tensor.of(0, 1), Tensor.ones(1, 1, 1)))
        .hasMessage(
            "confusion matrix: probabilities must be [n], [n, 1] or [n, classes]; got float32[1,"
                + " 1, 1]");
    assertThatThrownBy(() -> EXAMPLE.named("a", "b"))
        .hasMessage("confusion matrix: needs a name for each of the classes [0, 1, 2]; got [a, b]");
  }
}
