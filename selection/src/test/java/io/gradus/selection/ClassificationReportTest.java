package io.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClassificationReportTest {
  private static final Offset<Double> PRECISE = within(1e-12);

  // The examples of scikit-learn's documentation.
  private static final ClassificationReport EXAMPLE =
      ConfusionMatrix.of(Tensor.of(0, 1, 2, 2, 2), Tensor.of(0, 0, 2, 2, 1))
          .named("class 0", "class 1", "class 2")
          .report();

  @Test
  void isPrintedAsByScikitLearn() {
    assertThat(EXAMPLE)
        .hasToString(
            """
                          precision    recall  f1-score   support

                 class 0       0.50      1.00      0.67         1
                 class 1       0.00      0.00      0.00         1
                 class 2       1.00      0.67      0.80         3

                accuracy                           0.60         5
               macro avg       0.50      0.56      0.49         5
            weighted avg       0.70      0.60      0.61         5
            """);
    assertThat(EXAMPLE.text(3))
        .contains("     class 2      1.000     0.667     0.800         3\n")
        .contains("    accuracy                          0.600         5\n");
  }

  @Test
  void hasTheNumbers() {
    assertThat(EXAMPLE.accuracy()).isEqualTo(0.6);
    assertThat(EXAMPLE.get("class 0")).isEqualTo(new ClassScores(0.5, 1, 2 / 3.0, 1));
    assertThat(EXAMPLE.classes()).hasSize(3);
    assertThat(EXAMPLE.macroAverage().precision()).isEqualTo(0.5);
    assertThat(EXAMPLE.weightedAverage().precision()).isCloseTo(0.7, PRECISE);
    assertThat(EXAMPLE.weightedAverage().f1()).isCloseTo((2 / 3.0 + 3 * 0.8) / 5, PRECISE);
    assertThat(EXAMPLE.macroAverage().support()).isEqualTo(5);
    assertThat(EXAMPLE.undefined()).isEmpty();
  }

  @Test
  void whatHasNothingToDivideByCountsZeroAndIsNamed() {
    var report =
        ConfusionMatrix.ofProbabilities(Tensor.of(0, 1), Tensor.ones(2, 1).mul(0.1)).report();
    assertThat(report.get("1")).isEqualTo(new ClassScores(0, 0, 0, 1));
    assertThat(report.get("0")).isEqualTo(new ClassScores(0.5, 1, 2 / 3.0, 1));
    assertThat(report.undefined()).containsExactly("precision of class 1");
    var absent = ConfusionMatrix.of(Tensor.of(0, 0), Tensor.of(0, 1)).report();
    assertThat(absent.undefined()).containsExactly("recall of class 1");
    var never =
        ConfusionMatrix.ofProbabilities(Tensor.of(0, 0), Tensor.of(new float[][] {{1, 0}, {1, 0}}))
            .report();
    assertThat(never.undefined())
        .containsExactly("precision of class 1", "recall of class 1", "f1-score of class 1");
  }

  @Test
  void aWrongNameOrNumberIsRefused() {
    assertThatThrownBy(() -> EXAMPLE.get("class 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "classification report: no class \"class 3\"; there are [class 0, class 1, class 2]");
    assertThatThrownBy(() -> EXAMPLE.text(-1))
        .hasMessage("classification report: digits must not be negative; got -1");
  }
}
