import module io.gradus;

/// Two inputs and two outputs by name, each output with a loss of its own.
void main() {
  Tensor words = Input.of(InputLayer.of(DType.INT32, 12));
  Tensor price = Input.of(1);
  Tensor text = words.then(new Embedding(1000, 8)).then(new GlobalAveragePooling1D());
  Tensor both = new Concatenate().call(text, price).then(new Dense(16, "relu"));
  var model =
      new Functional(
          Map.of("words", words, "price", price),
          Map.of("sold", both.then(new Dense(1, "sigmoid")), "days", both.then(new Dense(1))));
  model.seed(1);
  model.compile(
      new Adam(0.01),
      Objective.of("binary_crossentropy").metrics("accuracy").forOutput("sold"),
      Objective.of("mse").weight(0.1).forOutput("days"));

  Rng rng = Rng.of(1);
  Tensor prices = rng.uniform(0, 1, 512, 1);
  Map<String, Tensor> offers = Map.of("words", rng.integers(0, 1000, 512, 12), "price", prices);
  Map<String, Tensor> results =
      Map.of("sold", prices.less(0.5).cast(DType.FLOAT32), "days", prices.mul(10));
  model.fit(offers, results, Fit.epochs(10).quiet());
  IO.println(model.evaluate(offers, results));
  IO.println("days of the first: " + model.predict(offers).get("days").get("0"));
}
