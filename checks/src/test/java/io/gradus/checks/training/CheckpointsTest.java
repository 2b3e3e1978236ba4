package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Dataset;
import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.LambdaCallback;
import io.gradus.nn.callback.ModelCheckpoint;
import io.gradus.nn.callback.MonitorMode;
import io.gradus.nn.callback.SwapEMAWeights;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Callbacks that save models, and the one that shows mean weights.
class CheckpointsTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(8, 2), 0, 1, 3);
  private static final Tensor Y = Tensor.of(0, 1, 0, 1, 0, 1, 0, 1);

  @TempDir Path folder;

  private static Sequential model(SGD optimizer) {
    Sequential model = new Sequential(new Dense(2, "softmax"));
    model.seed(1);
    model.compile(optimizer, new SparseCategoricalCrossentropy());
    return model;
  }

  private static LambdaCallback watched(double... values) {
    return new LambdaCallback((_, epoch, logs) -> logs.put("watched", values[epoch]));
  }

  private static void save(Model model, Path file) throws IOException {
    Files.writeString(file, Digits.hash(model.weights()));
  }

  private ModelCheckpoint checkpoint(String name) {
    return new ModelCheckpoint(folder + "/" + name, CheckpointsTest::save).monitor("watched");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void remembersTheBestOfEarlierTrainings() throws IOException {
    ModelCheckpoint best = checkpoint("{epoch}.keras").saveBestOnly(true);
    Sequential model = model(new SGD(0.5));
    model.fit(X, Y, Fit.epochs(3).quiet().callbacks(watched(3, 1, 2), best));
    model.fit(X, Y, Fit.epochs(4).quiet().callbacks(watched(9, 9, 1.5, 0.5), best));
    assertThat(files()).containsExactly("1.keras", "2.keras", "4.keras");
  }

  @Test
  void savesNothingAfterEpochsThatAreNotValidated() throws IOException {
    ModelCheckpoint best = checkpoint("{epoch}.keras").monitor("val_loss").saveBestOnly(true);
    Fit fit = Fit.epochs(5).quiet().validation(X, Y).validationFrequency(2);
    model(new SGD(0.01)).fit(X, Y, fit.callbacks(best));
    assertThat(files()).containsExactly("2.keras", "4.keras");
  }

  @Test
  void savesAfterEachEpochUnderTheNumbersOfIt() throws IOException {
    Fit fit = Fit.epochs(3).quiet();
    Sequential model = model(new SGD(0.5));
    model.fit(
        X,
        Y,
        fit.callbacks(watched(3, 1.256, 2), checkpoint("run/{epoch:02d}-{watched:.2f}.keras")));
    assertThat(files())
        .containsExactly("run/01-3.00.keras", "run/02-1.26.keras", "run/03-2.00.keras");
    assertThat(folder.resolve("run/03-2.00.keras"))
        .content()
        .isEqualTo(Digits.hash(model.weights()));
  }

  @Test
  void savesOnlyTheBest() throws IOException {
    ModelCheckpoint best = checkpoint("{epoch}").saveBestOnly(true);
    Fit fit = Fit.epochs(5).quiet();
    model(new SGD()).fit(X, Y, fit.callbacks(watched(3, 4, 2, 2, 1), best));
    assertThat(files()).containsExactly("1", "3", "5");
    model(new SGD())
        .fit(
            X,
            Y,
            fit.callbacks(
                watched(1, 2, 3, 3, 4),
                checkpoint("max{epoch}")
                    .saveBestOnly(true)
                    .mode(MonitorMode.MAX)
                    .initialValueThreshold(2.5)));
    assertThat(files()).containsExactly("1", "3", "5", "max3", "max5");
  }

  @Test
  void savesAfterSoManySteps() throws IOException {
    ModelCheckpoint every = checkpoint("{epoch}-{batch}").saveFrequency(3);
    model(new SGD()).fit(X, Y, Fit.epochs(2).batchSize(2).quiet().callbacks(every));
    assertThat(files()).containsExactly("1-3", "2-2");
  }

  @Test
  void tellsWhatItDoes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Fit fit = Fit.epochs(2).progress(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    ModelCheckpoint told = checkpoint("best").saveBestOnly(true).verbose(true);
    model(new SGD()).fit(X, Y, fit.callbacks(watched(3, 4), told));
    assertThat(bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
        .contains(
            "\nEpoch 1: watched improved from None to 3.00000, saving model to "
                + folder
                + "/best\n")
        .contains("\nEpoch 2: watched did not improve from 3.00000\n");
  }

  @ParameterizedTest
  @CsvSource({
    "{epoch}, 7",
    "{epoch:d}, 7",
    "{epoch:3d}, '  7'",
    "{epoch:03d}, 007",
    "{x}, 0.1",
    "{x:.0f}, 0",
    "{x:.3f}, 0.100",
    "{x:08.3f}, 0000.100",
    "{x:e}, 1.000000e-01",
    "{x:g}, 0.1",
    "{x:.1%}, 10.0%",
    "{large}, 1.5e+16",
    "{small}, -2e-05",
    "{small:.2g}, -2e-05",
    "{small:010.6f}, -00.000020",
    "{whole}, 3.0",
    "{whole:.4}, 3",
    "{{{epoch}}}, {7}",
  })
  void namesArePythons(String pattern, String name) throws IOException {
    LambdaCallback logs =
        new LambdaCallback((_, _, log) -> {
          log.put("x", 0.1);
          log.put("large", 1.5e16);
          log.put("small", -2e-5);
          log.put("whole", 3.0);
        });
    Fit fit = Fit.epochs(7).initialEpoch(6).quiet();
    model(new SGD()).fit(X, Y, fit.callbacks(logs, checkpoint("_" + pattern + "_")));
    assertThat(files()).containsExactly("_" + name + "_");
  }

  @Test
  void savesAllWithoutTheWatchedValue() throws IOException {
    LambdaCallback other = new LambdaCallback((_, _, logs) -> logs.put("other", 1.0));
    ModelCheckpoint best = checkpoint("{epoch}").saveBestOnly(true);
    Fit fit = Fit.epochs(2).quiet().callbacks(other, best);
    assertThat(Warnings.of(() -> model(new SGD()).fit(X, Y, fit)))
        .containsExactly(
            "model checkpoint: nothing is called \"watched\"; there are loss, other; all is saved,"
                + " not only the best");
    assertThat(files()).containsExactly("1", "2");
  }

  @Test
  void saysWhatIsWrong() {
    Fit fit = Fit.epochs(1).quiet();
    assertThatThrownBy(() -> checkpoint("{epoch:x}"))
        .hasMessage(
            "model checkpoint: a place has the form {name} or {name:02d} or {name:.2f}; got \"%s/{epoch:x}\""
                .formatted(folder));
    assertThatThrownBy(
            () -> model(new SGD()).fit(X, Y, fit.callbacks(checkpoint("{val_loss:.2f}"))))
        .hasMessage(
            "model checkpoint: nothing is called \"val_loss\"; there are loss; fit has no"
                + " validation data (Fit.validation, validationSplit) (in \"%s/{val_loss:.2f}\")"
                    .formatted(folder));
    assertThatThrownBy(() -> checkpoint("a").saveFrequency(0))
        .hasMessage("model checkpoint: steps must be at least 1, got 0");
    assertThatThrownBy(() ->
            model(new SGD())
                .fit(X, Y, fit.callbacks(new SwapEMAWeights(), watched(1)).validation(X, Y)))
        .hasMessage("swap ema weights: the optimizer must keep running means; got none of SGD");
    BackupAndRestore backup = new BackupAndRestore(folder);
    assertThatThrownBy(() -> backup.saveFrequency(0))
        .hasMessage("backup and restore: steps must be at least 1, got 0");
  }

  @Test
  void meansAreShownForValidationOnly() {
    SGD optimizer = new SGD(0.5).useEma(true).emaMomentum(0.5);
    Sequential model = model(optimizer);
    List<String> means = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    LambdaCallback remember =
        new LambdaCallback((training, _, _) -> {
          List<Variable> averages = List.copyOf(training.model().optimizer().averages().values());
          means.add(Digits.hash(averages));
          seen.add(Digits.hash(training.model().weights()));
        });
    Fit fit = Fit.epochs(3).batchSize(4).shuffle(false).quiet().validation(X, Y);
    History swapped = model.fit(X, Y, fit.callbacks(new SwapEMAWeights(), remember));
    assertThat(seen).doesNotContainAnyElementsOf(means);
    Sequential plain = model(optimizer);
    History unswapped = plain.fit(X, Y, fit);
    assertThat(swapped.get("loss")).isEqualTo(unswapped.get("loss"));
    assertThat(swapped.get("val_loss")).isNotEqualTo(unswapped.get("val_loss"));
    // In the end the model has the means, and so the last validation was with these weights.
    assertThat(model.evaluate(Dataset.of(X, Y), 4).get("loss")).isEqualTo(swapped.last("val_loss"));
    assertThat(Digits.hash(model.weights())).isEqualTo(Digits.hash(plain.weights()));
  }

  @Test
  void meansMayStayUntilTheNextEpoch() throws IOException {
    SGD optimizer = new SGD(0.5).useEma(true).emaMomentum(0.5);
    Sequential model = model(optimizer);
    Fit fit = Fit.epochs(2).batchSize(4).shuffle(false).quiet();
    History shown =
        model.fit(
            X, Y, fit.callbacks(new SwapEMAWeights().swapOnEpoch(true), checkpoint("{epoch}")));
    Sequential plain = model(optimizer);
    assertThat(plain.fit(X, Y, fit).values()).isEqualTo(shown.values());
    assertThat(Digits.hash(model.weights())).isEqualTo(Digits.hash(plain.weights()));
    assertThat(folder.resolve("2")).content().isEqualTo(Digits.hash(model.weights()));
  }
}
