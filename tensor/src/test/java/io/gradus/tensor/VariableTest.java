package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariableTest {
  @Test
  void assigningKeepsTheType() {
    Variable v = new Variable("w", Tensor.of(1f, 2f));
    v.assign(Tensor.of(3f, 4f));
    assertThat(v.value()).hasToString("[3. 4.]");
    assertThatThrownBy(() -> v.assign(Tensor.of(3f)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("assign: the shape must stay; got float32[] for variable w float32[2]");
    assertThatThrownBy(() -> v.assign(Tensor.of(3.0, 4.0)))
        .isInstanceOf(DTypeException.class)
        .hasMessage("assign: the type must stay; got float64[2] for variable w float32[2]");
    assertThat(v.value()).hasToString("[3. 4.]");
  }

  @Test
  void addsAndSubtractsInItsOwnType() {
    Variable v = new Variable(Tensor.of(1f, 2f));
    v.assignAdd(Tensor.of(0.5));
    v.assignSub(Tensor.of(new double[] {1, 1}));
    assertThat(v.value()).hasToString("[0.5 1.5]");
  }

  @Test
  void aValueStaysWhatItWas() {
    Variable v = new Variable(Tensor.of(1f, 2f));
    Tensor before = v.value();
    Tensor view = v.get("::-1");
    v.assignAdd(Tensor.of(10f));
    v.assign("0", Tensor.of(-1f));
    assertThat(before).hasToString("[1. 2.]");
    assertThat(view).hasToString("[2. 1.]");
    assertThat(v.value()).hasToString("[-1. 12.]");
  }

  @Test
  void keepsNoLargerArrayAliveThanItNeeds() {
    Variable v = new Variable(Tensor.zeros(1000).get("10:12"));
    assertThat(v.value().strided().storage().length()).isEqualTo(2);
    v.assign(Tensor.of(1f).broadcastTo(v.shape()));
    assertThat(v.value().strided().storage().length()).isEqualTo(2);
  }

  @Test
  void assignsToAPart() {
    Variable v = new Variable(Tensor.arange(12).reshape(3, 4));
    v.assign("1:, ::-2", Tensor.of(new int[][] {{-1, -2}, {-3, -4}}));
    assertThat(v.value().toIntArray()).containsExactly(0, 1, 2, 3, 4, -2, 6, -1, 8, -4, 10, -3);
    v.assign("0", Tensor.of(7));
    assertThat(v.value().toIntArray()).startsWith(7, 7, 7, 7, 4);
    v.assign("..., 0", Tensor.of(true));
    assertThat(v.get(":, 0").toIntArray()).containsExactly(1, 1, 1);
    v.assign("2:2", Tensor.of(99));
    assertThat(v.get("2").toIntArray()).containsExactly(1, -4, 10, -3);
  }

  @Test
  void assignsNotANumberToAPartOfOthers() {
    Variable v = new Variable(Tensor.of(Float.NaN, 1f, 2f));
    v.assign("1", Tensor.of(Float.POSITIVE_INFINITY));
    assertThat(v.value()).hasToString("[nan inf  2.]");
  }

  @Test
  void assigningToAPartChecksIndexAndShape() {
    Variable v = new Variable(Tensor.arange(12).reshape(3, 4));
    assertThatThrownBy(() -> v.assign("3", Tensor.of(1)))
        .hasMessage("index: position 3 is out of range for axis 0 of int32[3, 4]");
    assertThatThrownBy(() -> v.assign("0", Tensor.of(1, 2, 3)))
        .hasMessage("index: the value must stretch to the part [4]; got int32[3]");
  }

  @Test
  void hasTheTensorMethods() {
    Variable v = new Variable(Tensor.of(1f, 2f));
    assertThat(v.mul(2).add(v)).hasToString("[3. 6.]");
    assertThat(Tensor.of(1f, 1f).sub(v)).hasToString("[ 0. -1.]");
    assertThat(v.type()).isEqualTo(TensorType.of(DType.FLOAT32, 2));
  }

  @Test
  void aProgramReusesBuffersThatNobodySees() {
    Variable v = new Variable(Tensor.zeros(4));
    Graph graph =
        Graph.trace(
            _ -> {
              v.assignAdd(Tensor.of(1f));
              return List.of();
            },
            List.of());
    Program program = new Program(graph, Cpu.standard());
    Tensor before = v.value();
    program.run(List.of());
    Tensor first = v.value();
    program.run(List.of());
    program.run(List.of());
    program.run(List.of());
    assertThat(before).hasToString("[0. 0. 0. 0.]");
    assertThat(first).hasToString("[1. 1. 1. 1.]");
    assertThat(v.value()).hasToString("[4. 4. 4. 4.]");
  }
}
