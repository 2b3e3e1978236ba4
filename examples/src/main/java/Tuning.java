import module io.gradus;

/// Hyper-parameters of a network for digits, which are chosen before a training: the width of its
/// layer, the rate of its optimizer, dropout or none. A search tries some at random and shows what
/// came of them.
void main() {
  Dataset digits = Mnist.load().train().flat().dataset().take(3_000);
  var tuner = new Tuner(this::network, new RandomSearch(6).seed(1), "val_accuracy");
  Trials trials = tuner.search(digits, Fit.epochs(3).validationSplit(0.2));
  IO.println();
  IO.println(trials.table());
  IO.println("best: " + trials.best().values());

  var unseen = Mnist.load().test().flat().dataset();
  IO.println("its model on unseen data: " + trials.bestModel().evaluate(unseen, 128));
}

Model network(HyperParameters hp) {
  double drop = hp.bool("dropout") ? hp.real("drop", 0.1, 0.5) : 0; // asked for only with dropout
  var model =
      new Sequential(
          new Dense(hp.integer("units", 32, 256, 32), Activation.RELU),
          new Dropout(drop),
          new Dense(10, Activation.SOFTMAX));
  model.seed(hp.seed()); // the same numbers in every run
  model.compile(
      new Adam(hp.real("rate", 1e-4, 1e-1, Scale.LOG)),
      new SparseCategoricalCrossentropy(),
      new Accuracy());
  return model;
}
