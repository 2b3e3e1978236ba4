package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.data.Batches;
import io.gradus.data.Dataset;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.ActivationLayer;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Datasets whose batches are converted by programs, and batches whose memory is used again.
class RecordedConversionsTest {
  private static final Tensor X =
      Tensor.randomUniform(Shape.of(23, 5), 0, 255, 1).cast(DType.UINT8);
  private static final Tensor Y = Tensor.randomUniform(Shape.of(23, 1), -1, 1, 2);
  private static final Tensor WEIGHTS = Tensor.randomUniform(Shape.of(23), 0, 1, 3);

  private static final UnaryOperator<Batch> CONVERSION =
      batch -> batch.mapX(x -> x.div(255)).weighted(WEIGHTS.mean().add(batch.y().reshape(-1)));

  private static final Dataset STORED = Dataset.of(X, Y, WEIGHTS);

  private static List<float[]> all(Iterable<Batch> batches) {
    List<float[]> all = new ArrayList<>();
    for (Batch batch : batches) {
      batch.all().forEach(part -> all.add(part.cast(DType.FLOAT32).toFloatArray()));
    }
    return all;
  }

  private static void same(Dataset recorded, Dataset mapped) {
    assertThat(all(recorded.batches(10)))
        .usingRecursiveComparison()
        .isEqualTo(all(mapped.batches(10)));
    assertThat(all(recorded.batches(10, 7)))
        .usingRecursiveComparison()
        .isEqualTo(all(mapped.batches(10, 7)));
  }

  @Test
  void batchesAreThoseOfMap() {
    Dataset recorded = STORED.mapRecorded(CONVERSION);
    Dataset mapped = STORED.map(CONVERSION);
    same(recorded, mapped);
    same(recorded.prefetch(), mapped);
    same(recorded.slice(3, 18), mapped.slice(3, 18));
    UnaryOperator<Batch> more = batch -> batch.mapX(x -> x.mul(batch.y()));
    same(recorded.mapRecorded(more), mapped.map(more));
    same(recorded.map(more), mapped.map(more));
    same(recorded.map(more).mapRecorded(more), mapped.map(more).map(more));
  }

  @Test
  void batchesThatAreNotConvertedAreSamplesByTheirNumbers() {
    Iterator<Batch> batches = STORED.batches(10, 7).iterator();
    Tensor order = Tensor.permutation(23, 7);
    for (int from = 0; from < 23; from += 10) {
      Batch batch = batches.next();
      Tensor rows = order.get(Index.range(from, Math.min(23, from + 10)));
      assertThat(batch.x()).hasToString(X.gather(rows, 0).toString());
      assertThat(batch.y()).hasToString(Y.gather(rows, 0).toString());
      assertThat(batch.weight(0)).hasToString(WEIGHTS.gather(rows, 0).toString());
    }
  }

  @Test
  void aConversionIsCalledOnceForEachSizeOfBatch() {
    AtomicInteger calls = new AtomicInteger();
    Dataset data =
        STORED.mapRecorded(batch -> {
          calls.incrementAndGet();
          return batch.mapX(x -> x.div(255));
        });
    for (int epoch = 0; epoch < 3; epoch++) {
      data.batches(10, epoch).forEach(_ -> {});
    }
    assertThat(calls).hasValue(2);
  }

