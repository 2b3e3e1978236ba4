package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Parts of datasets, which keep samples and targets together and are converted like the whole.
class DatasetPartsTest {
  private static final int N = 10;

  private static Dataset data() {
    Tensor x = Tensor.arange(N).cast(DType.FLOAT32).expandDims(-1);
    return Dataset.of(x, Tensor.arange(N)).map(batch -> batch.mapX(each -> each.mul(2)));
  }

  private static List<Long> targets(Dataset data) {
    List<Long> targets = new ArrayList<>();
    for (Batch batch : data.batches(4)) {
      float[] x = batch.x().toFloatArray();
      long[] y = batch.y().toLongArray();
      for (int i = 0; i < y.length; i++) {
        assertThat(x[i]).isEqualTo(2f * y[i]);
        targets.add(y[i]);
      }
    }
    return targets;
  }

  @Test
  void takesAndSkips() {
    assertThat(targets(data().take(3))).containsExactly(0L, 1L, 2L);
    assertThat(targets(data().skip(7))).containsExactly(7L, 8L, 9L);
    assertThat(data().take(99).size()).isEqualTo(N);
    assertThat(data().skip(99).size()).isZero();
    assertThat(data().skip(2).take(2).size()).isEqualTo(2);
    assertThatThrownBy(() -> data().take(-1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("take: the number of samples must not be negative; got -1");
  }

  @Test
  void shufflesBySeed() {
    List<Long> order = targets(data().shuffle(1));
    assertThat(order).containsExactlyInAnyOrderElementsOf(targets(data()));
    assertThat(order).isNotEqualTo(targets(data()));
    assertThat(targets(data().shuffle(1))).isEqualTo(order);
    assertThat(targets(data().shuffle(2))).isNotEqualTo(order);
  }

  @Test
  void splitsAtRandomWithoutLoss() {
    List<Dataset> parts = data().split(0.75, 3);
    assertThat(parts.get(0).size()).isEqualTo(8);
    List<Long> all = targets(parts.get(0));
    all.addAll(targets(parts.get(1)));
    assertThat(all).containsExactlyInAnyOrderElementsOf(targets(data()));
    assertThat(all).isNotEqualTo(targets(data()));
    for (double share : new double[] {0, 1, 0.01, Double.NaN, -0.5}) {
      assertThatThrownBy(() -> data().split(share, 3))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "split: both parts need samples; got a share of %s of 10 samples".formatted(share));
    }
  }
}
