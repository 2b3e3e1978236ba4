package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Datasets whose batches are prepared ahead.
class PrefetchTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(103, 5), -1, 1, 1);
  private static final Tensor Y = Tensor.randomUniform(Shape.of(103, 1), -1, 1, 2);

  private static Dataset data() {
    return Dataset.of(X, Y).map(batch -> batch.mapX(x -> x.mul(3).add(1)));
  }

  private static List<float[]> all(Dataset data) {
    List<float[]> all = new ArrayList<>();
    for (Batch batch : data.batches(10, 7)) {
      all.add(batch.x().toFloatArray());
      all.add(batch.y().toFloatArray());
    }
    return all;
  }

  @Test
  void batchesAreTheSame() {
    assertThat(all(data().prefetch())).usingRecursiveComparison().isEqualTo(all(data()));
    assertThat(all(data().prefetch().slice(3, 50)))
        .usingRecursiveComparison()
        .isEqualTo(all(data().slice(3, 50)));
  }

  @Test
  void trainingIsTheSame() {
    assertThat(trained(data().prefetch())).isEqualTo(trained(data()));
  }

  private static float[] trained(Dataset data) {
    Sequential model = new Sequential(new Dense(8, Activation.TANH), new Dense(1));
    model.seed(1);
    model.compile(new SGD(), new MeanSquaredError());
    model.fit(data, Fit.epochs(3).batchSize(10).quiet());
    return model.weights().getFirst().value().toFloatArray();
  }

  @Test
  void conversionsRunOnTheDeviceOfTheOneWhoTakesTheBatches() {
    Cpu device = Cpu.with("scalar", 3);
    AtomicReference<Device> seen = new AtomicReference<>();
    Dataset data =
        Dataset.of(X, Y)
            .map(batch -> {
              seen.set(Device.current());
              return batch;
            })
            .prefetch();
    ScopedValue.where(Device.SCOPE, device).run(() -> data.batches(10).forEach(_ -> {}));
    assertThat(seen.get()).isSameAs(device);
  }

  @Test
  void whatAConversionThrowsReachesTheOneWhoTakesTheBatch() {
    Dataset data =
        Dataset.of(X, Y)
            .map(batch -> {
              if (batch.size() == 3) {
                throw new IllegalStateException("the last one");
              }
              return batch;
            })
            .prefetch();
    Iterator<Batch> batches = data.batches(10).iterator();
    for (int i = 0; i < 10; i++) {
      assertThat(batches.next().size()).isEqualTo(10);
    }
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the last one");
  }

  @Test
  void theEndIsTheEnd() {
    Iterator<Batch> batches = data().prefetch().batches(60).iterator();
    batches.next();
    assertThat(batches.hasNext()).isTrue();
    batches.next();
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }
}
