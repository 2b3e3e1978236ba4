import module io.gradus;

/// Cross-entropy of a prediction that is wholly right (p = 1), wholly wrong (p = 0), or in between:
/// finite everywhere, and so is its gradient.
void main() {
  var loss = new SparseCategoricalCrossentropy();
  Tensor label = Tensor.of(new int[] {0});
  for (float p : new float[] {1, 0.9f, 0.5f, 0.1f, 0}) {
    Tensor prediction = Tensor.of(new float[][] {{p, 1 - p}});
    try (var tape = new GradientTape()) {
      tape.watch(prediction);
      Tensor value = loss.call(label, prediction).mean();
      Tensor gradient = tape.gradient(value, prediction);
      IO.println("p = %.1f: loss %.4f, gradient %s".formatted(p, value.item(), gradient));
    }
  }

  // From logits nothing saturates: a thousand is as good as certain.
  var fromLogits = loss.fromLogits(true);
  IO.println("logits (1000, 0): " + fromLogits.call(label, Tensor.of(new float[][] {{1000, 0}})));
  IO.println("logits (0, 1000): " + fromLogits.call(label, Tensor.of(new float[][] {{0, 1000}})));
}
