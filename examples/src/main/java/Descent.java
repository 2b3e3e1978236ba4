import module io.gradus;

/// Three kinds of gradient descent on one problem: a step for each sample (true SGD), for each
/// mini-batch, and for all samples at once (batch). And momentum, which rolls through a local
/// minimum.
void main() {
  int n = 1024;
  Tensor x = Tensor.randomUniform(Shape.of(n, 4), -1, 1, 1);
  Tensor truth = Tensor.of(new float[][] {{1}, {-2}, {3}, {0.5f}});
  Tensor y = x.matmul(truth).add(Tensor.randomUniform(Shape.of(n, 1), -0.1, 0.1, 2));
  for (int size : new int[] {1, 128, n}) {
    var w = new Variable("w", Tensor.zeros(4, 1));
    int steps = 0;
    long start = System.nanoTime();
    for (int epoch = 0; epoch < 5; epoch++) {
      for (Batch batch : Dataset.of(x, y).batches(size, epoch)) {
        try (var tape = new GradientTape()) {
          Tensor loss = batch.x().matmul(w).sub(batch.y()).square().mean();
          w.assignSub(tape.gradient(loss, w).mul(0.1));
        }
        steps++;
      }
    }
    double loss = x.matmul(w).sub(y).square().mean().item();
    IO.println(
        "batches of %4d: %4d steps, loss %.4f, %d ms"
            .formatted(size, steps, loss, (System.nanoTime() - start) / 1_000_000));
  }

  IO.println("without momentum ends at %.3f".formatted(descend(0)));
  IO.println("with momentum 0.9 ends at %.3f".formatted(descend(0.9)));
}

/// The book's loop: `velocity = past · momentum − rate · gradient`, `w = w + momentum · velocity −
/// rate · gradient`, from the right side of a curve with a local minimum near 0.93 and a deeper one
/// near −1.06.
static double descend(double momentum) {
  var w = new Variable("w", Tensor.of(2.0));
  double rate = 0.01;
  double velocity = 0;
  for (int step = 0; step < 2000; step++) {
    double gradient;
    try (var tape = new GradientTape()) {
      gradient = tape.gradient(curve(w), w).item();
    }
    velocity = velocity * momentum - rate * gradient;
    w.assignAdd(Tensor.of(momentum * velocity - rate * gradient));
  }
  return w.value().item();
}

static Tensor curve(Operand w) {
  Tensor square = w.mul(w);
  return square.mul(square).sub(square.mul(2)).add(w.mul(0.5));
}
