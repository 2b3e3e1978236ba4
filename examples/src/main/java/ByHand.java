import module io.gradus;

/// Small layers worked out by hand, and by the library.
void main() {
  // relu(W·x + b) of Fleuret's kind: three units, two inputs.
  Tensor w = Tensor.of(new float[][] {{1, 2}, {3, 4}, {10, 0}});
  Tensor x = Tensor.of(3f, -1f);
  Tensor b = Tensor.of(3f, 12f, -32f);
  Tensor sum = w.matmul(x.expandDims(1)).reshape(-1);
  IO.println("W·x = " + sum);
  IO.println("relu(W·x + b) = " + sum.add(b).relu());

  // A dense layer from two inputs to three outputs: each output is a weighted sum plus a bias.
  var dense = new Dense(3);
  Tensor input = Tensor.of(new float[][] {{2, -1}});
  dense.call(input);
  dense.weights().get(0).assign(Tensor.of(new float[][] {{1, 0, 2}, {3, 1, -1}}));
  dense.weights().get(1).assign(Tensor.of(0.5f, 0f, -4f));
  float[] byHand = {2 * 1 - 1 * 3 + 0.5f, 2 * 0 - 1 * 1 + 0f, 2 * 2 - 1 * -1 - 4f};
  IO.println("dense by hand " + Arrays.toString(byHand) + ", by the layer " + dense.call(input));

  // Two affine layers in a row are one.
  var model = new Sequential(new Dense(16), new Dense(8), new Dense(4, Activation.RELU));
  model.seed(1);
  model.predict(Tensor.ones(1, 6));
  IO.println(model.collapse());
}
