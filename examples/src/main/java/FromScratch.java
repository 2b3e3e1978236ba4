import module io.gradus;

/// A linear classifier of two clouds of points, trained with nothing but tensors and a tape: the
/// loop that `fit` runs, written out.
void main() {
  // Two clouds of 1,000 points each, around (0, 3) and (3, 0), and their classes 0 and 1.
  int n = 1000;
  Tensor noise = Tensor.randomUniform(Shape.of(2 * n, 2), -2, 2, 1);
  Tensor second = Tensor.arange(2 * n).greaterEqual(n).reshape(2 * n, 1);
  Tensor centers = second.where(Tensor.of(3f, 0f), Tensor.of(0f, 3f));
  Tensor points = noise.add(centers);
  Tensor classes = second.cast(DType.FLOAT32);

  var w = new Variable("w", Tensor.randomUniform(Shape.of(2, 1), -1, 1, 2));
  var b = new Variable("b", Tensor.zeros(1));
  double rate = 0.1;

  for (int step = 0; step <= 40; step++) {
    try (var tape = new GradientTape()) {
      Tensor predictions = points.matmul(w).add(b);
      Tensor loss = classes.sub(predictions).square().mean();
      List<Tensor> gradients = tape.gradient(loss, List.of(w, b));
      w.assignSub(gradients.get(0).mul(rate));
      b.assignSub(gradients.get(1).mul(rate));
      if (step % 10 == 0) {
        IO.println("step %2d  loss %.4f".formatted(step, loss.item()));
      }
    }
  }

  Tensor right = points.matmul(w).add(b).greater(0.5).equal(second);
  IO.println("points on the right side: %.1f %%".formatted(100 * right.mean().item()));
}
