package io.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Dataset;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static List<List<Integer>> held(List<Fold> folds) {
    return folds.stream().map(fold -> list(fold.validation())).toList();
  }

  private static List<Integer> list(int[] positions) {
    return Arrays.stream(positions).boxed().toList();
  }

  private static void assertShared(List<Fold> folds, int samples) {
    List<Integer> all = IntStream.range(0, samples).boxed().toList();
    assertThat(held(folds).stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    for (Fold fold : folds) {
      assertThat(IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.validation())))
          .containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void theFirstPartsHaveOneMore() {
    List<Fold> folds = new KFold(3).split(7);
    assertThat(held(folds)).containsExactly(List.of(0, 1, 2), List.of(3, 4), List.of(5, 6));
    assertThat(folds.get(1).train()).containsExactly(0, 1, 2, 5, 6);
    assertShared(folds, 7);
  }

  @Test
  void shuffledPartsFollowFromTheSeed() {
    List<Fold> folds = new KFold(3).shuffle(1).split(8);
    assertThat(held(folds)).extracting(List::size).containsExactly(3, 3, 2);
    assertShared(folds, 8);
    assertThat(held(new KFold(3).shuffle(1).split(8))).isEqualTo(held(folds));
    assertThat(held(new KFold(3).shuffle(2).split(8))).isNotEqualTo(held(folds));
  }

  @Test
  void aFoldTakesItsSamples() {
    Dataset data = Dataset.of(Tensor.of(10f, 11f, 12f, 13f), Tensor.of(0, 1, 0, 1));
    Fold fold = new KFold(2).split(data).getFirst();
    assertThat(fold.train(data).batches(9).first().x().toFloatArray()).containsExactly(12, 13);
    assertThat(fold.validation(data).batches(9).first().y().toIntArray()).containsExactly(0, 1);
  }

  @Test
  void kBelowTwoAndAboveTheSamplesIsRefused() {
    assertThatThrownBy(() -> new KFold(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k-fold: k must be at least 2; got 1");
    assertThatThrownBy(() -> new StratifiedKFold(0))
        .hasMessage("stratified k-fold: k must be at least 2; got 0");
    assertThatThrownBy(() -> new KFold(4).split(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k-fold: k must not be above the number of samples; got k = 4 for 3 samples");
    assertThatThrownBy(() -> new StratifiedKFold(4).split(Tensor.of(0, 0, 0)))
        .hasMessage(
            "stratified k-fold: k must not be above the number of samples; got k = 4 for 3"
                + " samples");
    assertThatThrownBy(() -> new StratifiedKFold(3).split(Tensor.of(0, 0, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stratified k-fold: k must not be above the number of samples of every class; got k ="
                + " 3, at most 2");
  }

  // The example of scikit-learn's documentation.
  @Test
  void stratifiedPartsHaveEachClass() {
    List<Fold> folds = new StratifiedKFold(2).split(Tensor.of(0, 0, 1, 1));
    assertThat(held(folds)).containsExactly(List.of(0, 2), List.of(1, 3));
    assertThat(folds.getFirst().train()).containsExactly(1, 3);
  }

  // Sorted, the labels 0 0 0 0 0 1 1 1 are dealt out: 0 0 1 | 0 0 1 | 0 1.
  @Test
  void labelsAreDealtOutLikeCards() {
    Tensor labels = Tensor.of(0, 1, 0, 0, 1, 0, 1, 0);
    List<Fold> folds = new StratifiedKFold(3).split(labels);
    assertThat(held(folds)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7));
    assertShared(new StratifiedKFold(3).shuffle(5).split(labels), 8);
    for (Fold fold : new StratifiedKFold(3).shuffle(5).split(labels)) {
      assertThat(Arrays.stream(fold.validation()).filter(i -> labels.toIntArray()[i] == 1))
          .hasSize(1);
    }
  }

  @Test
  void aRareClassIsMissingInSomeParts() {
    List<Fold> folds = new StratifiedKFold(3).split(Tensor.of(0, 0, 0, 0, 0, 7));
    assertShared(folds, 6);
    assertThat(held(folds)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5));
  }

  @Test
  void targetsMayBeOneHotOrConverted() {
    Tensor oneHot = Tensor.of(0, 0, 1, 1).oneHot(2);
    Dataset data = Dataset.of(Tensor.zeros(4, 3), oneHot);
    assertThat(held(new StratifiedKFold(2).split(data)))
        .containsExactly(List.of(0, 2), List.of(1, 3));
    Dataset column = Dataset.of(Tensor.zeros(4, 3), Tensor.of(0f, 0f, 1f, 1f).reshape(4, 1));
    assertThat(held(new StratifiedKFold(2).split(column)))
        .containsExactly(List.of(0, 2), List.of(1, 3));
  }

  @Test
  void targetsThatNameNoClassAreRefused() {
    StratifiedKFold folds = new StratifiedKFold(2);
    assertThatThrownBy(() -> folds.split(Tensor.of(0f, 0.5f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stratified k-fold: class numbers must be whole and not negative; sample 1 has 0.5");
    assertThatThrownBy(() -> folds.split(Tensor.of(0, -1)))
        .hasMessage(
            "stratified k-fold: class numbers must be whole and not negative; sample 1 has -1.0");
    assertThatThrownBy(() -> folds.split(Tensor.of(new float[][] {{1, 0}, {1, 1}})))
        .hasMessage(
            "stratified k-fold: a one-hot row needs one 1 among zeros; sample 1 has [1.0, 1.0]");
    assertThatThrownBy(() -> folds.split(Tensor.zeros(2, 2, 2)))
        .hasMessage(
            "stratified k-fold: labels must be class numbers [n] or [n, 1], or one-hot rows [n,"
                + " classes]; got float32[2, 2, 2]");
    assertThatThrownBy(() -> folds.split(Dataset.of(Tensor.zeros(2, 2))))
        .hasMessage("stratified k-fold: the data has no targets");
  }

  // Of 10 samples, 6 of class 0 and 4 of class 1, half are trained on: 3 and 2.
  @Test
  void aStratifiedSplitKeepsTheShares() {
    Tensor labels = Tensor.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    Fold fold = StratifiedSplit.of(labels, 0.5, 1);
    assertThat(Arrays.stream(fold.train()).filter(i -> i < 6)).hasSize(3);
    assertThat(fold.train()).hasSize(5);
    assertThat(StratifiedSplit.of(labels, 0.5, 1).train()).containsExactly(fold.train());
    assertThat(StratifiedSplit.of(labels, 0.5, 2).train()).isNotEqualTo(fold.train());
    Dataset data = Dataset.of(Tensor.zeros(10, 1), labels);
    assertThat(StratifiedSplit.of(data, 0.5, 1).train()).containsExactly(fold.train());
  }

  // 7 of 10: shares 4.2 and 2.8, so 4 and 3.
  @Test
  void theLargestRemainderGetsTheSampleLeft() {
    Fold fold = StratifiedSplit.of(Tensor.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1), 0.7, 3);
    assertThat(Arrays.stream(fold.train()).filter(i -> i < 6)).hasSize(4);
    assertThat(fold.train()).hasSize(7);
  }

  @Test
  void aSplitThatCannotHaveEachClassIsRefused() {
    Tensor labels = Tensor.of(0, 0, 0, 1);
    assertThatThrownBy(() -> StratifiedSplit.of(labels, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stratified split: a class needs 2 samples, one for each part; class 1 has 1");
    assertThatThrownBy(() -> StratifiedSplit.of(Tensor.of(0, 0, 1, 1, 1), 0.8, 1))
        .hasMessage(
            "stratified split: each part needs a sample of each of the 2 classes; got 4 and 1"
                + " samples");
    assertThatThrownBy(() -> StratifiedSplit.of(labels, 1, 1))
        .hasMessage("stratified split: the share must be above 0 and below 1; got 1.0");
  }
}
