package io.gradus.bench;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.data.Dataset;
import io.gradus.datasets.Mnist;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;
import java.util.Objects;

/// The book's network on MNIST: 784 → 512 relu → 10 softmax, RMSprop, batches of 128.
final class MlpWorkload implements Workload {
  static final int PIXELS = 784;
  static final int BATCH = 128;
  private static final int EVALUATION_BATCH = 1000;
  private static final long SEED = 1;

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
    Mnist mnist = Mnist.load();
    Dataset train = mnist.train().flat().dataset();
    Dataset test = mnist.test().flat().dataset();
    Sequential model = model();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      long start = System.nanoTime();
      History history = model.fit(train, Fit.epochs(1).batchSize(BATCH).quiet());
      double millis = (System.nanoTime() - start) / 1e6;
      report.result(
          "ms_per_epoch", millis, "loss=" + (float) history.last("loss") + " epoch=" + epoch);
    }
    report.result("train_accuracy", accuracy(model, train), "");
    report.result("test_accuracy", accuracy(model, test), "");
  }

  /// {@return the network with first weights of a fixed seed, ready to be trained}
  static Sequential model() {
    Sequential model = new Sequential(new Dense(512, RELU), new Dense(10, SOFTMAX));
    model.seed(SEED);
    model.compile(new RMSprop(), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  private static double accuracy(Sequential model, Dataset data) {
    return Objects.requireNonNull(model.evaluate(data, EVALUATION_BATCH).get("accuracy"));
  }
}
