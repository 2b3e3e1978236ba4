package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.callback.CSVLogger;
import io.gradus.nn.callback.EarlyStopping;
import io.gradus.nn.callback.LambdaCallback;
import io.gradus.nn.callback.LearningRateScheduler;
import io.gradus.nn.callback.MonitorMode;
import io.gradus.nn.callback.ReduceLROnPlateau;
import io.gradus.nn.callback.TerminateOnNaN;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each callback, steered by logs that another callback makes up.
class CallbacksTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(8, 2), 0, 1, 3);
  private static final Tensor Y = Tensor.of(0, 1, 0, 1, 0, 1, 0, 1);

  private static Sequential model() {
    Sequential model = new Sequential(new Dense(2, "softmax"));
    model.seed(1);
    model.compile(new SGD(0.5), new SparseCategoricalCrossentropy());
    return model;
  }

  /// Logs `watched` with these values, epoch by epoch.
  private static LambdaCallback watched(double... values) {
    return new LambdaCallback((_, epoch, logs) -> logs.put("watched", values[epoch]));
  }

  private static int epochs(TrainingCallback callback, double... values) {
    Fit fit = Fit.epochs(values.length).quiet().callbacks(watched(values), callback);
    return model().fit(X, Y, fit).get("loss").size();
  }

  @Test
  void stopsAtTheFirstEpochThatIsNoBetter() {
    EarlyStopping stopping = new EarlyStopping().monitor("watched");
    assertThat(epochs(stopping, 3, 2, 2, 1)).isEqualTo(3);
    assertThat(stopping.bestEpoch()).isEqualTo(1);
    assertThat(epochs(stopping.patience(2), 3, 2, 2, 1, 1, 1, 1)).isEqualTo(6);
    assertThat(epochs(stopping.mode(MonitorMode.MAX), 3, 2, 2, 1)).isEqualTo(2);
    assertThat(epochs(stopping.minDelta(1), 4, 2, 1.5, 0)).isEqualTo(3);
    assertThat(epochs(stopping.startFromEpoch(2), 1, 2, 3, 2, 5, 1)).isEqualTo(5);
    assertThat(epochs(stopping.baseline(2).patience(2), 5, 4, 3, 1, 0.5)).isEqualTo(5);
    assertThat(epochs(stopping.baseline(0).patience(2), 5, 5, 5, 5)).isEqualTo(2);
  }

  @Test
  void moreIsBetterForAccuracies() {
    TrainingCallback rising =
        new LambdaCallback((_, epoch, logs) -> logs.put("val_accuracy", (double) epoch));
    Fit fit = Fit.epochs(4).quiet().callbacks(rising, new EarlyStopping().monitor("val_accuracy"));
    assertThat(model().fit(X, Y, fit).get("loss")).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "val_mean_io_u",
        "one_hot_iou",
        "sensitivity_at_specificity_1",
        "pearson_correlation",
        "precision_at_recall",
        "f1_score",
        "cosine_similarity"
      })
  void moreIsBetterFor(String name) {
    TrainingCallback rising =
        new LambdaCallback((_, epoch, logs) -> logs.put(name, (double) epoch));
    Fit fit = Fit.epochs(4).quiet().callbacks(rising, new EarlyStopping().monitor(name));
    assertThat(model().fit(X, Y, fit).get("loss")).hasSize(4);
  }

  @Test
  void aFirstValueWithoutBoundIsTheBestSoFar() {
    EarlyStopping stopping = new EarlyStopping().monitor("watched").patience(2);
    double infinite = Double.POSITIVE_INFINITY;
    assertThat(epochs(stopping, infinite, infinite, 1, 0.5)).isEqualTo(4);
    assertThat(epochs(stopping, Double.NaN, 0.5, 0.4, 0.3)).isEqualTo(4);
  }

  @Test
  void leaveOutEpochsThatAreNotValidated() {
    Fit fit = Fit.epochs(6).quiet().validation(X, Y).validationFrequency(2);
    History history =
        model()
            .fit(
                X,
                Y,
                fit.callbacks(
                    new EarlyStopping().patience(5), new ReduceLROnPlateau().patience(9)));
    assertThat(history.get("loss")).hasSize(6);
    assertThat(history.get("val_loss")).hasSize(3);
    assertThat(history.get("learning_rate")).hasSize(6);
  }

  @Test
  void writesColumnsOfLaterValidation(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.csv");
    Fit fit = Fit.epochs(2).quiet().validation(X, Y).validationFrequency(2);
    History history = model().fit(X, Y, fit.callbacks(new CSVLogger(file)));
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "epoch,loss,val_loss",
            "0,%s,NA".formatted(history.get("loss").getFirst()),
            "1,%s,%s".formatted(history.last("loss"), history.last("val_loss")));
  }

  @Test
  void givesBackTheBestWeights() {
    List<String> hashes = new ArrayList<>();
    TrainingCallback remember =
        new LambdaCallback((training, _, _) -> hashes.add(Digits.hash(training.model().weights())));
    Sequential model = model();
    EarlyStopping stopping =
        new EarlyStopping().monitor("watched").patience(2).restoreBestWeights(true);
    model.fit(X, Y, Fit.epochs(9).quiet().callbacks(watched(3, 1, 2, 2, 2), remember, stopping));
    assertThat(hashes).hasSize(4).doesNotHaveDuplicates();
    assertThat(Digits.hash(model.weights())).isEqualTo(hashes.get(1));
  }

  @Test
  void tellsWhyItStopped() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Fit fit = Fit.epochs(9).progress(out);
    model().fit(X, Y, fit.callbacks(watched(1, 2), new EarlyStopping().monitor("watched")));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("epoch 2: early stopping\n");
  }

  @Test
  void reducesTheRateOnAPlateau() {
    ReduceLROnPlateau reduce =
        new ReduceLROnPlateau().monitor("watched").factor(0.5).patience(1).minRate(0.1);
    Fit fit = Fit.epochs(7).quiet();
    History history = model().fit(X, Y, fit.callbacks(watched(4, 4, 4, 3, 3, 3, 3), reduce));
    assertThat(history.get("learning_rate"))
        .containsExactly(0.5, 0.5, 0.25, 0.125, 0.125, (double) 0.1f, (double) 0.1f);
    history = model().fit(X, Y, fit.callbacks(watched(4, 4, 4, 4, 4, 4, 4), reduce.cooldown(2)));
    assertThat(history.get("learning_rate"))
        .containsExactly(0.5, 0.5, 0.25, 0.25, 0.125, 0.125, (double) 0.1f);
  }

  @Test
  void setsTheRateOfEachEpoch() {
    LearningRateScheduler scheduler =
        new LearningRateScheduler((epoch, present) -> epoch < 2 ? present : present / 2);
    History history = model().fit(X, Y, Fit.epochs(4).quiet().callbacks(scheduler));
    assertThat(history.get("learning_rate")).containsExactly(0.5, 0.5, 0.25, 0.125);
  }

  @Test
  void stopsWhereTheLossIsNoNumber() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Tensor x = X.mul(Float.NaN);
    Fit fit = Fit.epochs(3).batchSize(4).progress(out).callbacks(new TerminateOnNaN());
    assertThat(model().fit(x, Y, fit).get("loss")).containsExactly(Double.NaN);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .endsWith("batch 0: loss is NaN, training stops\n");
  }

  @Test
  void writesLogsAsLines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.csv");
    CSVLogger logger = new CSVLogger(file).separator(';');
    Sequential model = model();
    History history = model.fit(X, Y, Fit.epochs(2).quiet().callbacks(watched(1, 2), logger));
    List<Double> loss = history.get("loss");
    List<String> lines =
        List.of(
            "epoch;loss;watched",
            "0;%s;1.0".formatted(loss.get(0)),
            "1;%s;2.0".formatted(loss.get(1)));
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
    model.fit(X, Y, Fit.epochs(1).quiet().callbacks(watched(3), logger.append(true)));
    assertThat(Files.readAllLines(file)).hasSize(4).startsWith(lines.toArray(String[]::new));
  }
}
