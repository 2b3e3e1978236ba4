import module io.gradus;

/// The network of Chollet's chapter 2 without layers, models or `fit`: its own dense layer,
/// sequence, batches and training step, plain gradient descent.
void main() {
  var mnist = Mnist.load();
  Tensor images = mnist.train().images().reshape(60_000, 28 * 28);
  Tensor labels = mnist.train().labels();
  var model =
      new NaiveSequential(
          List.of(
              new NaiveDense(28 * 28, 512, Tensor::relu, 1),
              new NaiveDense(512, 10, x -> x.softmax(-1), 2)));
  IO.println("weights: " + model.weights().size());

  int epochs = 10;
  // Five epochs with updates by hand, five with an optimizer: the same formula.
  BoundOptimizer optimizer = new SGD(1e-3).bind(model.weights());
  for (int epoch = 0; epoch < epochs; epoch++) {
    IO.println("Epoch " + epoch);
    var batches = new BatchGenerator(images, labels, 128);
    for (int i = 0; i < batches.count(); i++) {
      Tensor loss = oneTrainingStep(model, batches.next(), epoch < 5 ? null : optimizer);
      if (i % 100 == 0) {
        IO.println("loss at batch %d: %.2f".formatted(i, loss.item()));
      }
    }
  }

  Tensor predictions = model.call(scaled(mnist.test().images().reshape(10_000, 28 * 28)));
  Tensor matches = predictions.argMax(1).equal(mnist.test().labels());
  IO.println("accuracy: %.2f".formatted(matches.mean().item()));
}

/// `activation(x·W + b)`, W uniform between 0 and 0.1.
static final class NaiveDense {
  private final Variable w;
  private final Variable b;
  private final UnaryOperator<Tensor> activation;

  NaiveDense(int inputs, int outputs, UnaryOperator<Tensor> activation, long seed) {
    this.w = new Variable("W", Tensor.randomUniform(Shape.of(inputs, outputs), 0, 0.1, seed));
    this.b = new Variable("b", Tensor.zeros(outputs));
    this.activation = activation;
  }

  Tensor call(Tensor x) {
    return activation.apply(x.matmul(w).add(b));
  }

  List<Variable> weights() {
    return List.of(w, b);
  }
}

/// Layers one after the other.
record NaiveSequential(List<NaiveDense> layers) {
  Tensor call(Tensor inputs) {
    Tensor x = inputs;
    for (NaiveDense layer : layers) {
      x = layer.call(x);
    }
    return x;
  }

  List<Variable> weights() {
    return layers.stream().flatMap(layer -> layer.weights().stream()).toList();
  }
}

/// The samples of one batch.
record Samples(Tensor images, Tensor labels) {}

/// Gives out batch after batch, in order.
static final class BatchGenerator {
  private final Tensor images;
  private final Tensor labels;
  private final int size;
  private int index;

  BatchGenerator(Tensor images, Tensor labels, int size) {
    this.images = images;
    this.labels = labels;
    this.size = size;
  }

  int count() {
    return Math.ceilDiv((int) images.dim(0), size);
  }

  Samples next() {
    Index batch = Index.range(index, Math.min(images.dim(0), index + size));
    index += size;
    return new Samples(scaled(images.get(batch)), labels.get(batch));
  }
}

static Tensor scaled(Tensor images) {
  return images.cast(DType.FLOAT32).div(255);
}

/// Forward pass, loss, gradients, update.
static Tensor oneTrainingStep(NaiveSequential model, Samples batch, BoundOptimizer optimizer) {
  try (var tape = new GradientTape()) {
    Tensor predictions = model.call(batch.images());
    Tensor losses = new SparseCategoricalCrossentropy().call(batch.labels(), predictions);
    Tensor loss = losses.mean();
    List<Tensor> gradients = tape.gradient(loss, model.weights());
    if (optimizer == null) {
      updateWeights(gradients, model.weights());
    } else {
      optimizer.applyGradients(gradients, model.weights());
    }
    return loss;
  }
}

/// `w = w − rate · gradient`.
static void updateWeights(List<Tensor> gradients, List<Variable> weights) {
  double rate = 1e-3;
  for (int i = 0; i < weights.size(); i++) {
    weights.get(i).assignSub(gradients.get(i).mul(rate));
  }
}
