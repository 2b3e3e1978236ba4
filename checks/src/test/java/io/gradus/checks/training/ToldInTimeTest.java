package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.callback.EarlyStopping;
import io.gradus.nn.callback.LambdaCallback;
import io.gradus.nn.callback.LearningRateScheduler;
import io.gradus.nn.callback.ModelCheckpoint;
import io.gradus.nn.callback.ReduceLROnPlateau;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.SGD;
import io.gradus.nn.schedule.ExponentialDecay;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a training would do in vain is told before its first step.
class ToldInTimeTest {
  private static final Tensor X = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
  private static final Tensor Y = X.mul(2);

  private static Sequential model(Optimizer optimizer) {
    Sequential model = new Sequential(new Dense(1));
    model.seed(1);
    model.compile(optimizer, new MeanSquaredError(), Metric.of("mean_absolute_error"));
    return model;
  }

  private static Fit fit(TrainingCallback... callbacks) {
    return Fit.epochs(2).quiet().callbacks(callbacks);
  }

  private static void assertRefused(Fit fit, String message) {
    Sequential model = model(new SGD());
    assertThatThrownBy(() -> model.fit(X, Y, fit))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(model.optimizer().iterations().value().item()).isZero();
  }

  private static final String NO_VALIDATION =
      "; fit has no validation data (Fit.validation, validationSplit)";

  @Test
  void aValueThatWillNotBeLogged() {
    assertRefused(
        fit(new EarlyStopping()),
        "early stopping: nothing is called \"val_loss\"; there are loss,"
            + " mean_absolute_error"
            + NO_VALIDATION);
    assertRefused(
        fit(new ReduceLROnPlateau()),
        "reduce learning rate: nothing is called \"val_loss\"; there are"
            + " learning_rate, loss, mean_absolute_error"
            + NO_VALIDATION);
    assertRefused(
        fit(new EarlyStopping().monitor("val_mean_absolut_error")).validation(X, Y),
        "early stopping: nothing is called \"val_mean_absolut_error\"; nearest:"
            + " val_mean_absolute_error, mean_absolute_error; there are loss, mean_absolute_error,"
            + " val_loss, val_mean_absolute_error");
    assertRefused(
        fit(new ModelCheckpoint("x.keras").monitor("q").saveBestOnly(true)),
        "model checkpoint: nothing is called \"q\"; there are loss, mean_absolute_error");
    assertRefused(
        fit(new ModelCheckpoint("x.keras").saveFrequency(1).saveBestOnly(true)).validation(X, Y),
        "model checkpoint: nothing is called \"val_loss\"; there are loss,"
            + " mean_absolute_error");
    assertThat(model(new SGD()).fit(X, Y, fit(new EarlyStopping()).validationSplit(0.5)).values())
        .containsKey("val_loss");
    List<io.gradus.data.Batch> batches = List.of(io.gradus.data.Batch.of(X, Y));
    assertThat(model(new SGD()).fit(X, Y, fit(new EarlyStopping()).validation(batches)).values())
        .containsKey("val_loss");
  }

  @Test
  void placesInTheNamesOfFiles() {
    assertRefused(
        fit(new ModelCheckpoint("{epoch}-{val_loss}-{mae}.keras")).validation(X, Y),
        "model checkpoint: nothing is called \"mae\"; there are loss, mean_absolute_error,"
            + " val_loss, val_mean_absolute_error (in \"{epoch}-{val_loss}-{mae}.keras\")");
    assertRefused(
        fit(new ModelCheckpoint("{batch}.keras")),
        "model checkpoint: nothing is called \"batch\"; there are loss, mean_absolute_error (in"
            + " \"{batch}.keras\")");
    assertRefused(
        fit(new ModelCheckpoint("{val_loss}.keras")).validation(X, Y).validationFrequency(2),
        "model checkpoint: \"val_loss\" in \"{val_loss}.keras\" is known after every 2 epochs only"
            + " (validationFrequency); saveBestOnly of a value of validation saves only then");
  }

  @Test
  void whatCallbacksOfOnesOwnPutInIsNotRefused() {
    TrainingCallback own =
        new TrainingCallback() {
          @Override
          public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
            logs.put("gain", 1.0);
          }
        };
    EarlyStopping stopping = new EarlyStopping().monitor("gain");
    assertThat(Warnings.of(() -> model(new SGD()).fit(X, Y, fit(own, stopping)))).isEmpty();
    TrainingCallback announced =
        new LambdaCallback((_, _, logs) -> logs.put("gain", 1.0)).logs("gain");
    assertThat(Warnings.of(() -> model(new SGD()).fit(X, Y, fit(announced, stopping)))).isEmpty();
    TrainingCallback looking =
        new TrainingCallback() {
          @Override
          public void onTrainBatchEnd(Training training, long step) {}
        };
    assertRefused(
        fit(looking, announced, new EarlyStopping().monitor("gian")),
        "early stopping: nothing is called \"gian\"; there are gain, loss, mean_absolute_error");
    assertThat(
            Warnings.of(
                () -> model(new SGD()).fit(X, Y, fit(own, new EarlyStopping().monitor("lossy")))))
        .containsExactly(
            "early stopping: nothing is called \"lossy\"; nearest: loss; there are loss,"
                + " mean_absolute_error; or does a callback put it in? logNames() would tell",
            "early stopping: nothing is called \"lossy\"; there are loss, mean_absolute_error,"
                + " gain; nothing is stopped");
    assertThat(new LambdaCallback((_, _, _) -> {}).logNames()).isNull();
    assertThat(announced.logNames()).isEqualTo(Set.of("gain"));
  }

  @Test
  void aRateThatFollowsASchedule() {
    SGD scheduled = new SGD(new ExponentialDecay(0.1, 100, 0.9));
    for (TrainingCallback callback :
        List.of(
            new ReduceLROnPlateau().monitor("loss"),
            new LearningRateScheduler((_, rate) -> rate / 2))) {
      String name =
          callback instanceof ReduceLROnPlateau
              ? "reduce learning rate"
              : "learning rate scheduler";
      Sequential model = model(scheduled);
      assertThatThrownBy(() -> model.fit(X, Y, fit(callback)))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageMatching(
              name
                  + ": optimizer: the learning rate follows a schedule, ExponentialDecay.*, and"
                  + " cannot be set");
      assertThat(model.optimizer().iterations().value().item()).isZero();
    }
  }

  @Test
  void weightsThatAreNaNAreNotSavedOverGoodOnes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("best.keras");
    // A rate at which the weights are infinite after some epochs, then NaN.
    LambdaCallback better =
        new LambdaCallback((_, epoch, logs) -> logs.put("score", (double) epoch)).logs("score");
    for (String watched : List.of("loss", "score")) {
      ModelCheckpoint best =
          new ModelCheckpoint(file.toString())
              .monitor(watched)
              .mode(
                  watched.equals("loss")
                      ? io.gradus.nn.callback.MonitorMode.MIN
                      : io.gradus.nn.callback.MonitorMode.MAX)
              .saveBestOnly(true);
      Sequential model = model(new SGD(1e15));
      model.fit(X, Y, Fit.epochs(9).quiet().callbacks(better, best));
      assertThat(model.weights().getFirst().value().isNan().any().item()).isEqualTo(1);
      for (var weight : Model.load(file).weights()) {
        assertThat(weight.value().isNan().any().item()).isZero();
      }
      Files.delete(file);
    }
  }
}
