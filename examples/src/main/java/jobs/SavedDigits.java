import module io.gradus;

/// Digits: a network is trained, saved, loaded and asked about one image.
void main() throws IOException {
  var mnist = Mnist.load();
  var model = new Sequential(new Dense(128, "relu"), new Dense(10, "softmax"));
  model.seed(1);
  model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
  model.fit(mnist.train().flat().dataset(), Fit.epochs(1).batchSize(128));
  IO.println(model.evaluate(mnist.test().flat().dataset(), 128));

  Path file = Files.createTempDirectory("digits").resolve("digits.keras");
  model.save(file);
  float[] image = mnist.test().images().get("0").cast(DType.FLOAT32).div(255).toFloatArray();
  float[] scores = Model.load(file).predict(image);
  IO.println("the first image is a " + Tensor.of(scores).argMax(0));
}
