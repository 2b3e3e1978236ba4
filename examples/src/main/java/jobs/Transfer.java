import module io.gradus;

/// Transfer: a network that knows the digits 0 to 4 learns 5 to 9 from few images, with what its
/// first layers have learned.
void main() throws IOException {
  Dataset digits = Mnist.load().train().flat().dataset().take(12_000);
  Path file = Files.createTempDirectory("transfer").resolve("low.keras");
  lowDigits(digits.filter(batch -> batch.y().less(5))).save(file);

  Model base = Model.load(file);
  base.trainable(false);
  Tensor head = base.output("features").then(new Dense(5, "softmax").named("head"));
  var model = new Functional(base.inputs(), List.of(head));
  model.compile(new Adam(0.005), "sparse_categorical_crossentropy", "accuracy");
  Dataset high =
      digits.filter(batch -> batch.y().greaterEqual(5)).map(b -> Batch.of(b.x(), b.y().sub(5)));
  model.fit(high.take(500), Fit.epochs(20).quiet());
  IO.println("new head: " + model.evaluate(high.skip(500), 128));

  base.trainable(true); // now all of it, with small steps
  model.compile(new Adam(1e-4), "sparse_categorical_crossentropy", "accuracy");
  model.fit(high.take(500), Fit.epochs(20).quiet());
  IO.println("fine-tuned: " + model.evaluate(high.skip(500), 128));
}

Model lowDigits(Dataset data) {
  var model =
      new Sequential(
          new InputLayer(784),
          new Dense(128, "relu"),
          new Dense(64, "relu").named("features"),
          new Dense(5, "softmax"));
  model.seed(1);
  model.compile("adam", "sparse_categorical_crossentropy");
  model.fit(data, Fit.epochs(3).quiet());
  return model;
}
