import module io.gradus;

/// A class that is rare: with class weights the network finds more of it. A report says what it
/// costs.
void main() {
  Dataset digits = Mnist.load().train().flat().dataset().take(6_000);
  Dataset nines = digits.map(batch -> Batch.of(batch.x(), batch.y().equal(9).cast(DType.INT32)));
  Fold fold = StratifiedSplit.of(nines, 0.5, 1);
  Dataset test = fold.validation(nines);
  Tensor labels = test.batches(test.size()).iterator().next().y();
  for (var weights : List.of(Map.of(1, 1.0), Map.of(1, 9.0))) {
    var model = new Sequential(new Dense(8, "relu"), new Dense(1, "sigmoid"));
    model.seed(1);
    model.compile("adam", "binary_crossentropy");
    model.fit(fold.train(nines), Fit.epochs(3).classWeights(weights).quiet());
    var matrix = ConfusionMatrix.ofProbabilities(labels, model.predict(test, 128));
    IO.println("weights " + weights + "\n" + matrix.named("other", "nine").report());
  }
}
