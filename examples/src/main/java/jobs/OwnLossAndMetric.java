import module io.gradus;

/// A loss and a metric that are functions, in a model that is saved and loaded with them.
void main() throws IOException {
  Tensor x = Rng.of(1).uniform(-1, 1, 256, 3);
  Tensor y = x.get(":, 0").mul(2).sub(x.get(":, 1"));
  var model = new Sequential(new Dense(16, "relu"), new Dense(1));
  model.seed(1);
  model.compile(new Adam(0.01), Loss.of("late", this::late), Metric.of("near", this::near));
  model.fit(x, y, Fit.epochs(20).quiet());
  IO.println(model.evaluate(x, y));

  Path file = Files.createTempDirectory("own").resolve("model.keras");
  model.save(file);
  var own = CustomObjects.NONE.function("late", this::late).function("near", this::near);
  IO.println(Model.load(file, own).evaluate(x, y));
}

/// Being too low costs three times as much as being too high.
Tensor late(Tensor yTrue, Tensor yPred) {
  Tensor error = yTrue.sub(yPred);
  return error.mul(3).maximum(error.neg()).mean(-1);
}

/// The share of predictions that are nearer than 0.2.
Tensor near(Tensor yTrue, Tensor yPred) {
  return yTrue.sub(yPred).abs().less(0.2).cast(DType.FLOAT32).mean(-1);
}
