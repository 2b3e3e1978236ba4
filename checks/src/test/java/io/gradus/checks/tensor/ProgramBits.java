package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;

/// Programs of functions of tensors, whose results must have the bits of the operations one by one.
final class ProgramBits {
  private ProgramBits() {}

  static Tensor random(long seed, long... shape) {
    return Tensor.randomUniform(Shape.of(shape), -1, 1, seed);
  }

  static Program program(Graph.Function function, Tensor... inputs) {
    List<TensorType> types = Stream.of(inputs).map(Tensor::type).toList();
    return new Program(Graph.trace(function, types), Device.current());
  }

  static void hasTheSameBits(Graph.Function function, Tensor... inputs) {
    hasTheSameBits(program(function, inputs), function, inputs);
  }

  /// Runs the program twice: the second time in buffers that the first has left.
  static void hasTheSameBits(Program program, Graph.Function function, Tensor... inputs) {
    List<Tensor> eager = function.apply(List.of(inputs));
    for (int run = 0; run < 2; run++) {
      List<Tensor> results = program.run(List.of(inputs));
      for (int i = 0; i < eager.size(); i++) {
        assertThat(results.get(i).toFloatArray())
            .as("result %d of%n%s", i, program.explain())
            .isEqualTo(eager.get(i).toFloatArray());
      }
    }
  }
}
