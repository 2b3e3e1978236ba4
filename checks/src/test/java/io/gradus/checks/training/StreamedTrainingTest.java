package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.layer.Concatenate;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.Adam;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training, evaluating and predicting with batches from outside: the same bits as a dataset.
class StreamedTrainingTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(40, 2), -0.5, 0.5, 11);
  private static final Tensor Y = X.get("..., 0").greater(0).cast(DType.INT32);
  private static final Dataset DATA = Dataset.of(X, Y);
  private static final Tensor W = Y.equal(1).where(Tensor.of(3f), Tensor.of(1f));

  private static Sequential model() {
    Sequential model =
        new Sequential(new Dense(8, Activation.RELU), new Dense(3, Activation.SOFTMAX));
    model.seed(5);
    model.compile(new Adam(0.01), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  // Three batches, of which the last has 8 samples.
  private static List<Batch> batches() {
    List<Batch> all = new ArrayList<>();
    DATA.batches(16).forEach(all::add);
    return all;
  }

  private static Iterator<Batch> endless() {
    return Stream.generate(StreamedTrainingTest::batches).flatMap(List::stream).iterator();
  }

  private static Fit fit(int epochs) {
    return Fit.epochs(epochs).batchSize(16).shuffle(false).quiet();
  }

  private static List<Tensor> weights(Sequential model) {
    return model.weights().stream().map(weight -> weight.value()).toList();
  }

  private static void assertSame(Sequential model, Sequential expected) {
    List<Tensor> values = weights(model);
    List<Tensor> others = weights(expected);
    for (int i = 0; i < others.size(); i++) {
      assertThat(values.get(i).toFloatArray()).isEqualTo(others.get(i).toFloatArray());
    }
  }

  private static String told(Sequential model, Iterable<Batch> data, Fit fit) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    model.fit(data, fit.verbosity(io.gradus.nn.model.Verbosity.BAR).progress(out));
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void everySourceGivesTheBitsOfADataset() {
    Sequential expected = model();
    History history = expected.fit(DATA, fit(3).validation(DATA.take(20)));
    Sequential ofIterable = model();
    Fit iterable = fit(3).validation(DATA.take(20).batches(16));
    assertThat(ofIterable.fit(batches(), iterable).values()).isEqualTo(history.values());
    assertSame(ofIterable, expected);
    Sequential ofStreams = model();
    Fit streams = fit(3).validation(() -> Stream.of(DATA.take(16).batches(16).first()).limit(1));
    assertThat(ofStreams.fit(() -> batches().stream(), streams).get("loss"))
        .isEqualTo(history.get("loss"));
    assertSame(ofStreams, expected);
    Sequential ofIterator = model();
    assertThat(ofIterator.fit(endless(), fit(3).stepsPerEpoch(3)).get("accuracy"))
        .isEqualTo(history.get("accuracy"));
    assertSame(ofIterator, expected);
    assertThat(ofStreams.evaluate(batches())).isEqualTo(expected.evaluate(DATA, 16));
    assertThat(ofStreams.evaluate(() -> batches().stream())).isEqualTo(expected.evaluate(DATA, 16));
    assertThat(ofStreams.evaluate(endless(), 3)).isEqualTo(expected.evaluate(DATA, 16));
    float[] predicted = expected.predict(DATA, 16).toFloatArray();
    assertThat(ofStreams.predict(batches()).toFloatArray()).isEqualTo(predicted);
    assertThat(ofStreams.predict(() -> batches().stream()).toFloatArray()).isEqualTo(predicted);
    assertThat(ofStreams.predict(endless(), 3).toFloatArray()).isEqualTo(predicted);
    assertThat(ofStreams.predictAll(batches()).getFirst().shape()).isEqualTo(Shape.of(40, 3));
    assertThat(ofStreams.predict(List.of(new Batch(List.of(X), List.of()))).toFloatArray())
        .isEqualTo(predicted);
  }

  @Test
  void weightsOfSamplesAndClassesCount() {
    Dataset weighted = Dataset.of(X, Y, W);
    History expected = model().fit(weighted, fit(2));
    assertThat(model().fit(weighted.batches(16), fit(2)).values()).isEqualTo(expected.values());
    assertThat(model().fit(batches(), fit(2).classWeights(Map.of(1, 3.0))).values())
        .isEqualTo(expected.values());
    assertThatThrownBy(() -> model().fit(weighted.batches(16), fit(2).classWeights(Map.of(1, 3.0))))
        .hasMessage("fit: batch 1: class weights and sample weights cannot be given together");
  }

  @Test
  void theNumberOfStepsIsKnownAfterTheFirstEpoch() {
    List<Long> steps = new ArrayList<>();
    TrainingCallback listener =
        new TrainingCallback() {
          @Override
          public void onEpochBegin(Training training, int epoch) {
            steps.add(training.steps());
          }
        };
    assertThat(told(model(), batches(), fit(2).callbacks(listener)))
        .matches("Epoch 1/2\n3/3 ━{20} 0s .*\nEpoch 2/2\n3/3 ━{20} 0s .*\n");
    assertThat(steps).containsExactly(-1L, 3L);
  }

  @Test
  void stepsPerEpochGoOnWhereTheLastEpochStopped() {
    Sequential expected = model();
    for (int i : List.of(0, 1, 2, 0)) {
      Batch batch = batches().get(i);
      expected.trainOnBatch(batch);
    }
    Sequential model = model();
    model.fit(batches(), fit(1).stepsPerEpoch(2));
    Sequential whole = model();
    // The second epoch gets the third batch alone; the third begins anew.
    String told = told(whole, batches(), fit(3).stepsPerEpoch(2));
    assertThat(told)
        .contains(
            "the data ran out in epoch 2, after step 1 of 2; 3 epochs of 2 steps need 6 batches\n");
    Sequential five = model();
    for (int i : List.of(0, 1, 2, 0, 1)) {
      five.trainOnBatch(batches().get(i));
    }
    assertSame(whole, five);
    Sequential even = model();
    assertThat(Warnings.of(() -> even.fit(batches(), fit(2).stepsPerEpoch(3)))).isEmpty();
    assertThat(Warnings.of(() -> model().fit(DATA, fit(3).stepsPerEpoch(2))))
        .containsExactly(
            "fit: the data ran out in epoch 2, after step 1 of 2; 3 epochs of 2 steps need 6"
                + " batches");
    Sequential ofDataset = model();
    ofDataset.fit(DATA, fit(3).stepsPerEpoch(2));
    assertSame(ofDataset, five);
  }

  @Test
  void anIteratorThatRunsDryStopsTheTraining() {
    Sequential model = model();
    List<History> histories = new ArrayList<>();
    List<String> warnings =
        Warnings.of(() -> histories.add(model.fit(batches().iterator(), fit(4).stepsPerEpoch(2))));
    assertThat(warnings)
        .containsExactly(
            "fit: training stops: the data ran out in epoch 2, after step 1 of 2; 4 epochs of 2"
                + " steps need 8 batches");
    assertThat(histories.getFirst().get("loss")).hasSize(2);
    assertThat(Warnings.of(() -> model().fit(batches().iterator(), fit(2).stepsPerEpoch(3))))
        .containsExactly(
            "fit: training stops: the data ran out after epoch 1; 2 epochs of 3 steps need 6"
                + " batches");
    assertThat(Warnings.of(() -> model().fit(batches().iterator(), fit(2))))
        .containsExactly(
            "fit: training stops: the data ran out after epoch 1; an Iterator gives its batches"
                + " once");
    Iterator<Batch> once = batches().iterator();
    assertThat(Warnings.of(() -> model().fit((Iterable<Batch>) () -> once, fit(2))))
        .containsExactly(
            "fit: training stops: the data ran out after epoch 1; each epoch needs an Iterable or"
                + " a Stream that begins anew");
  }

  @Test
  void validationStepsBeginAnewEachTime() {
    Fit first = fit(2).validation(DATA.take(16));
    List<Double> expected = model().fit(DATA, first).get("val_loss");
    Fit steps = fit(2).validation(batches()).validationSteps(1);
    assertThat(model().fit(DATA, steps).get("val_loss")).isEqualTo(expected);
    Fit ofDataset = fit(2).validation(DATA).validationBatchSize(16).validationSteps(1);
    assertThat(model().fit(DATA, ofDataset).get("val_loss")).isEqualTo(expected);
    Fit iterator = fit(1).validation(endless()).validationSteps(1);
    assertThat(model().fit(DATA, iterator).last("val_loss")).isEqualTo(expected.getFirst());
    assertThatThrownBy(() -> model().fit(DATA, fit(2).validation(endless())))
        .hasMessage(
            "fit: an Iterator gives its batches once; to validate several times give"
                + " validationSteps, or an Iterable");
    assertThat(
            Warnings.of(() -> model().fit(DATA, fit(2).validation(batches()).validationSteps(5))))
        .containsExactly("fit: the validation data ran out in epoch 1, after step 3 of 5");
    List<History> stopped = new ArrayList<>();
    Fit dry = fit(3).validation(batches().iterator()).validationSteps(3);
    assertThat(Warnings.of(() -> stopped.add(model().fit(DATA, dry))))
        .containsExactly("fit: training stops: the validation data ran out before epoch 2");
    assertThat(stopped.getFirst().get("loss")).hasSize(2);
    assertThat(stopped.getFirst().get("val_loss")).hasSize(1);
  }

  @Test
  void aWrongBatchIsNamedBeforeItChangesAWeight() {
    Batch wide = Batch.of(Tensor.ones(4, 3), Tensor.zeros(4).cast(DType.INT32));
    Batch uneven = Batch.of(X.get("0:4"), Y.get("0:5"));
    Batch light = Batch.of(X.get("0:4"), Y.get("0:4")).weighted(Tensor.ones(3));
    Batch empty = Batch.of(X.get("0:0"), Y.get("0:0"));
    Batch soft = Batch.of(X.get("0:4"), Tensor.zeros(4, 2, 2));
    for (Batch wrong : List.of(wide, uneven, light, empty, soft)) {
      Sequential model = model();
      List<Batch> data = List.of(batches().get(0), wrong);
      assertThatThrownBy(() -> model.fit(data, fit(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("fit: epoch 1, batch 2: ");
      Sequential one = model();
      one.trainOnBatch(batches().get(0));
      assertSame(model, one);
      assertThatThrownBy(() -> model.evaluate(data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("evaluate: batch 2: ");
      assertThatThrownBy(() -> model.fit(List.of(wrong), fit(1)))
          .hasMessageStartingWith("fit: batch 1: ");
      assertThatThrownBy(() -> model().fit(DATA, fit(1).validation(List.of(wrong))))
          .hasMessageStartingWith("fit: validation: batch 1: ");
    }
    Sequential model = model();
    assertThatThrownBy(() -> model.fit(List.of(batches().get(0), uneven), fit(1)))
        .hasMessage(
            "fit: epoch 1, batch 2: all tensors must have the same number of samples; got int32[5]"
                + " beside float32[4, 2]");
    assertThatThrownBy(() -> model.fit(List.of(batches().get(0), empty), fit(1)))
        .hasMessage("fit: epoch 1, batch 2: the data has no samples");
    assertThatThrownBy(() -> model.fit(DATA, fit(1).validation(List.of(empty))))
        .hasMessage("fit: validation: batch 1: the data has no samples");
    assertThatThrownBy(() -> model.predict(List.of(batches().get(0), wide)))
        .hasMessageStartingWith("predict: batch 2: ");
    assertThatThrownBy(() -> model.evaluate(Collections.singletonList(null)))
        .hasMessage("evaluate: batch 1: a batch must not be null");
  }

  @Test
  void batchesOfNamedDataComeInTheOrderOfTheModel() {
    Tensor a = Input.of(new InputLayer(2).named("a"));
    Tensor b = Input.of(new InputLayer(2).named("b"));
    Tensor y = new Dense(1).call(new Concatenate().call(a, b));
    var model = new Functional(List.of(a, b), List.of(y));
    model.seed(1);
    model.compile("sgd", "mse");
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("b", X.neg());
    inputs.put("a", X);
    Dataset named = Dataset.of(inputs, Map.of(model.outputNames().getFirst(), W));
    Map<String, Double> expected = model.evaluate(named, 16);
    assertThat(model.evaluate(named.batches(16))).isEqualTo(expected);
    assertThat(model.predict(named.batches(16)).toFloatArray())
        .isEqualTo(model.predict(named, 16).toFloatArray());
    History history = model.fit(named.batches(40), fit(1).validation(named.batches(16)));
    assertThat(history.last("loss"))
        .isCloseTo(expected.get("loss"), org.assertj.core.data.Offset.offset(1e-5));
    assertThat(model.evaluate(named, 16).get("loss")).isEqualTo(history.last("val_loss"));
    Dataset other = Dataset.of(Map.of("a", X), Map.of("y", W));
    assertThatThrownBy(() -> model.evaluate(other.batches(16)))
        .hasMessage("dataset: needs the inputs [a, b]; got [a]");
  }

  @Test
  void afterAStopNoBatchIsAskedFor() {
    List<Integer> asked = new ArrayList<>();
    Iterator<Batch> counted =
        Stream.iterate(0, i -> i + 1).peek(asked::add).map(i -> batches().get(i % 3)).iterator();
    TrainingCallback stopping =
        new TrainingCallback() {
          @Override
          public void onTrainBatchEnd(Training training, long step) {
            if (step == 1) {
              training.stop("enough");
            }
          }
        };
    model().fit(counted, fit(1).callbacks(stopping));
    assertThat(asked).containsExactly(0, 1);
  }

  @Test
  void withoutBatchesThereIsNothingToDo() {
    List<Batch> none = List.of();
    assertThatThrownBy(() -> model().fit(none, fit(1))).hasMessage("fit: the data has no batches");
    assertThatThrownBy(() -> model().fit(none.iterator(), fit(1)))
        .hasMessage("fit: the data has no batches");
    assertThatThrownBy(() -> model().fit(DATA, fit(1).validation(none)))
        .hasMessage("fit: validation: the data has no batches");
    assertThatThrownBy(() -> model().evaluate(none))
        .hasMessage("evaluate: the data has no batches");
    assertThatThrownBy(() -> model().predict(none)).hasMessage("predict: the data has no batches");
    assertThatThrownBy(() -> model().fit(batches(), fit(1).validationSplit(0.5)))
        .hasMessage(
            "fit: validationSplit needs a Dataset, whose length is known; give the batches to"
                + " validate with to Fit.validation");
    assertThatThrownBy(() -> model().evaluate(endless(), 0))
        .hasMessage("evaluate: steps must be at least 1, got 0");
    assertThatThrownBy(() -> Fit.epochs(1).stepsPerEpoch(0))
        .hasMessage("fit: stepsPerEpoch must be at least 1, got 0");
  }

  @Test
  void streamsAreClosedWhenDoneOrFailed() {
    List<String> events = new ArrayList<>();
    Supplier<Stream<Batch>> source =
        () -> {
          events.add("open");
          return batches().stream().onClose(() -> events.add("close"));
        };
    model().fit(source, fit(2));
    assertThat(events).containsExactly("open", "close", "open", "close");
    events.clear();
    model().fit(batches(), fit(1).validation(source));
    assertThat(events).containsExactly("open", "close", "open", "close");
    events.clear();
    Sequential model = model();
    model.evaluate(source);
    model.predict(source);
    assertThat(events).containsExactly("open", "close", "open", "close");
    events.clear();
    TrainingCallback failing =
        new TrainingCallback() {
          @Override
          public void onTrainBatchEnd(Training training, long step) {
            throw new IllegalStateException("enough");
          }
        };
    assertThatThrownBy(() -> model().fit(source, fit(1).callbacks(failing))).hasMessage("enough");
    assertThatThrownBy(
            () -> model().fit(source, fit(1).validation(List.of(Batch.of(Tensor.ones(2, 5), Y)))))
        .isInstanceOf(IllegalArgumentException.class);
    model().fit(source, fit(1).stepsPerEpoch(2));
    assertThat(events).containsExactly("open", "close", "open", "close", "open", "close");
    Stream<Batch> used = batches().stream();
    assertThatThrownBy(() -> model().fit(() -> used, fit(2)))
        .hasMessage(
            "batches: the supplier must give a new stream for each pass; got one that was used");
    assertThatThrownBy(() -> model().fit(() -> (Stream<Batch>) null, fit(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("batches: the supplier must give a new stream for each pass; got null");
  }

  /// Ends the training at a step, as a kill would.
  private static TrainingCallback killer(int epoch, long step) {
    return new TrainingCallback() {
      private int present;

      @Override
      public void onEpochBegin(Training training, int epoch) {
        present = epoch;
      }

      @Override
      public void onTrainBatchBegin(Training training, long at) {
        if (present == epoch && at == step) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }

  private static void assertResumed(Path folder, Fit fit, Supplier<Iterable<Batch>> data) {
    Sequential whole = model();
    History expected = whole.fit(data.get(), fit);
    for (int step = 0; step < 2; step++) {
      Fit backed = fit.callbacks(new BackupAndRestore(folder).saveFrequency(1));
      Fit killed = backed.callbacks(killer(2, step));
      assertThatThrownBy(() -> model().fit(data.get(), killed)).hasMessage("killed");
      Sequential resumed = model();
      assertThat(resumed.fit(data.get(), backed).values()).isEqualTo(expected.values());
      assertSame(resumed, whole);
    }
  }

  @Test
  void aResumedTrainingLeavesOutWhatWasDone(@TempDir Path folder) {
    assertResumed(folder, fit(3), StreamedTrainingTest::batches);
    assertResumed(folder, fit(3).stepsPerEpoch(2), StreamedTrainingTest::batches);
  }

  @Test
  void aResumedTrainingGoesOnInAShuffledPass(@TempDir Path folder) {
    Fit fit = fit(3).shuffle(true).stepsPerEpoch(2);
    Sequential whole = model();
    History expected = whole.fit(DATA, fit);
    Fit backed = fit.callbacks(new BackupAndRestore(folder).saveFrequency(1));
    for (int step = 0; step < 2; step++) {
      Fit killed = backed.callbacks(killer(2, step));
      assertThatThrownBy(() -> model().fit(DATA, killed)).hasMessage("killed");
      Sequential resumed = model();
      assertThat(resumed.fit(DATA, backed).values()).isEqualTo(expected.values());
      assertSame(resumed, whole);
    }
  }

  @Test
  void anIteratorGoesOnWithTheBatchThatIsNext(@TempDir Path folder) {
    Fit fit = fit(2).stepsPerEpoch(3).callbacks(new BackupAndRestore(folder));
    assertThatThrownBy(() -> model().fit(endless(), fit.callbacks(killer(1, 0))))
        .hasMessage("killed");
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Fit again = fit.verbosity(io.gradus.nn.model.Verbosity.LINE).progress(out);
    assertThat(model().fit(endless(), again).get("loss")).hasSize(2);
    assertThat(bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"))
        .startsWith(
            "resume: goes on with epoch 2 of 2\n"
                + "resume: an Iterator cannot be put back; it goes on with the batch that is next\n"
                + "Epoch 2/2\n");
  }
}
