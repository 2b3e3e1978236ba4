import module io.gradus;

/// What a gradient says: how much a small step changes a value. And the slow way to it, two forward
/// passes for each coefficient.
void main() {
  // f(x + ε) ≈ y + a·ε, where a is the derivative.
  var x = new Variable(Tensor.of(2.0));
  Tensor y;
  Tensor a;
  try (var tape = new GradientTape()) {
    y = f(x);
    a = tape.gradient(y, x);
  }
  for (double epsilon : new double[] {0.1, 0.01, 0.001}) {
    double moved = f(Tensor.of(2.0 + epsilon)).item();
    double line = y.item() + a.item() * epsilon;
    IO.println(
        "ε = %.3f: f(x + ε) = %.6f, y + a·ε = %.6f, error %.1e"
            .formatted(epsilon, moved, line, moved - line));
  }

  // The gradient of a small network's loss, coefficient by coefficient.
  Tensor inputs = Tensor.randomUniform(Shape.of(20, 3), -1, 1, 1).cast(DType.FLOAT64);
  Tensor targets = Tensor.randomUniform(Shape.of(20, 2), -1, 1, 2).cast(DType.FLOAT64);
  Tensor weights = Tensor.randomUniform(Shape.of(3, 2), -1, 1, 3).cast(DType.FLOAT64);
  double[] values = weights.toDoubleArray();
  double[] slow = new double[values.length];
  double step = 1e-5;
  for (int i = 0; i < values.length; i++) {
    double[] up = values.clone();
    double[] down = values.clone();
    up[i] += step;
    down[i] -= step;
    slow[i] = (loss(inputs, targets, up).item() - loss(inputs, targets, down).item()) / (2 * step);
  }
  Tensor fast;
  try (var tape = new GradientTape()) {
    tape.watch(weights);
    fast = tape.gradient(loss(inputs, targets, weights), weights);
  }
  double apart = fast.sub(Tensor.of(slow, Shape.of(3, 2))).square().max().sqrt().item();
  IO.println(
      "%d forward passes against one tape: differ by %.1e".formatted(2 * slow.length, apart));
}

static Tensor f(Operand x) {
  return x.mul(x).mul(x).sub(x.mul(2));
}

static Tensor loss(Tensor inputs, Tensor targets, double[] weights) {
  return loss(inputs, targets, Tensor.of(weights, Shape.of(3, 2)));
}

static Tensor loss(Tensor inputs, Tensor targets, Tensor weights) {
  return targets.sub(inputs.matmul(weights).relu()).square().mean();
}
