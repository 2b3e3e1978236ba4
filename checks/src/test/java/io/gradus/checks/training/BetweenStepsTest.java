package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.data.Batch;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is changed between two steps counts in the next one, recorded or not.
class BetweenStepsTest {
  private static final Batch BATCH = Digits.batch();

  /// Three steps, the change, and three more; the hash after each step.
  private static List<String> hashes(boolean eagerly, Consumer<Sequential> change) {
    Sequential model = Digits.model(32);
    model.runEagerly(eagerly);
    List<String> hashes = new ArrayList<>();
    for (int step = 0; step < 6; step++) {
      if (step == 3) {
        change.accept(model);
      }
      model.trainOnBatch(BATCH);
      hashes.add(Digits.hash(model));
    }
    return hashes;
  }

  private static void sameRecordedAndEagerButNotAsUnchanged(Consumer<Sequential> change) {
    List<String> recorded = hashes(false, change);
    List<String> unchanged = hashes(false, _ -> {});
    assertThat(recorded).isEqualTo(hashes(true, change));
    assertThat(recorded.subList(0, 3)).isEqualTo(unchanged.subList(0, 3));
    assertThat(recorded.subList(3, 6)).doesNotContainAnyElementsOf(unchanged.subList(3, 6));
  }

  @Test
  void anotherLearningRate() {
    sameRecordedAndEagerButNotAsUnchanged(
        model -> model.optimizer().learningRate().assign(Tensor.of(0.01f)));
  }

  @Test
  void aFrozenLayer() {
    sameRecordedAndEagerButNotAsUnchanged(model -> model.layer("dense").trainable(false));
  }

  @Test
  void anAssignedWeight() {
    sameRecordedAndEagerButNotAsUnchanged(
        model -> model.layer("dense_1").weights().getLast().assign(Tensor.ones(10)));
  }

  @Test
  void aStepCounterSetBack() {
    // Dropout's numbers follow from the number of the step.
    sameRecordedAndEagerButNotAsUnchanged(
        model -> model.compile("rmsprop", "sparse_categorical_crossentropy"));
  }

  @Test
  void aSwitchToEagerAndBackChangesNothing() {
    List<String> unchanged = hashes(false, _ -> {});
    assertThat(hashes(false, model -> model.runEagerly(true))).isEqualTo(unchanged);
    assertThat(hashes(true, model -> model.runEagerly(false))).isEqualTo(unchanged);
  }

  @Test
  void aFrozenLayerStaysAsItIsAndLearnsAgainAfterwards() {
    Sequential model = Digits.model(32);
    model.trainOnBatch(BATCH);
    var layer = model.layer("dense");
    String before = Digits.hash(layer.weights());
    String other = Digits.hash(model.layer("dense_1").weights());
    layer.trainable(false);
    model.trainOnBatch(BATCH);
    assertThat(Digits.hash(layer.weights())).isEqualTo(before);
    assertThat(Digits.hash(model.layer("dense_1").weights())).isNotEqualTo(other);
    assertThat(model.trainableWeights()).hasSize(2);
    layer.trainable(true);
    model.trainOnBatch(BATCH);
    assertThat(Digits.hash(layer.weights())).isNotEqualTo(before);
  }

  @Test
  void aLearningRateOfZeroStopsTheWeights() {
    Sequential model = Digits.model(32);
    model.trainOnBatch(BATCH);
    model.optimizer().learningRate().assign(Tensor.of(0f));
    String before = Digits.hash(model.weights());
    model.trainOnBatch(BATCH);
    assertThat(Digits.hash(model.weights())).isEqualTo(before);
  }
}
