import module io.gradus;

/// Gradients along a graph: |4 − (x·w + b)| at x = 2, w = 3, b = 1, with the derivative of every
/// step; and a network of two layers worked backward by hand, as one writes it in NumPy.
void main() {
  chain();
  twoLayers();
}

static void chain() {
  var x = new Variable("x", Tensor.of(2f));
  var w = new Variable("w", Tensor.of(3f));
  var b = new Variable("b", Tensor.of(1f));
  try (var tape = GradientTape.persistent()) {
    Tensor x1 = x.mul(w);
    Tensor x2 = x1.add(b);
    Tensor difference = Tensor.of(4f).sub(x2);
    Tensor loss = difference.abs();
    IO.println("x1 = x·w = %s, x2 = x1 + b = %s, loss = |4 − x2| = %s".formatted(x1, x2, loss));
    IO.println("d loss / d x2 = " + tape.gradient(loss, x2));
    IO.println("d x2 / d x1 = " + tape.gradient(x2, x1));
    IO.println("d x2 / d b = " + tape.gradient(x2, b));
    IO.println("d x1 / d w = " + tape.gradient(x1, w));
    IO.println("d loss / d w = " + tape.gradient(loss, w));
    IO.println("d loss / d b = " + tape.gradient(loss, b));
  }
}

static void twoLayers() {
  Tensor x = Tensor.randomUniform(Shape.of(5, 4), -1, 1, 1);
  Tensor y = Tensor.randomUniform(Shape.of(5, 2), 0, 1, 2);
  var w1 = new Variable("w1", Tensor.randomUniform(Shape.of(4, 3), -1, 1, 3));
  var w2 = new Variable("w2", Tensor.randomUniform(Shape.of(3, 2), -1, 1, 4));

  // Forward, then backward: the derivative of sigmoid(z) is s·(1 − s).
  Tensor hidden = x.matmul(w1).sigmoid();
  Tensor output = hidden.matmul(w2).sigmoid();
  Tensor dOutput = output.sub(y).mul(2).mul(output).mul(output.mul(-1).add(1));
  Tensor dW2 = hidden.transpose().matmul(dOutput);
  Tensor dHidden = dOutput.matmul(w2.transpose()).mul(hidden).mul(hidden.mul(-1).add(1));
  Tensor dW1 = x.transpose().matmul(dHidden);

  try (var tape = new GradientTape()) {
    Tensor loss = x.matmul(w1).sigmoid().matmul(w2).sigmoid().sub(y).square().sum();
    List<Tensor> gradients = tape.gradient(loss, List.of(w1, w2));
    IO.println("W1 by hand and by tape differ by " + gradients.get(0).sub(dW1).abs().max());
    IO.println("W2 by hand and by tape differ by " + gradients.get(1).sub(dW2).abs().max());
  }
}
