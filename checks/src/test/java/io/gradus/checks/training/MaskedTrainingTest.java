package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.data.Batch;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.nn.loss.MeanAbsoluteError;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.metric.LossMetric;
import io.gradus.nn.metric.RootMeanSquaredError;
import io.gradus.nn.model.Objective;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The mask that a prediction has, in the loss and the metrics.
class MaskedTrainingTest {
  private static final Tensor X = Tensor.of(new float[][] {{1, 2, 0}, {3, 0, 0}}).expandDims(-1);
  private static final Tensor Y = Tensor.ones(2, 3, 1);

  /// Passes its input on; what is 0 is masked.
  private static final class NonZero extends Layer {
    static final Schema<NonZero> SCHEMA =
        Layer.<NonZero>schemaOf("NonZero").build(_ -> new NonZero());

    NonZero() {
      super(Settings.DEFAULT);
    }

    @Override
    public Schema<NonZero> schema() {
      return SCHEMA;
    }

    @Override
    protected Forward build(List<TensorType> inputs, Weights weights) {
      return (in, _) -> in.masked(in.one().notEqual(0).any(-1));
    }
  }

  private static Map<String, Double> measured(Batch batch) {
    Sequential model = new Sequential(new NonZero());
    model.compile(
        new SGD(),
        new Objective(new MeanSquaredError())
            .metrics(new LossMetric(new MeanAbsoluteError()), new RootMeanSquaredError())
            .weightedMetrics(new LossMetric("weighted", new MeanAbsoluteError())));
    return model.testOnBatch(batch);
  }

  @Test
  void whatIsMaskedDoesNotCount() {
    Map<String, Double> results = measured(Batch.of(X, Y));
    // Errors 0, 1 and 2 of three steps that count.
    assertThat(results.get("loss")).isCloseTo(5 / 3.0, within(1e-6));
    // Keras' metric: each sample counts by its share of steps that count.
    double steps = (0 + 1) / 3.0 + 2 / 3.0;
    assertThat(results.get("mean_absolute_error"))
        .isCloseTo(steps / (2 / 3.0 + 1 / 3.0), within(1e-6));
    // This one does not look at masks, as in Keras.
    assertThat(results.get("root_mean_squared_error"))
        .isCloseTo(Math.sqrt((0 + 1 + 1 + 4 + 1 + 1) / 6.0), within(1e-6));
  }

  @Test
  void sampleWeightsComeOnTop() {
    Map<String, Double> results = measured(Batch.of(X, Y).weighted(Tensor.of(1f, 0.5f)));
    assertThat(results.get("loss")).isCloseTo((0 + 1 + 0.5 * 4) / 3, within(1e-6));
    double sum = 1 / 3.0 + 0.5 * 2 / 3.0;
    assertThat(results.get("weighted")).isCloseTo(sum / (2 / 3.0 + 0.5 / 3), within(1e-6));
    assertThat(results.get("mean_absolute_error"))
        .isCloseTo(measured(Batch.of(X, Y)).get("mean_absolute_error"), within(1e-9));
  }
}
