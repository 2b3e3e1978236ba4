package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bins of texts and numbers; the expected ones are those of Keras' own tests.
class HashingTest {
  private static final List<String> TEXTS =
      List.of("omar", "stringer", "marlo", "wire", "skywalker");

  private static long[] longs(Tensor x) {
    return x.toLongArray();
  }

  @Test
  void ofTexts() {
    assertThat(longs(new Hashing(2).apply(TEXTS))).containsExactly(0, 0, 1, 0, 0);
    assertThat(new Hashing(2).apply(TEXTS).dtype()).isEqualTo(DType.INT64);
  }

  @Test
  void maskHasBinZero() {
    assertThat(longs(new Hashing(3).mask("omar").apply(TEXTS))).containsExactly(0, 1, 2, 1, 1);
    assertThat(longs(new Hashing(3).mask("").apply(TEXTS))).containsExactly(1, 1, 2, 1, 1);
  }

  @Test
  void salted() {
    assertThat(longs(new Hashing(2).salt(133, 137).apply(TEXTS))).containsExactly(0, 1, 0, 1, 0);
    assertThat(longs(new Hashing(2).salt(211, 137).apply(TEXTS))).containsExactly(1, 0, 1, 0, 1);
  }

  @Test
  void ofNumbersInATensor() {
    Tensor x = Tensor.of(new int[] {0, 1, 2, 3, 4}, Shape.of(5, 1));
    assertThat(longs(new Hashing(3).call(x))).containsExactly(1, 0, 1, 0, 2);
    assertThat(longs(new Hashing(3).salt(133, 137).call(x))).containsExactly(1, 1, 2, 0, 1);
    assertThat(longs(new Hashing(3).call(x.cast(DType.FLOAT32).add(0.5))))
        .containsExactly(1, 0, 1, 0, 2);
  }

  @Test
  void encoded() {
    Tensor rows =
        new Hashing(2)
            .outputMode(OutputMode.COUNT)
            .applyRows(List.of(List.of("omar", "stringer"), List.of("marlo", "wire")));
    assertThat(rows.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(rows.toNested()).isEqualTo(new float[][] {{2, 0}, {1, 1}});
  }

  @Test
  void wrongCalls() {
    assertThatThrownBy(() -> new Hashing(0))
        .hasMessage("hashing: numBins must be at least 1, got 0");
    assertThatThrownBy(() -> new Hashing(2).outputMode(OutputMode.TF_IDF))
        .hasMessage(
            "hashing: output mode must be one of [int, one_hot, multi_hot, count], got tf_idf");
    assertThatThrownBy(() -> new Hashing(2).applyRows(List.of(List.of("a"), List.of())))
        .hasMessage("hashing: rows must be of one length; got 1 in row 0, 0 in row 1");
  }
}
