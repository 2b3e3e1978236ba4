package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Loops over an axis.
class ScanTest {
  private static final TensorType SCALAR = TensorType.of(DType.FLOAT32);
  private static final Tensor ZERO = Tensor.of(0f);

  /// `c ← c·w + x`, and the output `c`.
  private static ScanBody weighted(Variable w) {
    return ScanBody.of(
        (carries, slices, _) -> {
          Tensor next = carries.getFirst().mul(w).add(slices.getFirst());
          return new ScanBody.Results(List.of(next), List.of(next));
        },
        List.of(SCALAR),
        List.of(SCALAR),
        List.of());
  }

  @Test
  void runsTheBodyForEachStepInEitherDirection() {
    ScanBody body = weighted(new Variable(Tensor.of(2f)));
    Tensor x = Tensor.of(1f, 2, 3);
    ScanBody.Results results = body.scan(List.of(ZERO), List.of(x), List.of(), false);
    assertThat(results.carries().getFirst().item()).isEqualTo(11);
    assertThat(results.outputs().getFirst().toFloatArray()).containsExactly(1, 4, 11);
    ScanBody.Results back = body.scan(List.of(ZERO), List.of(x), List.of(), true);
    assertThat(back.outputs().getFirst().toFloatArray()).containsExactly(17, 8, 3);
  }

  @Test
  void readsItsVariablesAnewAndSendsThemGradients() {
    Variable w = new Variable(Tensor.of(2f));
    ScanBody body = weighted(w);
    Tensor x = Tensor.of(1f, 2, 3);
    for (float value : new float[] {2, 3}) {
      w.assign(Tensor.of(value));
      try (var tape = new GradientTape()) {
        Tensor y = body.scan(List.of(ZERO), List.of(x), List.of(), false).carries().getFirst();
        assertThat(y.item()).isEqualTo(value * value + 2 * value + 3);
        assertThat(tape.gradient(y, w).item()).isEqualTo(2 * value + 2);
      }
    }
  }

  @Test
  void runsOnOtherTypesThanItWasRecordedFor() {
    ScanBody body = weighted(new Variable(Tensor.of(2f)));
    Tensor rows = Tensor.of(1f, 10, 2, 20).reshape(2, 2);
    assertThat(
            body.scan(List.of(Tensor.zeros(2)), List.of(rows), List.of(), false)
                .carries()
                .getFirst()
                .toFloatArray())
        .containsExactly(4, 40);
  }

  @Test
  void isOneOperationOfAProgram() {
    ScanBody body = weighted(new Variable("w", Tensor.of(2f)));
    Graph graph =
        Graph.trace(
            in -> body.scan(List.of(ZERO), in, List.of(), false).outputs(),
            List.of(TensorType.of(DType.FLOAT32, 3)));
    assertThat(graph.steps()).hasSize(1);
    assertThat(graph.variables().values()).extracting(Variable::name).containsExactly("w");
    Program program = new Program(graph, Device.current());
    assertThat(program.run(List.of(Tensor.of(1f, 2, 3))).getFirst().toFloatArray())
        .containsExactly(1, 4, 11);
  }

  @Test
  void carriesWholeNumbersBesideOthers() {
    TensorType count = TensorType.of(DType.INT32);
    ScanBody body =
        ScanBody.of(
            (carries, slices, _) ->
                new ScanBody.Results(
                    List.of(
                        carries.get(0).add(1),
                        carries.get(1).add(slices.getFirst().mul(carries.get(0)))),
                    List.of()),
            List.of(count, SCALAR),
            List.of(SCALAR),
            List.of());
    Tensor x = Tensor.of(5f, 6, 7);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      List<Tensor> last =
          body.scan(List.of(Tensor.of(0), ZERO), List.of(x), List.of(), false).carries();
      assertThat(last).extracting(Tensor::item).containsExactly(3.0, 20.0);
      assertThat(tape.gradient(last.get(1), x).toFloatArray()).containsExactly(0, 1, 2);
    }
  }

  @Test
  void saysWhatIsWrong() {
    Variable w = new Variable("w", Tensor.of(2f));
    assertThatThrownBy(() ->
            ScanBody.of((c, _, _) -> new ScanBody.Results(c, c), List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scan: needs at least one sequence");
    assertThatThrownBy(() ->
            ScanBody.of(
                (_, _, _) -> new ScanBody.Results(List.of(), List.of()),
                List.of(SCALAR),
                List.of(SCALAR),
                List.of()))
        .hasMessage("scan: a step must give as many carries as it gets; got 1, gives 0");
    assertThatThrownBy(() ->
            ScanBody.of(
                (carries, slices, _) -> {
                  w.assign(slices.getFirst());
                  return new ScanBody.Results(carries, List.of());
                },
                List.of(SCALAR),
                List.of(SCALAR),
                List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scan: a step must not assign variables; it assigns w");
    assertThatThrownBy(
            () -> weighted(w).scan(List.of(), List.of(Tensor.of(1f, 2)), List.of(), false))
        .hasMessage(
            "scan: the body takes 1 carries, 1 sequences and 0 fixed tensors; got 0, 1 and 0");
  }
}
