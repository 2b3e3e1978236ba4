import module io.gradus;

/// Data as tensors: slices of MNIST, batches of it, and the shapes of Chollet's chapter 2.
void main() {
  Tensor images = Mnist.load().train().images();
  show("the training images", images);
  show("the fourth digit", images.get("4"));
  show("digits 10 to 99", images.get("10:100"));
  show("the same, every axis said", images.get("10:100, 0:28, 0:28"));
  show("lower right corners", images.get(":, 14:, 14:"));
  show("middles", images.get(":, 7:-7, 7:-7"));

  int n = 3;
  show("the first batch", images.get(":128"));
  show("the second batch", images.get("128:256"));
  show("batch " + n, images.get(Index.range(128 * n, 128 * (n + 1))));
  show("the last batch, a shorter one", images.get(Index.range(128 * 468, 128 * 469)));

  // Types are enough to know what data takes; nothing is allocated.
  shape("people: age, gender, income", 100_000, 3);
  shape("documents: counts of 20,000 words", 500, 20_000);
  shape("stock prices: minutes of 250 days", 250, 390, 3);
  shape("tweets: 280 characters of 128", 1_000_000, 280, 128);
  shape("images: 128 of 256×256 in colour", 128, 256, 256, 3);
  shape("videos: 4 of 60 s, 4 frames a second", 4, 240, 144, 256, 3);
}

static void show(String what, Tensor tensor) {
  IO.println("%-32s %s".formatted(what, tensor.type()));
}

static void shape(String what, long... dims) {
  TensorType type = TensorType.of(DType.FLOAT32, dims);
  IO.println("%-38s %s: %,d values".formatted(what, type, type.shape().size()));
}
