package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReplacementsTest {
  private static final TensorType TYPE = TensorType.of(DType.FLOAT32, 300);

  private final Variable w = new Variable("w", Tensor.ones(300));
  private final Variable v = new Variable("v", Tensor.zeros(300));

  private static Graph trace(Graph.Function function) {
    return Graph.trace(function, List.of(TYPE));
  }

  private static long replaced(Graph.Function function) {
    return BufferPlan.of(trace(function), Device.current().kernels()).places().stream()
        .filter(BufferPlan.Replacing.class::isInstance)
        .count();
  }

  private List<Tensor> momentum(Tensor g) {
    v.assign(v.mul(0.9).add(g));
    w.assignSub(v.mul(0.1));
    return List.of();
  }

  @Test
  void optimizersOverwriteWhatOnlyTheyRead() {
    assertThat(replaced(in -> momentum(in.getFirst()))).isEqualTo(2);
  }

  @Test
  void whatIsReadLaterStays() {
    assertThat(
            replaced(in -> {
              Tensor before = w.value();
              momentum(in.getFirst());
              return List.of(before);
            }))
        .isEqualTo(1);
    assertThat(
            replaced(in -> {
              w.assign(v.add(in.getFirst()).mul(2));
              v.assign(w.sub(v).mul(3).sum().mul(v));
              return List.of();
            }))
        .isEqualTo(0);
  }

  @Test
  void whatIsReadAfterItIsWrittenStays() {
    assertThat(
            replaced(in -> {
              Tensor x = w.value();
              Tensor y = v.value();
              Tensor sum = y.add(in.getFirst());
              w.assign(sum.mul(2));
              v.assign(x.add(sum).mul(2));
              return List.of();
            }))
        .isEqualTo(1);
  }

  @Test
  void onlyElementsOfTheirOwnAreOverwritten() {
    assertThat(
            replaced(in -> {
              w.assign(w.get("::-1").add(in.getFirst()).mul(2));
              v.assign(v.get("0").add(in.getFirst()).mul(2));
              return List.of();
            }))
        .isEqualTo(0);
  }

  @Test
  void shownValuesNeverChange() {
    Program program = new Program(trace(in -> momentum(in.getFirst())), Device.current());
    List<Tensor> gradient = List.of(Tensor.ones(300));
    program.run(gradient);
    Tensor shown = w.value();
    float before = shown.toFloatArray()[0];
    for (int i = 0; i < 4; i++) {
      program.run(gradient);
    }
    assertThat(shown.toFloatArray()).containsOnly(before);
    // 0.1, 0.19, 0.271, … are taken off.
    double expected = 1;
    double step = 0;
    for (int i = 0; i < 5; i++) {
      step = 0.9 * step + 1;
      expected -= 0.1 * step;
    }
    assertThat(w.value().get("7").item()).isCloseTo(expected, within(1e-5));
  }

  private static Tensor[] pinned(List<Variable> variables) {
    Tensor[] values = new Tensor[variables.size()];
    Variable.pin(variables, values);
    return values;
  }

  @Test
  @Timeout(60)
  void whoWantsToSeeWhatIsOverwrittenWaits() throws InterruptedException {
    // Put there by a program, so that it is not shown.
    Program program = new Program(trace(in -> momentum(in.getFirst())), Device.current());
    program.run(List.of(Tensor.ones(300)));
    List<Variable> both = List.of(w, v);
    Tensor[] pinned = pinned(both);
    assertThat(w.claim(v.value().strided())).isNull();
    assertThat(w.claim(pinned[0].strided())).isSameAs(pinned[0]);
    AtomicReference<Tensor> seen = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              seen.set(w.value());
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(seen.get()).isNull();
    Tensor[] fresh = {pinned[0]};
    Tensor[] spares = new Tensor[1];
    Variable.commit(both, List.of(w), fresh, spares);
    reader.join();
    assertThat(seen.get()).isSameAs(pinned[0]);
    assertThat(spares[0]).isNull();
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void aValueThatIsSeenIsNotOverwritten() {
    Program program = new Program(trace(in -> momentum(in.getFirst())), Device.current());
    program.run(List.of(Tensor.ones(300)));
    List<Variable> one = List.of(w);
    Tensor[] first = pinned(one);
    Tensor[] second = pinned(one);
    assertThat(w.claim(first[0].strided())).isNull();
    Variable.commit(one, List.of(), new Tensor[0], new Tensor[0]);
    assertThat(w.claim(second[0].strided())).as("seen since the last update").isNull();
    Variable.commit(one, List.of(), new Tensor[0], new Tensor[0]);
    program.run(List.of(Tensor.ones(300)));
    Tensor[] again = pinned(one);
    assertThat(w.claim(again[0].strided())).isNotNull();
    Variable.commit(one, List.of(), new Tensor[0], new Tensor[0]);
    var _ = w.value();
    Tensor[] third = pinned(one);
    assertThat(w.claim(third[0].strided())).isNull();
    Variable.commit(one, List.of(), new Tensor[0], new Tensor[0]);
    assertThat(w.shape()).isEqualTo(Shape.of(300));
  }
}
