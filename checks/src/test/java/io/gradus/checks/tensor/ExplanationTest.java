package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What programs and models tell of what they run.
class ExplanationTest {
  private static String explain(Graph.Function function, TensorType... inputs) {
    return new Program(Graph.trace(function, List.of(inputs)), Device.current()).explain();
  }

  @Test
  void tellsOperationsPlacesAndCosts() {
    Variable w = new Variable("w", Tensor.zeros(20, 100));
    Variable b = new Variable("b", Tensor.zeros(100));
    String table =
        explain(
            in -> {
              Tensor y = in.getFirst().matmul(w).add(b).relu();
              Tensor least = y.sum().cast(DType.INT64);
              w.assignSub(in.getFirst().swapAxes(0, 1).matmul(y).mul(0.1));
              return List.of(least);
            },
            TensorType.of(DType.FLOAT32, 120, 20));
    assertThat(table)
        .isEqualToNormalizingNewlines(
            """
            #  operations       writes                               reads             bytes    FLOPs
            1  matmul add relu  %6 float32[120, 100] in buffer 0     input 0, w, b     113,600  480,000
            2  sum              %7 float32[] in buffer 1             %6                 48,004        0
            3  cast             %8 int64[] in a result               %7                     12        0
            4  matmul           %10 float32[20, 100] in buffer 2     input 0, %6        65,600  480,000
            5  mul sub          %13 float32[20, 100] in w, in place  %10, constant, w   32,000        0
            8 of 10 recorded operations in 5 units; 960,000 FLOPs
            3 buffers, 56,004 bytes: float32[12000], float32[1], float32[2000]
            """);
  }

  @Test
  void isEmptyForNothingToDo() {
    assertThat(explain(in -> in, TensorType.of(DType.INT8, 3)))
        .isEqualToNormalizingNewlines(
            """
            #  operations  writes  reads  bytes  FLOPs
            0 of 0 recorded operations in 0 units; 0 FLOPs
            0 buffers, 0 bytes
            """);
  }

  @Test
  void showsAModelsPredictionAndTrainingStep() {
    Sequential model = new Sequential(new Dense(64, Activation.RELU), new Dense(1));
    assertThatThrownBy(() -> model.explain(70))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("explain: the model does not know the lengths of its inputs; give it an Input");
    Batch batch = Batch.of(Tensor.zeros(80, 3), Tensor.zeros(80, 1));
    assertThatThrownBy(() -> model.explain(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("explain: the model must be compiled first");
    model.compile(new SGD(), new MeanSquaredError());
    assertThat(model.explain(batch)).contains(" matmul add relu ", " in dense/kernel, in place");
    float[] before = model.weights().getFirst().value().toFloatArray();
    model.explain(batch);
    assertThat(model.weights().getFirst().value().toFloatArray()).isEqualTo(before);
    assertThat(model.explain(70))
        .contains(" matmul add relu ", " float32[70, 1] in a result", "cache: 2 programs, ");
  }
}
