package io.gradus.bench;

import io.gradus.data.Dataset;
import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Adam;
import io.gradus.nn.optimizer.Optimizer;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The training of a network on MNIST, epoch by epoch, in batches of 128. As in the other
/// libraries' runs nothing but the mean loss is measured meanwhile, and accuracies when all is
/// done.
///
/// @param mnist the images
/// @param model the network, which ends with softmax
/// @param optimizer how it is trained
/// @param form the images as the network takes them
record DigitTraining(
    Mnist mnist, Sequential model, Optimizer optimizer, UnaryOperator<LabeledImages> form) {
  static final int BATCH = 128;
  private static final int EVALUATION_BATCH = 1000;
  private static final long SEED = 1;

  /// The training of a network that takes images as they are, by Adam.
  static DigitTraining ofImages(Sequential model) {
    return new DigitTraining(Mnist.load(), model, new Adam(), UnaryOperator.identity());
  }

  /// Trains, and reports the milliseconds of each epoch.
  void epochs(Report report, int epochs) {
    model.seed(SEED);
    model.compile(optimizer, new SparseCategoricalCrossentropy());
    Dataset data = form.apply(mnist.train()).dataset();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long start = System.nanoTime();
      History history = model.fit(data, Fit.epochs(1).batchSize(BATCH).quiet());
      double millis = (System.nanoTime() - start) / 1e6;
      report.result(
          "ms_per_epoch", millis, "loss=" + (float) history.last("loss") + " epoch=" + epoch);
    }
  }

  /// Reports the share of training images that the network reads rightly.
  void trainAccuracy(Report report) {
    report.result("train_accuracy", accuracy(mnist.train()), "");
  }

  /// Reports the share of test images that the network reads rightly.
  void testAccuracy(Report report) {
    report.result("test_accuracy", accuracy(mnist.test()), "");
  }

  private double accuracy(LabeledImages images) {
    model.compile(optimizer, new SparseCategoricalCrossentropy(), new Accuracy());
    return Objects.requireNonNull(
        model.evaluate(form.apply(images).dataset(), EVALUATION_BATCH).get("accuracy"));
  }
}
