import module io.gradus;

/// Hyper-parameters by search: width, rate of the optimizer, dropout.
void main() {
  Dataset digits = Mnist.load().train().flat().dataset().take(2_000);
  var tuner = new Tuner(this::network, new RandomSearch(4).seed(1), "val_accuracy");
  Trials trials = tuner.search(digits, Fit.epochs(2).validationSplit(0.2).quiet());
  IO.println(trials.table());
  IO.println("best: " + trials.best().values());
}

Model network(HyperParameters hp) {
  var model =
      new Sequential(
          new Dense(hp.integer("units", 32, 128, 32), Activation.RELU),
          new Dropout(hp.real("drop", 0, 0.5)),
          new Dense(10, Activation.SOFTMAX));
  model.seed(hp.seed());
  Adam adam = new Adam(hp.real("rate", 1e-4, 1e-2, Scale.LOG));
  model.compile(adam, "sparse_categorical_crossentropy", "accuracy");
  return model;
}
