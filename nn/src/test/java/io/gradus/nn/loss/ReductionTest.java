package io.gradus.nn.loss;

import static io.gradus.nn.loss.Loss.Reduction.MEAN;
import static io.gradus.nn.loss.Loss.Reduction.MEAN_WITH_SAMPLE_WEIGHT;
import static io.gradus.nn.loss.Loss.Reduction.NONE;
import static io.gradus.nn.loss.Loss.Reduction.SUM;
import static io.gradus.nn.loss.Loss.Reduction.SUM_OVER_BATCH_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How losses, weights and masks become one number. Expected values are what Keras 3.15.1 gives
/// (NumPy backend), but where Keras refuses weights of fewer axes.
class ReductionTest {
  // Per sample and position: 1, 4, 9 and 16, 25, 36.
  private static final Tensor TRUE = Tensor.zeros(2, 3, 1);
  private static final Tensor PRED = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3, 1));

  private static Tensor reduced(
      Loss.Reduction reduction, @Nullable Tensor weights, @Nullable Tensor mask) {
    return new MeanSquaredError().reduction(reduction).reduced(TRUE, PRED, weights, mask);
  }

  private static float[] values(
      Loss.Reduction reduction, @Nullable Tensor weights, @Nullable Tensor mask) {
    return reduced(reduction, weights, mask).toFloatArray();
  }

  @Test
  void reducesWithoutWeights() {
    assertThat(values(NONE, null, null)).containsExactly(1, 4, 9, 16, 25, 36);
    assertThat(values(SUM, null, null)).containsExactly(91);
    assertThat(values(MEAN, null, null)).containsExactly(91 / 6f);
    assertThat(values(SUM_OVER_BATCH_SIZE, null, null)).containsExactly(91 / 6f);
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, null, null)).containsExactly(91 / 6f);
  }

  @Test
  void weighsEachPosition() {
    Tensor weights = Tensor.of(new float[][] {{1, 0, 2}, {0, 1, 0}});
    assertThat(values(NONE, weights, null)).containsExactly(1, 0, 18, 0, 25, 0);
    assertThat(values(SUM, weights, null)).containsExactly(44);
    assertThat(values(MEAN, weights, null)).containsExactly(44 / 6f);
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, weights, null)).containsExactly(11);
  }

  @Test
  void weightsStretch() {
    Tensor rows = Tensor.of(new float[][] {{2}, {1}});
    assertThat(values(NONE, rows, null)).containsExactly(2, 8, 18, 16, 25, 36);
    // The divisor is the sum of the weights as they were given.
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, rows, null)).containsExactly(105 / 3f);
    Tensor columns = Tensor.of(new float[][] {{1, 0, 0}});
    assertThat(values(NONE, columns, null)).containsExactly(1, 0, 0, 16, 0, 0);
    assertThat(values(SUM, Tensor.of(2f), null)).containsExactly(182);
  }

  @Test
  void weightsOfFewerAxesAreThoseOfTheSamples() {
    assertThat(values(NONE, Tensor.of(2f, 1f), null)).containsExactly(2, 8, 18, 16, 25, 36);
    assertThat(values(SUM, Tensor.of(2, 1), null)).containsExactly(105);
  }

  @Test
  void anAxisOfLengthOneMoreIsDroppedOrAdded() {
    Tensor weights = Tensor.of(new float[] {1, 0, 0, 1, 0, 0}, Shape.of(2, 3, 1));
    assertThat(reduced(NONE, weights, null).shape()).isEqualTo(Shape.of(2, 3));
    Loss loss = new MeanSquaredError().reduction(NONE);
    Tensor column = loss.reduced(Tensor.zeros(2, 1), Tensor.ones(2, 1), Tensor.ones(2, 1));
    assertThat(column.shape()).isEqualTo(Shape.of(2, 1));
  }

  @Test
  void aMeanOverAMaskDividesByWhatCounts() {
    Tensor mask = Tensor.of(true, true, false, true, false, false).reshape(2, 3);
    assertThat(values(NONE, null, mask)).containsExactly(1, 4, 0, 16, 0, 0);
    assertThat(values(SUM, null, mask)).containsExactly(21);
    assertThat(values(MEAN, null, mask)).containsExactly(7);
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, null, mask)).containsExactly(7);
    Tensor weights = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(values(MEAN, weights, mask)).containsExactly(73 / 3f);
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, weights, mask)).containsExactly(73 / 7f);
    assertThat(values(MEAN, Tensor.of(2f, 1f), mask)).containsExactly(26 / 3f);
  }

  @Test
  void nothingThatCountsGivesZero() {
    Tensor mask = Tensor.of(new boolean[6]).reshape(2, 3);
    assertThat(values(MEAN, null, mask)).containsExactly(0);
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, null, mask)).containsExactly(0);
    assertThat(values(MEAN_WITH_SAMPLE_WEIGHT, Tensor.zeros(2, 3), null)).containsExactly(0);
    Tensor none = new MeanSquaredError().reduced(Tensor.zeros(0, 3), Tensor.zeros(0, 3), null);
    assertThat(none.toFloatArray()).containsExactly(0);
  }

  @Test
  void theMaskOfThePredictionMeetsThatOfTheLoss() {
    Loss loss = new SparseCategoricalCrossentropy().fromLogits(true).ignoreClass(0);
    Tensor labels = Tensor.of(0, 1, 1);
    Tensor logits = Tensor.zeros(3, 2);
    Tensor mask = Tensor.of(true, true, false);
    assertThat(loss.reduced(labels, logits, null).item()).isEqualTo((float) Math.log(2));
    assertThat(loss.reduced(labels, logits, null, mask).item()).isEqualTo((float) Math.log(2));
  }

  @Test
  void aLossOfTheWholeBatchIsWeightedAsItIs() {
    Tensor y = Tensor.of(new float[][] {{1, 0}});
    Tensor p = Tensor.of(new float[][] {{0.5f, 0.5f}});
    for (Loss.Reduction reduction : Loss.Reduction.values()) {
      Loss dice = new Dice().reduction(reduction);
      assertThat(dice.reduced(y, p, Tensor.of(3f)).item()).isEqualTo(1.5, within());
    }
    assertThat(new Dice().reduced(y, p, Tensor.of(1f, 3f)).item()).isEqualTo(1.0, within());
  }

  @Test
  void computesInTheGivenTypeOrAtLeastInFloat32() {
    Loss loss = new MeanSquaredError();
    assertThat(loss.reduced(TRUE, PRED, null).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(loss.reduced(TRUE, PRED.cast(DType.INT32), null).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(loss.reduced(TRUE, PRED.cast(DType.FLOAT64), null).dtype()).isEqualTo(DType.FLOAT64);
    Loss wide = new MeanSquaredError().dtype(DType.FLOAT64);
    assertThat(wide.reduced(TRUE, PRED, Tensor.ones(2, 3)).dtype()).isEqualTo(DType.FLOAT64);
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }
}
