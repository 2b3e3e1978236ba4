import module io.gradus;

/// A training loop of one's own: a tape, an optimizer, a metric.
void main() {
  Dataset digits = Mnist.load().train().flat().dataset().take(12_800);
  var model =
      new Sequential(new InputLayer(784), new Dense(64, "relu"), new Dropout(0.1), new Dense(10));
  model.seed(1);
  BoundOptimizer optimizer = new Adam().bind(model.trainableWeights());
  var crossentropy = new SparseCategoricalCrossentropy().fromLogits(true);
  var accuracy = new SparseCategoricalAccuracy();

  for (int epoch = 0; epoch < 2; epoch++) {
    accuracy.reset();
    for (Batch batch : digits.batches(128, epoch)) {
      try (var tape = new GradientTape()) {
        Tensor logits = model.call(batch.x(), Mode.TRAIN);
        Tensor loss = crossentropy.call(batch.y(), logits);
        optimizer.apply(tape.gradient(loss, model.trainableWeights()));
        accuracy.update(batch.y(), logits);
      }
    }
    IO.println("epoch %d: accuracy %.3f".formatted(epoch + 1, accuracy.result().item()));
  }
}
