import module io.gradus;

/// Two networks against each other (GAN): one draws points, the other tells them from real ones,
/// which lie on a circle.
void main() {
  Tensor angles = Rng.of(1).uniform(0, 2 * Math.PI, 4096);
  Tensor circle = Tensor.stack(1, angles.cos(), angles.sin());
  var generator = new Sequential(new InputLayer(4), new Dense(32, "relu"), new Dense(2));
  var critic = new Sequential(new InputLayer(2), new Dense(32, "relu"), new Dense(1));
  generator.seed(1);
  critic.seed(2);
  BoundOptimizer draws = new Adam(0.001).beta1(0.5).bind(generator.trainableWeights());
  BoundOptimizer judges = new Adam(0.001).beta1(0.5).bind(critic.trainableWeights());
  var crossentropy = new BinaryCrossentropy().fromLogits(true);
  Tensor yes = Tensor.ones(128, 1);

  Rng rng = Rng.of(3);
  for (int epoch = 0; epoch < 30; epoch++) {
    for (Batch real : Dataset.of(circle).batches(128, epoch)) {
      Tensor noise = rng.normal(0, 1, 128, 4);
      try (var tape = new GradientTape()) {
        Tensor drawn = generator.call(noise, Mode.TRAIN);
        Tensor loss =
            crossentropy
                .call(yes, critic.call(real.x(), Mode.TRAIN))
                .add(crossentropy.call(yes.sub(1), critic.call(drawn, Mode.TRAIN)));
        judges.apply(tape.gradient(loss, critic.trainableWeights()));
      }
      try (var tape = new GradientTape()) {
        Tensor drawn = generator.call(noise, Mode.TRAIN);
        Tensor loss = crossentropy.call(yes, critic.call(drawn, Mode.TRAIN));
        draws.apply(tape.gradient(loss, generator.trainableWeights()));
      }
    }
  }
  Tensor radius = generator.predict(rng.normal(0, 1, 1000, 4)).square().sum(1).sqrt();
  IO.println("radius of what is drawn: " + radius.mean());
}
