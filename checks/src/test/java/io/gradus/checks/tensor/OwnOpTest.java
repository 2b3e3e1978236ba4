package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Backward;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Op;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.OpContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Operations made here, with no edit in the library, are equals of its own.
class OwnOpTest {
  /// `x·√(x² + scale)`.
  record Swell(double scale) implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return x * Math.sqrt(x * x + scale);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor square = at.input(0).square();
      return at.gradient().mul(square.mul(2).add(scale)).div(square.add(scale).sqrt());
    }

    static Tensor of(Operand x) {
      return Tensor.apply(new Swell(1.5), x).getFirst();
    }
  }

  /// `x²·y`, of two operands.
  record SquareTimes() implements Elementwise.Binary {
    @Override
    public float apply(float x, float y) {
      return x * x * y;
    }

    @Override
    public double apply(double x, double y) {
      return x * x * y;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor x = at.input(0);
      return input == 0
          ? at.gradient().mul(x).mul(at.input(1)).mul(2)
          : at.gradient().mul(x.square());
    }

    static Tensor of(Operand x, Operand y) {
      return Tensor.apply(new SquareTimes(), x, y).getFirst();
    }
  }

  /// The largest element along the last axis and the second largest: an operation with two results.
  record TopTwo() implements Op {
    @Override
    public List<TensorType> types(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      TensorType row = x.withShape(x.shape().slice(0, x.shape().rank() - 1));
      return List.of(row, row);
    }

    @Override
    public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      Strided x = inputs.getFirst();
      double[] in = x.doubles();
      int n = (int) x.dim(-1);
      for (int row = 0; row < outputs.getFirst().size(); row++) {
        double first = Double.NEGATIVE_INFINITY;
        double second = first;
        for (int i = 0; i < n; i++) {
          double value = in[(int) (x.offset() + row * x.stride(0) + i * x.stride(1))];
          second = Math.max(second, Math.min(first, value));
          first = Math.max(first, value);
        }
        outputs.get(0).doubles()[row] = first;
        outputs.get(1).doubles()[row] = second;
      }
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor x = at.input(0);
      Tensor first = at.gradient(0).expandDims(-1).mul(x.equal(at.output(0).expandDims(-1)));
      Tensor second = at.gradient(1).expandDims(-1).mul(x.equal(at.output(1).expandDims(-1)));
      return first.add(second);
    }
  }

  private static final OpCase SWELL =
      OpCase.unary(Swell.class, Swell::of)
          .reference(x -> x * Math.sqrt(x * x + 1.5))
          .dtypes(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.UINT8, DType.BOOL)
          .specials(0, -0.0, Double.POSITIVE_INFINITY, Double.NaN);

  private static final OpCase SQUARE_TIMES =
      OpCase.binary(SquareTimes.class, SquareTimes::of)
          .reference((x, y) -> x * x * y)
          .tolerance(4)
          .rejects(
              "[2] [3]",
              "squareTimes: shapes do not broadcast: float32[2] with float32[3], 2 ≠ 3 at axis -1");

  @Test
  void anElementWiseOpKeepsAllContracts() {
    for (OpCase row : List.of(SWELL, SQUARE_TIMES)) {
      OpContract.values(row);
      OpContract.gradient(row);
      OpContract.secondOrder(row);
      OpContract.backends(row);
      OpContract.messages(row);
    }
  }

  @Test
  void anElementWiseOpCanBeTraced() {
    Tensor x = Tensor.of(new float[][] {{1, -2}, {3, 0.5f}});
    Graph graph =
        Graph.trace(
            in -> List.of(SquareTimes.of(Swell.of(in.getFirst()), Tensor.of(2f, 3f))),
            List.of(x.type()));
    assertThat(graph.steps())
        .extracting(Graph.Step::op)
        .contains(new Swell(1.5), new SquareTimes());
    Tensor traced = new Program(graph, Device.current()).run(List.of(x)).getFirst();
    assertThat(traced.toFloatArray())
        .isEqualTo(SquareTimes.of(Swell.of(x), Tensor.of(2f, 3f)).toFloatArray());
  }

  @Test
  void opsOfTwoResultsHaveGradientsThroughEither() {
    Tensor x = Tensor.of(new double[][] {{1, 5, 3}, {9, 2, 4}});
    try (var tape = GradientTape.persistent()) {
      tape.watch(x);
      List<Tensor> top = Tensor.apply(new TopTwo(), x);
      assertThat(top.get(0).toDoubleArray()).containsExactly(5, 9);
      assertThat(top.get(1).toDoubleArray()).containsExactly(3, 4);
      assertThat(tape.gradient(top.get(0), x).toDoubleArray()).containsExactly(0, 1, 0, 1, 0, 0);
      assertThat(tape.gradient(top.get(1), x).toDoubleArray()).containsExactly(0, 0, 1, 0, 0, 1);
      Tensor both = top.get(0).mul(10).add(top.get(1));
      assertThat(tape.gradient(both, x).toDoubleArray()).containsExactly(0, 10, 1, 10, 0, 1);
    }
  }

  @Test
  void anOpMayReadOnlyWhatItDeclares() {
    record Careless() implements Elementwise.Floating {
      @Override
      public double apply(double x) {
        return x;
      }

      @Override
      public Tensor gradient(int input, Backward at) {
        return at.gradient().mul(at.input(0));
      }
    }
    Tensor x = Tensor.of(1.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = Tensor.apply(new Careless(), x).getFirst();
      assertThatThrownBy(() -> tape.gradient(y, x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("careless: its gradient reads input 0 without declaring it");
    }
  }

  @Test
  void theContractsFindAWrongValueAndAWrongGradient() {
    OpCase wrongValue =
        OpCase.unary(Elementwise.Exp.class, Tensor::exp).reference(x -> Math.exp(x) + 1e-3);
    assertThatThrownBy(() -> OpContract.values(wrongValue)).isInstanceOf(AssertionError.class);
    record Off() implements Elementwise.Floating {
      @Override
      public double apply(double x) {
        return x * x;
      }

      @Override
      public Tensor gradient(int input, Backward at) {
        return at.gradient();
      }
    }
    OpCase wrongGradient = OpCase.unary(Off.class, x -> Tensor.apply(new Off(), x).getFirst());
    assertThatThrownBy(() -> OpContract.gradient(wrongGradient))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("off gradient at []");
    OpCase wrongMessage = OpCase.unary(Elementwise.Exp.class, Tensor::exp).rejects("[2]", "no");
    assertThatThrownBy(() -> OpContract.messages(wrongMessage))
        .hasMessageContaining("gave float32[2]");
  }
}
