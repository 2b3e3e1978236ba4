import module io.gradus;

/// The network of the first example with Adam, batches of 32, and a look at unseen data after each
/// epoch.
void main() {
  var mnist = Mnist.load();
  var model = new Sequential(new Dense(512, Activation.RELU), new Dense(10, Activation.SOFTMAX));
  model.seed(1); // the same numbers in every run
  model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
  History history =
      model.fit(
          mnist.train().flat().dataset(),
          Fit.epochs(3).batchSize(32).validation(mnist.test().flat().dataset()));
  IO.println("unseen data, epoch by epoch: " + history.get("val_accuracy"));
}
