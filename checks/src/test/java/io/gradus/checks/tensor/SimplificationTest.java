package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Backward;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Op;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a program does not compute: constants, and the same twice.
class SimplificationTest {
  private static final TensorType X = TensorType.of(DType.FLOAT32, 3, 4);

  private static Program program(Graph.Function function) {
    return new Program(Graph.trace(function, List.of(X)), Device.current());
  }

  private static Tensor run(Program program) {
    return program.run(List.of(Tensor.arange(12).cast(DType.FLOAT32).reshape(3, 4))).getFirst();
  }

  @Test
  void whatIsTheSameIsComputedOnce() {
    Program program =
        program(in -> {
          Tensor first = in.getFirst().mul(2).add(1).sum(0);
          Tensor second = in.getFirst().mul(2).add(1).sum(0);
          return List.of(first.mul(second));
        });
    assertThat(program.explain()).contains("\n4 of 9 recorded operations in 3 units");
    assertThat(run(program).toFloatArray()).containsExactly(729, 1089, 1521, 2025);
  }

  @Test
  void numbersOfOtherTypesOrSignsAreNotTheSame() {
    Program program =
        program(in -> {
          Tensor x = in.getFirst().mul(0);
          return List.of(
              x.add(Tensor.of(1f).div(Tensor.of(0f))).sum(),
              x.add(Tensor.of(1f).div(Tensor.of(-0f))).sum(),
              x.cast(DType.INT32).add(Tensor.of(0)).sum());
        });
    List<Tensor> results = program.run(List.of(Tensor.zeros(3, 4)));
    assertThat(results.get(0).item()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(results.get(1).item()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(results.get(2).dtype()).isEqualTo(DType.INT32);
  }

  @Test
  void whatDependsOnConstantsAloneIsOne() {
    Tensor mask = Tensor.of(new float[] {1, 0, 1, 0});
    Program program =
        program(in -> List.of(in.getFirst().add(mask.sub(1).mul(100).broadcastTo(Shape.of(3, 4)))));
    // The first two run while tracing: nothing symbolic is in them.
    assertThat(program.explain()).contains("\n1 of ");
    assertThat(run(program).get("2").toFloatArray()).containsExactly(8, -91, 10, -89);
  }

  @Test
  void aVariableIsNoConstant() {
    Variable v = new Variable("v", Tensor.of(1f));
    Program program =
        program(in -> {
          Tensor before = in.getFirst().mul(v);
          v.assignAdd(Tensor.of(1f));
          return List.of(before.add(in.getFirst().mul(v)));
        });
    assertThat(run(program).item(0, 1)).isEqualTo(1 + 2);
    assertThat(run(program).item(0, 1)).isEqualTo(2 + 3);
  }

  /// Counts its runs.
  private record Counted(AtomicInteger runs) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      runs.incrementAndGet();
      kernels.copy(out, inputs.getFirst());
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return at.gradient();
    }
  }

  @Test
  void operationsOfOthersRunAsOftenAsTheyAreCalled() {
    AtomicInteger runs = new AtomicInteger();
    Op op = new Counted(runs);
    Tensor constant = Tensor.ones(3, 4);
    Program program =
        program(in ->
            List.of(
                Tensor.apply(op, in.getFirst())
                    .getFirst()
                    .add(Tensor.apply(op, in.getFirst()).getFirst())
                    .add(constant)));
    run(program);
    assertThat(runs.get()).isEqualTo(2);
  }
}
