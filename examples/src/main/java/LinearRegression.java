import module io.gradus;

/// A line through noisy points: in closed form, as setting the gradient to zero gives it, and by
/// gradient descent.
void main() {
  int n = 200;
  Rng rng = Rng.of(1);
  Tensor x = rng.uniform(-1, 1, n);
  Tensor noise = rng.uniform(-0.1, 0.1, n);
  Tensor y = x.mul(1.5).add(0.5).add(noise);

  // The mean squared error is least where a = cov(x, y) / var(x), b = mean(y) − a·mean(x).
  Tensor dx = x.sub(x.mean());
  Tensor slope = dx.mul(y.sub(y.mean())).mean().div(dx.square().mean());
  Tensor offset = y.mean().sub(slope.mul(x.mean()));
  IO.println("closed form: %.4f·x + %.4f".formatted(slope.item(), offset.item()));

  var a = new Variable("a", 0);
  var b = new Variable("b", 0);
  for (int step = 0; step < 500; step++) {
    try (var tape = new GradientTape()) {
      Tensor loss = x.mul(a).add(b).sub(y).square().mean();
      List<Tensor> gradients = tape.gradient(loss, List.of(a, b));
      a.assignSub(gradients.get(0).mul(0.1));
      b.assignSub(gradients.get(1).mul(0.1));
    }
  }
  IO.println("by descent:  %.4f·x + %.4f".formatted(a.value().item(), b.value().item()));
}
