package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import io.gradus.data.Batch;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Java control flow on values: it cannot be recorded, and runs eagerly instead.
class FallbackTest {
  /// A loss that looks at the predictions.
  record Looking(SparseCategoricalCrossentropy loss) implements Loss {
    @Override
    public Tensor call(Tensor yTrue, Tensor yPred) {
      Tensor losses = loss.call(yTrue, yPred);
      return losses.sum().item() > 100 ? losses.mul(0.5) : losses;
    }

    @Override
    public Reduction reduction() {
      return loss.reduction();
    }

    @Override
    public Schema<?> schema() {
      return loss.schema();
    }
  }

  /// Trains with that loss: three steps and a prediction.
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      var model = new Sequential(new Dense(3));
      model.seed(1);
      var loss = new SparseCategoricalCrossentropy().fromLogits(true);
      model.compile(new SGD(), new Looking(loss));
      var batch = Batch.of(Tensor.ones(2, 4), Tensor.of(0, 1));
      for (int step = 0; step < 3; step++) {
        model.trainOnBatch(batch);
      }
      System.out.println(model.predict(batch.x()).shape());
      System.out.println(model.optimizer().iterations().value().item());
    }
  }

  @Test
  void readingATracedValueRunsEagerlyWithOneWarningThatNamesTheLine() {
    Java.Result result =
        Java.run(
            "-p",
            Java.LIB,
            "--add-modules",
            "io.gradus",
            "-cp",
            Java.location(Program.class),
            Program.class.getName());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines()).containsExactly("[2, 3]", "3.0");
    assertThat(result.err().lines().filter(line -> line.contains("runs eagerly")))
        .singleElement()
        .asString()
        .contains("sequential runs eagerly: ")
        .contains("float32[] is symbolic, its elements are not known while a program is traced")
        .contains("FallbackTest$Looking.call(FallbackTest.java:");
  }

  @Test
  void aLayerThatLooksAtElementsTrainsEagerly() {
    var sure = new Dense(3, x -> x.sum().item() > 1000 ? x.mul(0.5) : x);
    var model = new Sequential(sure, new Dense(3, "softmax"));
    model.seed(1);
    model.compile("sgd", "sparse_categorical_crossentropy");
    var batch = Batch.of(Tensor.ones(2, 4), Tensor.of(0, 1));
    double first = model.trainOnBatch(batch).get("loss");
    for (int step = 0; step < 20; step++) {
      model.trainOnBatch(batch);
    }
    assertThat(model.predict(batch.x()).shape()).hasToString("[2, 3]");
    assertThat(model.evaluate(batch.x(), batch.y()).get("loss")).isLessThan(first);
  }
}
