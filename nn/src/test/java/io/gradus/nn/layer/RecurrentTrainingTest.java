package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.data.Batch;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.loss.BinaryCrossentropy;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Adam;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recurrent layers in models.
class RecurrentTrainingTest {
  private static final Tensor WORDS =
      Tensor.of(1, 2, 0, 0, 3, 1, 2, 0, 2, 2, 2, 3, 1, 0, 0, 0).reshape(4, 4);
  private static final Tensor LABELS = Tensor.of(1f, 0, 0, 1).reshape(4, 1);

  private static Sequential model() {
    return model(
        new Embedding(4, 3).maskZero(true),
        new Bidirectional(new LSTM(3).returnSequences(true).dropout(0.2)),
        new GRU(2).recurrentDropout(0.1),
        new Dense(1, Activation.SIGMOID));
  }

  private static Sequential model(Layer... layers) {
    Sequential model = new Sequential(layers);
    model.seed(11);
    model.compile(new Adam(0.05), new BinaryCrossentropy());
    return model;
  }

  private static List<Double> losses(Sequential model, int steps) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      losses.add(model.trainOnBatch(Batch.of(WORDS, LABELS)).get("loss"));
    }
    return losses;
  }

  @Test
  void learnsWithTheSameBitsEagerlyAndRecorded() {
    Sequential recorded = model();
    Sequential eager = model();
    eager.runEagerly(true);
    List<Double> losses = losses(recorded, 30);
    assertThat(losses(eager, 30)).isEqualTo(losses);
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
    for (int i = 0; i < recorded.weights().size(); i++) {
      Variable weight = recorded.weights().get(i);
      assertThat(eager.weights().get(i).value().toFloatArray())
          .as(weight.name())
          .isEqualTo(weight.value().toFloatArray());
    }
  }

  @Test
  void paddingChangesNothing() {
    Sequential model =
        model(
            new Embedding(4, 3).maskZero(true),
            new Bidirectional(new LSTM(3)),
            new Dense(1, Activation.SIGMOID));
    Tensor shorter = Tensor.of(3, 1, 2, 0, 2, 1).reshape(2, 3);
    Tensor longer = Tensor.concat(1, shorter, Tensor.zeros(2, 5).cast(shorter.dtype()));
    assertThat(model.predict(longer).toFloatArray())
        .isEqualTo(model.predict(shorter).toFloatArray());
    assertThat(model.predict(longer).shape()).isEqualTo(Shape.of(2, 1));
  }
}
