package io.gradus.bench;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.Reshape;
import io.gradus.nn.model.Sequential;

/// Keras' `mnist_convnet`: two convolutions with pooling, dropout and a dense layer, Adam.
final class CnnWorkload implements Workload {
  @Override
  public String name() {
    return "cnn";
  }

  @Override
  public int epochs() {
    return 2;
  }

  @Override
  public void run(Report report, int epochs) {
    Sequential model =
        new Sequential(
            new Reshape(28, 28, 1),
            new Conv2D(32, 3, RELU),
            new MaxPooling2D(2),
            new Conv2D(64, 3, RELU),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.5),
            new Dense(10, SOFTMAX));
    DigitTraining training = DigitTraining.ofImages(model);
    training.epochs(report, epochs);
    training.testAccuracy(report);
  }
}
