import module io.gradus;

/// A long training: it keeps the best model and a log, slows down, stops when nothing gets better,
/// and goes on where it was if it is killed.
void main() throws IOException {
  Path run = Files.createTempDirectory("run");
  Dataset digits = Mnist.load().train().flat().dataset().take(4_000);
  var model = new Sequential(new Dense(64, "relu"), new Dense(10, "softmax"));
  model.seed(1);
  model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
  History history =
      model.fit(
          digits,
          Fit.epochs(50)
              .validationSplit(0.2)
              .quiet()
              .callbacks(
                  new ModelCheckpoint(run + "/best.keras").monitor("val_loss").saveBestOnly(true),
                  new ReduceLROnPlateau().patience(2).factor(0.2),
                  new EarlyStopping().patience(4).restoreBestWeights(true),
                  new CSVLogger(run.resolve("log.csv")),
                  new BackupAndRestore(run.resolve("backup"))));
  IO.println("epochs: " + history.get("loss").size());
  IO.println("lines of the log: " + Files.readAllLines(run.resolve("log.csv")).size());
  IO.println(Model.load(run.resolve("best.keras")).evaluate(digits.skip(3_200), 32));
}
