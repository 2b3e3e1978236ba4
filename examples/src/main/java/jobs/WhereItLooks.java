import module io.gradus;

/// Which pixels a network looks at: the gradient of the class it tells, with respect to the image.
void main() {
  var mnist = Mnist.load();
  var model =
      new Sequential(
          new InputLayer(28, 28, 1),
          new Conv2D(8, 3).activation(Activation.RELU),
          new MaxPooling2D(2),
          new Flatten(),
          new Dense(10));
  model.seed(1);
  var loss = new SparseCategoricalCrossentropy().fromLogits(true);
  model.compile(new Adam(), loss, new Accuracy());
  Tensor x = mnist.train().images().get(":6000").expandDims(-1).cast(DType.FLOAT32).div(255);
  model.fit(x, mnist.train().labels().get(":6000"), Fit.epochs(1).quiet());

  Tensor image = mnist.test().images().get(":1").expandDims(-1).cast(DType.FLOAT32).div(255);
  try (var tape = new GradientTape()) {
    tape.watch(image);
    Tensor score = model.call(image).max();
    Tensor looks = tape.gradient(score, image).abs().reshape(28, 28);
    IO.println("middle: %.4f".formatted(looks.get("8:20, 8:20").mean().item()));
    IO.println("border: %.4f".formatted(looks.get(":2, :").mean().item()));
  }
}
