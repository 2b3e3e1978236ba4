import module io.gradus;

/// How good a network for digits is when few samples are there to tell: each fifth of them is held
/// back once. Then the mistakes of one network, class by class.
void main() {
  Dataset digits = Mnist.load().train().flat().dataset().take(2_000);
  double sum = 0;
  List<Fold> folds = new StratifiedKFold(5).shuffle(1).split(digits);
  for (Fold fold : folds) {
    Model model = network();
    History history =
        model.fit(fold.train(digits), Fit.epochs(5).quiet().validation(fold.validation(digits)));
    double accuracy = history.last("val_accuracy");
    IO.println("held back %d: accuracy %.3f".formatted(fold.validation().length, accuracy));
    sum += accuracy;
  }
  IO.println("on average: accuracy %.3f".formatted(sum / folds.size()));

  Model model = network();
  model.fit(digits, Fit.epochs(5).quiet());
  var unseen = Mnist.load().test().flat();
  var matrix =
      ConfusionMatrix.ofProbabilities(unseen.labels(), model.predict(unseen.dataset(), 128));
  IO.println();
  IO.println(matrix.table());
  IO.println(matrix.report());
}

Model network() {
  var model = new Sequential(new Dense(64, Activation.RELU), new Dense(10, Activation.SOFTMAX));
  model.seed(1);
  model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
  return model;
}
