import module io.gradus;

/// Tensors: making them, slicing, broadcasting, products, element types.
void main() {
  show("a matrix", Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
  show("zeros", Tensor.zeros(2, 3));
  show("numbers from 0", Tensor.arange(12).reshape(3, 4));
  show("random, from a seed", Tensor.randomUniform(Shape.of(2, 3), -1, 1, 42));

  // Slices as NumPy writes them. They are views: nothing is copied, and nothing can be overwritten.
  Tensor images = Mnist.load().train().images();
  show("90 images", images.get("10:100").type());
  show("their lower right corners", images.get("10:100, 14:, 14:").type());
  show("their middles", images.get("10:100, 7:-7, 7:-7").type());
  show(
      "the same, typed",
      images.get(Index.range(10, 100), Index.range(7, -7), Index.range(7, -7)).type());
  show("one row of one image", images.get("4, 14"));

  // An axis that is missing or has length 1 stretches to the other operand's.
  Tensor x = Tensor.arange(6).reshape(2, 3);
  show("a row added to each row", x.add(Tensor.of(10, 20, 30)));
  show("a column times a row", Tensor.of(1, 2).reshape(2, 1).mul(Tensor.of(1, 10, 100)));

  Tensor a = Tensor.of(new float[][] {{1, 2}, {3, 4}});
  Tensor b = Tensor.of(new float[][] {{5, 6}, {7, 8}});
  show("a matrix product", a.matmul(b));
  show("relu(a·b − 30)", a.matmul(b).sub(30).relu());
  show("the sum of each column", a.sum(0));
  show("where the largest of each row is", b.argMax(-1));

  // An integer divided gives float32; a Java number leaves the tensor's type as it is.
  show("x / 4", x.div(4));
  show("float32 + 1.5 is", a.add(1.5).type());
}

void show(String what, Object value) {
  IO.println(what + ":\n" + value + "\n");
}
