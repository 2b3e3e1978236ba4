package io.gradus.bench;

import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.LSTM;
import io.gradus.nn.model.Sequential;

/// MNIST read row by row: an LSTM of 128 units over 28 steps of 28 pixels, Adam.
final class LstmWorkload implements Workload {
  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public int epochs() {
    return 1;
  }

  @Override
  public void run(Report report, int epochs) {
    Sequential model = new Sequential(new LSTM(128), new Dense(10, SOFTMAX));
    DigitTraining training = DigitTraining.ofImages(model);
    training.epochs(report, epochs);
    training.testAccuracy(report);
  }
}
