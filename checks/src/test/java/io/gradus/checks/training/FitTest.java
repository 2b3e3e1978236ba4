package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Dataset;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.model.Verbosity;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The options of `fit`, on forty points of a plane in three classes.
class FitTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(40, 2), -0.5, 0.5, 11);
  private static final Tensor Y = X.get("..., 0").greater(0).cast(DType.INT32);

  private static Sequential model() {
    Sequential model =
        new Sequential(new Dense(8, Activation.RELU), new Dense(3, Activation.SOFTMAX));
    model.seed(5);
    model.compile(new SGD(0.1), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  private static Fit fit(int epochs) {
    return Fit.epochs(epochs).batchSize(16).shuffle(false).quiet();
  }

  @Test
  void validationSplitTakesTheLastSamples() {
    History split = model().fit(X, Y, fit(2).validationSplit(0.25));
    Dataset held = Dataset.of(X.get("30:"), Y.get("30:"));
    History given = model().fit(X.get(":30"), Y.get(":30"), fit(2).validation(held));
    assertThat(split.values()).isEqualTo(given.values());
    assertThat(split.values().keySet())
        .containsExactly("accuracy", "loss", "val_accuracy", "val_loss");
  }

  @Test
  void validationDataGoesBeforeASplit() {
    Fit fit = fit(1).validation(X.get("0:7"), Y.get("0:7"));
    assertThat(model().fit(X, Y, fit.validationSplit(0.5)).values())
        .isEqualTo(model().fit(X, Y, fit).values());
  }

  @Test
  void validationMayComeRarelyAndInItsOwnBatches() {
    Fit fit = fit(5).validationSplit(0.5).validationFrequency(2);
    assertThat(model().fit(X, Y, fit).get("val_loss")).hasSize(2);
    double inOne =
        model().fit(X, Y, fit(1).validationSplit(0.5).validationBatchSize(20)).last("val_loss");
    double inMany =
        model().fit(X, Y, fit(1).validationSplit(0.5).validationBatchSize(3)).last("val_loss");
    assertThat(inMany).isCloseTo(inOne, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void classWeightsAreWeightsOfTheirSamples() {
    Tensor weights = Y.equal(1).where(Tensor.of(3f), Tensor.of(1f));
    History bySample = model().fit(Dataset.of(X, Y, weights), fit(3));
    assertThat(model().fit(X, Y, fit(3).classWeights(Map.of(1, 3.0))).values())
        .isEqualTo(bySample.values());
    assertThat(model().fit(X, Y.expandDims(-1), fit(3).classWeights(Map.of(1, 3.0))).values())
        .isEqualTo(bySample.values());
    Tensor soft = Y.cast(DType.FLOAT32).mul(0.9).add(0.05);
    Fit weighted = fit(1).classWeights(Map.of(1, 3.0));
    Sequential one = new Sequential(new Dense(1, "sigmoid"));
    one.seed(1);
    one.compile("sgd", "binary_crossentropy");
    double expected = one.evaluate(Dataset.of(X, soft, weights), 32).get("loss");
    assertThat(one.fit(X, soft, weighted.batchSize(1000)).last("loss"))
        .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-5));
    assertThat(model().fit(X, Y, fit(3)).values()).isNotEqualTo(bySample.values());
  }

  @Test
  void classWeightsDoNotCountInValidation() {
    Sequential model = model();
    model.compile(new SGD(1e-30), new SparseCategoricalCrossentropy());
    Fit fit = fit(1).classWeights(Map.of(0, 2.0, 1, 2.0)).validation(X, Y);
    History history = model.fit(X, Y, fit);
    assertThat(history.last("loss"))
        .isCloseTo(2 * history.last("val_loss"), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void initialEpochGoesOnCounting() {
    List<Integer> epochs = new ArrayList<>();
    TrainingCallback listener =
        new TrainingCallback() {
          @Override
          public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
            epochs.add(epoch);
          }
        };
    model().fit(X, Y, fit(5).initialEpoch(3).callbacks(listener));
    assertThat(epochs).containsExactly(3, 4);
  }

  @Test
  void callbacksAreCalledInOrder() {
    List<String> calls = new ArrayList<>();
    TrainingCallback listener =
        new TrainingCallback() {
          @Override
          public void onTrainBegin(Training training) {
            calls.add("train begin of " + training.steps());
          }

          @Override
          public void onEpochBegin(Training training, int epoch) {
            calls.add("epoch begin " + epoch);
          }

          @Override
          public void onTrainBatchBegin(Training training, long step) {
            calls.add("batch begin " + step);
          }

          @Override
          public void onTrainBatchEnd(Training training, long step) {
            calls.add("batch end " + step + " " + training.results().keySet());
          }

          @Override
          public void onTestBegin(Training training) {
            calls.add("test begin");
          }

          @Override
          public void onTestEnd(Training training, Map<String, Double> logs) {
            calls.add("test end " + logs.keySet());
          }

          @Override
          public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
            logs.put("mine", 7.0);
            calls.add("epoch end " + epoch);
          }

          @Override
          public void onTrainEnd(Training training) {
            calls.add("train end");
          }
        };
    Fit fit = fit(1).batchSize(20).validation(X, Y).callbacks(listener);
    History history = model().fit(X, Y, fit);
    assertThat(calls)
        .containsExactly(
            "train begin of 2",
            "epoch begin 0",
            "batch begin 0",
            "batch end 0 [accuracy, loss]",
            "batch begin 1",
            "batch end 1 [accuracy, loss]",
            "test begin",
            "test end [val_accuracy, val_loss]",
            "epoch end 0",
            "train end");
    assertThat(history.get("mine")).containsExactly(7.0);
  }

  @Test
  void aCallbackThatThrowsLeavesTheModelAsItIs() {
    TrainingCallback failing =
        new TrainingCallback() {
          @Override
          public void onTrainBatchEnd(Training training, long step) {
            throw new IllegalStateException("enough");
          }
        };
    Sequential model = model();
    assertThatThrownBy(() -> model.fit(X, Y, fit(1).callbacks(failing))).hasMessage("enough");
    Sequential other = model();
    other.trainOnBatch(X.get("0:16"), Y.get("0:16"));
    assertThat(Digits.hash(model)).isEqualTo(Digits.hash(other));
  }

  @Test
  void tellsByABarOrALine() {
    assertThat(told(Verbosity.BAR))
        .containsPattern("Epoch 2/2\n3/3 ━{20} 0s .*/step - accuracy: .* - loss: .*\n$");
    assertThat(told(Verbosity.LINE))
        .containsPattern("Epoch 2/2\n3/3 - 0s - .*/step - accuracy: .* - loss: .*\n$");
    assertThat(told(Verbosity.SILENT)).isEmpty();
  }

  private static String told(Verbosity verbosity) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    model().fit(X, Y, fit(2).verbosity(verbosity).progress(out));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void stepsByHandMeasureUntilReset() {
    Sequential model = model();
    model.trainOnBatch(X, Y);
    model.resetMetrics();
    Map<String, Double> once = model.testOnBatch(X, Y);
    assertThat(once).isEqualTo(new TreeMap<>(model.evaluate(Dataset.of(X, Y), 40)));
  }
}
