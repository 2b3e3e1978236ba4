package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.data.Batches;
import io.gradus.data.Dataset;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Datasets put together and gone through in other ways: what batches have, in order and shuffled.
class DatasetJoinsTest {
  // Inputs are ten times the targets.
  private static Dataset data(int from, int to) {
    Tensor y = Tensor.arange(from, to);
    return Dataset.of(y.mul(10).cast(DType.FLOAT32).expandDims(-1), y);
  }

  private static Dataset negated(Dataset data) {
    return data.map(batch -> batch.map(Tensor::neg));
  }

  private static List<Long> targets(Batches batches) {
    List<Long> targets = new ArrayList<>();
    for (Batch batch : batches) {
      float[] x = batch.x().toFloatArray();
      long[] y = batch.y().toLongArray();
      for (int i = 0; i < y.length; i++) {
        assertThat(x[i]).isEqualTo(10f * y[i]);
        targets.add(y[i]);
      }
      batches.giveBack(batch);
    }
    return targets;
  }

  private static List<Long> targets(Dataset data) {
    return targets(data.batches(4));
  }

  @Test
  void concatPutsOneBehindTheOther() {
    Dataset plain = data(0, 3).concat(data(3, 9));
    assertThat(targets(plain)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(targets(plain.batches(4, 1))).containsExactlyInAnyOrderElementsOf(targets(plain));
    Dataset mapped = negated(data(0, 9));
    assertThat(targets(mapped.take(2).concat(mapped.skip(7)))).containsExactly(0L, -1L, -7L, -8L);
    assertThat(targets(data(0, 2).concat(data(0, 0)))).containsExactly(0L, 1L);
  }

  @Test
  void concatKeepsTheConversionsOfEach() {
    Dataset both = data(0, 3).concat(negated(data(3, 9)));
    List<Long> expected = List.of(0L, 1L, 2L, -3L, -4L, -5L, -6L, -7L, -8L);
    assertThat(both.size()).isEqualTo(9);
    assertThat(targets(both)).isEqualTo(expected);
    List<Long> shuffled = targets(both.batches(4, 1));
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(expected);
    assertThat(targets(both.batches(1, 1))).isEqualTo(shuffled);
    assertThat(targets(both.slice(2, 5))).containsExactly(2L, -3L, -4L);
    assertThat(targets(negated(both).skip(7))).containsExactly(7L, 8L);
    assertThat(targets(both.mapRecorded(batch -> batch.map(Tensor::neg)).take(1)))
        .containsExactly(0L);
    Dataset recorded = data(0, 3).mapRecorded(batch -> batch.map(Tensor::neg));
    assertThat(targets(data(3, 5).concat(recorded))).containsExactly(3L, 4L, 0L, -1L, -2L);
    assertThat(targets(both.concat(data(9, 11)).skip(8))).containsExactly(-8L, 9L, 10L);
    Variable state = new Variable(1);
    assertThat(data(0, 1).state(state).concat(data(1, 2).state(state)).state())
        .containsExactly(state);
  }

  @Test
  void concatOfNamedDataArrangesTheSecond() {
    Tensor a = Tensor.of(1f, 2f);
    Tensor b = Tensor.of(3f, 4f);
    Dataset first = Dataset.of(ordered("a", a, "b", b), Map.of("y", a));
    Dataset second = Dataset.of(ordered("b", b, "a", a), Map.of("y", a));
    Batch all = first.concat(second).arranged(List.of("b", "a"), List.of("y")).batches(4).first();
    assertThat(all.inputs().get(0).toFloatArray()).containsExactly(3, 4, 3, 4);
    assertThat(all.inputs().get(1).toFloatArray()).containsExactly(1, 2, 1, 2);
    assertThatThrownBy(() -> first.concat(Dataset.of(Map.of("a", a), Map.of("y", a))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "concat: needs the same inputs and targets; got [a, b] for [y] beside [a] for [y]");
  }

  private static Map<String, Tensor> ordered(String a, Tensor x, String b, Tensor y) {
    Map<String, Tensor> map = new java.util.LinkedHashMap<>();
    map.put(a, x);
    map.put(b, y);
    return map;
  }

  @Test
  void concatRefusesOtherSamples() {
    Tensor y = Tensor.arange(2);
    Dataset wide = Dataset.of(Tensor.ones(2, 3), y);
    assertThatThrownBy(() -> data(0, 2).concat(wide))
        .isExactlyInstanceOf(ShapeException.class)
        .hasMessage(
            "concat: samples must be alike; got float32[1] for int32[] beside float32[3] for"
                + " int32[]");
    assertThatThrownBy(() -> data(0, 2).concat(Dataset.of(Tensor.ones(2, 1), y.cast(DType.INT64))))
        .hasMessage(
            "concat: samples must be alike; got float32[1] for int32[] beside float32[1] for"
                + " int64[]");
    assertThatThrownBy(() -> data(0, 2).concat(Dataset.of(Tensor.ones(2, 1))))
        .hasMessage(
            "concat: samples must be alike; got float32[1] for int32[] beside float32[1] for none");
    assertThatThrownBy(() -> data(0, 2).concat(Dataset.of(Tensor.ones(2, 1), y, Tensor.ones(2))))
        .hasMessage(
            "concat: samples must be alike; got float32[1] for int32[] beside float32[1] for"
                + " int32[] with weights float32[]");
    Dataset late = data(0, 2).concat(wide.map(batch -> batch));
    assertThatThrownBy(() -> targets(late)).hasMessageStartingWith("concat: samples must be alike");
  }

  @Test
  void repeatGoesThroughAllAgain() {
    Dataset twice = data(0, 3).repeat(2);
    assertThat(twice.size()).isEqualTo(6);
    assertThat(targets(twice)).containsExactly(0L, 1L, 2L, 0L, 1L, 2L);
    assertThat(targets(twice.batches(4, 3)))
        .containsExactlyInAnyOrder(0L, 0L, 1L, 1L, 2L, 2L)
        .isNotEqualTo(targets(twice));
    assertThat(targets(negated(data(0, 2)).repeat(2).slice(1, 3))).containsExactly(-1L, 0L);
    Dataset recorded = data(0, 2).repeat(2).mapRecorded(batch -> batch.map(Tensor::neg));
    assertThat(targets(recorded.repeat(1))).containsExactly(0L, -1L, 0L, -1L);
    assertThat(targets(data(0, 2).repeat(2).concat(data(2, 3)))).hasSize(5);
    assertThat(data(0, 0).repeat(3).size()).isZero();
    for (long times : new long[] {0, -1, 1L << 31, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> data(0, 3).repeat(times))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "repeat: must be at least 1, and less than 2^31 samples in all; got %d times 3"
                  .formatted(times));
    }
  }

  @Test
  void filterKeepsWhatTheConditionHoldsFor() {
    Dataset odd = data(0, 70).filter(batch -> batch.y().mod(2).equal(1));
    assertThat(targets(odd))
        .isEqualTo(LongStream.range(0, 70).filter(y -> y % 2 == 1).boxed().toList());
    Dataset seen = negated(data(0, 5)).filter(batch -> batch.y().less(-2));
    assertThat(targets(seen)).containsExactly(-3L, -4L);
    assertThat(targets(data(0, 3).repeat(2).filter(batch -> batch.y().greater(1))))
        .containsExactly(2L, 2L);
    assertThat(data(0, 5).filter(batch -> batch.y().less(0)).size()).isZero();
    assertThatThrownBy(() -> data(0, 5).filter(batch -> batch.x().less(0)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "filter: the condition must give a bool for each sample, bool[5]; got bool[5, 1]");
    assertThatThrownBy(() -> data(0, 5).filter(Batch::y))
        .hasMessage(
            "filter: the condition must give a bool for each sample, bool[5]; got int32[5]");
  }

  @Test
  void zipPutsSamplesSideBySide() {
    Dataset both = data(0, 3).zip(data(5, 8));
    Batch all = both.batches(3).first();
    assertThat(all.inputs().get(1).toFloatArray()).containsExactly(50, 60, 70);
    assertThat(all.targets().get(0).toLongArray()).containsExactly(0, 1, 2);
    assertThat(all.targets().get(1).toLongArray()).containsExactly(5, 6, 7);
    Dataset converted = data(0, 3).zip(negated(data(5, 8))).slice(1, 3);
    for (Batch batch : converted.batches(2, 7)) {
      assertThat(batch.targets().get(1).add(batch.y()).toLongArray()).containsOnly(-5);
    }
    Dataset labels = Dataset.of(Tensor.arange(3));
    Dataset labelled =
        Dataset.of(Tensor.arange(3).mul(10).cast(DType.FLOAT32))
            .zip(labels)
            .map(batch -> Batch.of(batch.inputs().get(0), batch.inputs().get(1)));
    assertThat(targets(labelled)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void zipKeepsNamesAndWeights() {
    Tensor x = Tensor.of(1f, 2f);
    Dataset weighted = Dataset.of(x, x, Tensor.of(3f, 4f));
    Batch all = weighted.zip(Dataset.of(x, x)).batches(2).first();
    assertThat(all.weights()).hasSize(2);
    assertThat(java.util.Objects.requireNonNull(all.weight(0)).toFloatArray())
        .containsExactly(3, 4);
    assertThat(all.weight(1)).isNull();
    Dataset named = Dataset.of(Map.of("a", x), Map.of("y", x));
    Dataset other = Dataset.of(Map.of("b", x.neg()), Map.of("z", x));
    Batch arranged =
        named.zip(other).arranged(List.of("b", "a"), List.of("y", "z")).batches(2).first();
    assertThat(arranged.x().toFloatArray()).containsExactly(-1, -2);
  }

  @Test
  void zipRefusesWhatDoesNotFit() {
    Tensor x = Tensor.of(1f, 2f);
    Dataset named = Dataset.of(Map.of("a", x), Map.of("y", x));
    assertThatThrownBy(() -> data(0, 3).zip(data(0, 2)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("zip: both need as many samples; got 3 and 2; take makes them even");
    assertThatThrownBy(() -> named.zip(named))
        .hasMessage("zip: inputs need names of their own; got [a] and [a]");
    assertThatThrownBy(() -> named.zip(Dataset.of(Map.of("b", x), Map.of("y", x))))
        .hasMessage("zip: targets need names of their own; got [y] and [y]");
    assertThatThrownBy(() -> named.zip(data(0, 2)))
        .hasMessage("zip: both need names or none; got [a] and []");
  }
}
