import module io.gradus;

/// Regression with few samples: each fifth of the data is held back once, and the mean error on
/// what was held back tells how good the network is.
void main() {
  Rng rng = Rng.of(1);
  Tensor x = rng.uniform(-1, 1, 300, 6); // rooms, age, distance, …
  Tensor price = x.get(":, 0").mul(3).sub(x.get(":, 1").square()).add(rng.normal(0, 0.1, 300));
  Dataset houses = Dataset.of(x, price);

  double sum = 0;
  for (Fold fold : new KFold(5).shuffle(1).split(houses)) {
    var model = network();
    model.fit(fold.train(houses), Fit.epochs(40).batchSize(16).quiet());
    double error = model.evaluate(fold.validation(houses), 16).get("mae");
    IO.println("mean absolute error: %.3f".formatted(error));
    sum += error;
  }
  IO.println("on average: %.3f".formatted(sum / 5));
}

Model network() {
  var model = new Sequential(new Dense(32, "relu"), new Dense(32, "relu"), new Dense(1));
  model.seed(1);
  model.compile("adam", "mse", "mae");
  return model;
}
