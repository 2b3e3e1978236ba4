package io.gradus.bench;

import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.List;

/// `relu(x·y + b)`, softmax and the sum of all, on 1024×1024 numbers. As programs, which keep their
/// results in a variable; `_eager` is operation by operation, each result in fresh storage.
final class ElementwiseWorkload implements Workload {
  private static final int SIDE = 1024;

  @Override
  public String name() {
    return "elementwise";
  }

  @Override
  public void run(Report report, int epochs) {
    Tensor x = Tensor.of(Numbers.uniform(SIDE * SIDE, 1), Shape.of(SIDE, SIDE));
    Tensor y = Tensor.of(Numbers.uniform(SIDE * SIDE, 2), Shape.of(SIDE, SIDE));
    Tensor b = Tensor.of(Numbers.uniform(SIDE, 3));
    Expression relu = in -> in.get(0).mul(in.get(1)).add(in.get(2)).relu();
    Expression softmax = in -> in.getFirst().softmax(-1);
    Expression sum = in -> in.getFirst().sum();
    report.perCall("relu(x*y+b)", Timing.of(intoVariable(relu, List.of(x, y, b))));
    report.perCall("softmax", Timing.of(intoVariable(softmax, List.of(x))));
    report.perCall("sum", Timing.of(intoVariable(sum, List.of(x))));
    // Last: fresh results take the collector all over the heap.
    report.perCall("relu(x*y+b)_eager", Timing.of(() -> relu.of(List.of(x, y, b))));
    report.perCall("softmax_eager", Timing.of(() -> softmax.of(List.of(x))));
    report.perCall("sum_eager", Timing.of(() -> sum.of(List.of(x))));
  }

  private static Runnable intoVariable(Expression expression, List<Tensor> in) {
    Variable result = new Variable(expression.of(in));
    Graph graph =
        Graph.trace(
            symbols -> {
              result.assign(expression.of(symbols));
              return List.of();
            },
            in.stream().map(Tensor::type).toList());
    Program program = new Program(graph, in.getFirst().device());
    return () -> program.run(in);
  }

  /// What is computed.
  private interface Expression {
    Tensor of(List<Tensor> inputs);
  }
}
