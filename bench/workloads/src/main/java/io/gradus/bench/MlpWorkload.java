package io.gradus.bench;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;

/// The book's network on MNIST: 784 → 512 relu → 10 softmax, RMSprop.
final class MlpWorkload implements Workload {
  static final int PIXELS = 784;

  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public int epochs() {
    return 5;
  }

  @Override
  public void run(Report report, int epochs) {
    DigitTraining training =
        new DigitTraining(Mnist.load(), model(), new RMSprop(), LabeledImages::flat);
    training.epochs(report, epochs);
    training.trainAccuracy(report);
    training.testAccuracy(report);
  }

  static Sequential model() {
    return new Sequential(new Dense(512, RELU), new Dense(10, SOFTMAX));
  }
}
