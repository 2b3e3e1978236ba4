package io.gradus.bench;

import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.GlobalAveragePooling2D;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.ReLU;
import io.gradus.nn.layer.Reshape;
import io.gradus.nn.layer.Residual;
import io.gradus.nn.model.Sequential;

/// A small residual network on MNIST: a convolution, pooling, and two blocks of two convolutions
/// with batch normalization on 14×14×32, Adam.
final class ResnetWorkload implements Workload {
  private static final int FILTERS = 32;

  @Override
  public String name() {
    return "resnet";
  }

  @Override
  public int epochs() {
    return 1;
  }

  @Override
  public void run(Report report, int epochs) {
    Sequential model =
        new Sequential(
            new Reshape(28, 28, 1),
            convolution(),
            new BatchNormalization(),
            new ReLU(),
            new MaxPooling2D(2),
            block(),
            new ReLU(),
            block(),
            new ReLU(),
            new GlobalAveragePooling2D(),
            new Dense(10, SOFTMAX));
    DigitTraining training = DigitTraining.ofImages(model);
    training.epochs(report, epochs);
    training.testAccuracy(report);
  }

  private static Layer block() {
    return new Residual(
        convolution(),
        new BatchNormalization(),
        new ReLU(),
        convolution(),
        new BatchNormalization());
  }

  private static Layer convolution() {
    return new Conv2D(FILTERS, 3).padding("same").useBias(false);
  }
}
