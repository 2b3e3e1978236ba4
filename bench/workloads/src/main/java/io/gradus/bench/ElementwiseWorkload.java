package io.gradus.bench;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;

/// `relu(x·y + b)`, softmax and the sum of all, on 1024×1024 numbers.
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
    report.perCall("relu(x*y+b)", Timing.of(() -> x.mul(y).add(b).relu()));
    report.perCall("softmax", Timing.of(() -> x.softmax(-1)));
    report.perCall("sum", Timing.of(() -> x.sum().item()));
  }
}