  @Test
  void whatCannotBeRecordedIsToldByTheFirstBatch() {
    Batches reading =
        STORED.mapRecorded(batch -> batch.mapX(x -> x.div(x.max().item()))).batches(10);
    assertThatThrownBy(() -> reading.iterator().next())
        .isInstanceOf(TracedValueException.class)
        .hasMessageContaining("RecordedConversionsTest.java");
    Batches halves = STORED.mapRecorded(batch -> batch.map(part -> part.get("::2"))).batches(10);
    assertThatThrownBy(() -> halves.iterator().next())
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "dataset: a recorded conversion must keep the number of samples; got uint8[5, 5] for 10"
                + " samples");
    Batches fewer =
        STORED
            .mapRecorded(batch -> new Batch(batch.inputs(), List.of(batch.y().get("::2"))))
            .batches(10);
    assertThatThrownBy(() -> fewer.iterator().next())
        .isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("got float32[5, 1] for 10 samples");
  }

  /// {@return how many arrays the inputs of all batches lie in, each given back before the next}
  private static int places(Dataset data) {
    Set<float[]> places = Collections.newSetFromMap(new IdentityHashMap<>());
    Batches batches = data.batches(5, 1);
    for (Batch batch : batches) {
      places.add(batch.x().strided().floats());
      batches.giveBack(batch);
    }
    return places.size();
  }

  @Test
  void aBatchTakesTheMemoryOfOneThatWasGivenBack() {
    Dataset data = STORED.mapRecorded(batch -> batch.mapX(x -> x.div(255)));
    // Four batches of 5 samples, and one of 3.
    assertThat(places(data)).isEqualTo(2);
    assertThat(places(data.mapRecorded(batch -> batch.mapX(x -> x.expandDims(-1))))).isEqualTo(2);
    assertThat(places(data.map(batch -> batch))).isEqualTo(5);
    Batches kept = data.batches(5, 1);
    List<float[]> before = all(kept);
    Batch first = kept.iterator().next();
    kept.forEach(kept::giveBack);
    assertThat(first.x().toFloatArray()).containsExactly(before.getFirst());
  }

  @Test
  void batchesThatPlainJavaHasSeenStayAsTheyAre() {
    List<Tensor> seen = new ArrayList<>();
    Activation remembering =
        x -> {
          if (!x.isSymbolic()) {
            seen.add(x);
          }
          return x;
        };
    Sequential model = new Sequential(new ActivationLayer(remembering), new Dense(1));
    model.compile(new SGD(), new MeanSquaredError());
    model.runEagerly(true);
    model.seed(1);
    Dataset data = Dataset.of(X, Y).mapRecorded(batch -> batch.mapX(x -> x.div(255)));
    model.fit(data, Fit.epochs(1).batchSize(10).shuffle(false).quiet());
    assertThat(seen).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Tensor some = X.get(Index.range(i * 10, Math.min(23, i * 10 + 10))).div(255);
      assertThat(seen.get(i).toFloatArray()).containsExactly(some.toFloatArray());
    }
  }

  @Test
  void trainingIsTheSame() {
    same(trained(STORED.mapRecorded(CONVERSION)), trained(STORED.map(CONVERSION)));
    same(trained(STORED.mapRecorded(CONVERSION).prefetch()), trained(STORED.map(CONVERSION)));
    Dataset named = Dataset.of(Map.of("input_layer", X), Map.of("dense_1", Y));
    UnaryOperator<Batch> pixels = batch -> batch.mapX(x -> x.div(255));
    same(trained(named.mapRecorded(pixels)), trained(named.map(pixels)));
  }

  private static void same(List<float[]> recorded, List<float[]> mapped) {
    assertThat(recorded).usingRecursiveComparison().isEqualTo(mapped);
  }

  /// {@return weights, losses and predictions}
  private static List<float[]> trained(Dataset data) {
    Tensor x = Input.of(5);
    Functional model = new Functional(x, new Dense(1).call(new Dense(8, "tanh").call(x)));
    model.seed(1);
    model.compile(new SGD(), new MeanSquaredError());
    Fit fit = Fit.epochs(3).batchSize(5).validation(data.slice(0, 9)).quiet();
    List<Double> losses = new ArrayList<>(model.fit(data, fit).get("val_loss"));
    losses.add(model.evaluate(data, 4).get("loss"));
    float[] all = new float[losses.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = losses.get(i).floatValue();
    }
    return List.of(
        model.weights().getFirst().value().toFloatArray(),
        all,
        model.predict(data, 4).toFloatArray());
  }

  @Test
  void aStepThatReadsElementsFallsBackAndKeepsItsBatches() {
    List<Tensor> seen = new ArrayList<>();
    Activation reading =
        x -> {
          if (x.max().item() > 2) {
            throw new AssertionError(x);
          }
          seen.add(x);
          return x;
        };
    Sequential model = new Sequential(new ActivationLayer(reading), new Dense(1));
    model.seed(1);
    model.compile(new SGD(), new MeanSquaredError());
    Dataset data = Dataset.of(X, Y).mapRecorded(batch -> batch.mapX(x -> x.div(255)));
    model.fit(data, Fit.epochs(1).batchSize(10).shuffle(false).quiet());
    // Between them the model is asked for the shape of its output, for one sample.
    List<Tensor> last = seen.stream().filter(x -> x.dim(0) > 1).toList();
    assertThat(last).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Tensor some = X.get(Index.range(i * 10, Math.min(23, i * 10 + 10))).div(255);
      assertThat(last.get(i).toFloatArray()).containsExactly(some.toFloatArray());
    }
  }
}
