import module io.gradus;

/// An autoencoder: digits are squeezed into 16 numbers and drawn again from them. Its first half is
/// a model of its own.
void main() {
  Tensor x = Mnist.load().train().flat().images().get(":10000").cast(DType.FLOAT32).div(255);
  Tensor image = Input.of(784);
  Tensor code = image.then(new Dense(128, "relu")).then(new Dense(16, "relu").named("code"));
  Tensor drawn = code.then(new Dense(128, "relu")).then(new Dense(784, "sigmoid"));
  var autoencoder = new Functional(image, drawn);
  var encoder = new Functional(image, code);
  autoencoder.seed(1);
  autoencoder.compile("adam", "binary_crossentropy");
  autoencoder.fit(x, x, Fit.epochs(3).batchSize(128).quiet());

  IO.println("codes: " + encoder.predict(x.get(":5")).type());
  IO.println("mean error of a pixel: " + autoencoder.predict(x).sub(x).abs().mean());
}
