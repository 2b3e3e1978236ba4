import module io.gradus;

/// A time series: from 24 values an LSTM tells the next one.
void main() {
  Tensor t = Tensor.arange(1_000).cast(DType.FLOAT32);
  Tensor series = t.mul(0.26).sin().add(t.mul(0.02).sin()).add(Rng.of(1).normal(0, 0.05, 1_000));
  Tensor windows = series.sequences(24, 1).get(":-1").expandDims(-1);
  Tensor next = series.get("24:");
  Dataset train = Dataset.of(windows, next).take(800);
  Dataset test = Dataset.of(windows, next).skip(800);

  var model = new Sequential(new LSTM(16), new Dense(1));
  model.seed(1);
  model.compile(new Adam(0.01), "mse", "mae");
  model.fit(train, Fit.epochs(10).quiet());
  IO.println("LSTM: " + model.evaluate(test, 32).get("mae"));
  IO.println("as the last value: " + next.sub(series.get("23:-1")).abs().get("800:").mean());
}
