package io.gradus.selection.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialFolderTest {
  private enum Kind {
    A,
    B
  }

  private static final Made.Score SCORE =
      (hp, _) ->
          hp.real("x", 0, 1)
              + hp.integer("n", 1, 9)
              + (hp.bool("more") ? 1 : 0)
              + (hp.choice("kind", Kind.A, Kind.B) == Kind.B ? 0.5 : 0);

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void folderThatIsMade() {
    folder = temporary.resolve("runs").resolve("one");
  }

  private Trials search(Oracle oracle) {
    return Made.tuner(oracle, SCORE).folder(folder).search(Made.DATA, Made.fit(2, SCORE));
  }

  private static List<?> results(Trials trials) {
    return trials.list().stream()
        .map(trial -> List.of(trial.values(), trial.score(), trial.curve(), trial.metrics()))
        .toList();
  }

  @Test
  void aSearchGoesOnAsIfItHadNotBeenInterrupted() throws IOException {
    Trials whole = Made.search(new RandomSearch(6).seed(1), 2, SCORE);
    search(new RandomSearch(3).seed(1));
    Files.delete(folder.resolve("trial-0002.keras"));
    Trials resumed = search(new RandomSearch(6).seed(1));
    assertThat(results(resumed)).isEqualTo(results(whole));
    assertThat(folder.resolve("trial-0002.keras")).doesNotExist();
    assertThat(folder.resolve("trial-0006.keras")).exists();
    Trials again = search(new RandomSearch(6).seed(1));
    assertThat(results(again)).isEqualTo(results(whole));
  }

  // As when threads are killed: what was under way is missing between others.
  @Test
  void whatWasUnderWayIsDoneAgain() {
    for (Oracle oracle :
        List.of(new GridSearch().maxTrials(3).seed(1), new RandomSearch(3).seed(2))) {
      folder = temporary.resolve(oracle.getClass().getSimpleName());
      Trials whole = search(oracle);
      TrialFolder file = new TrialFolder(folder);
      TrialFolder.Contents contents = file.read();
      assertThat(contents).isNotNull();
      List<Trial> some =
          contents.trials().stream().filter(trial -> trial.number() % 2 == 1).toList();
      file.write(
          new TrialFolder.Contents(
              contents.oracle(), contents.objective(), contents.space(), some));
      assertThat(results(search(oracle))).isEqualTo(results(whole));
    }
  }

  @Test
  void hyperbandGoesOnFromTheStartOfATraining() {
    Oracle oracle = new Hyperband(2).factor(2).seed(1);
    Made.Score score = (hp, epoch) -> hp.real("x", 0, 1) / (epoch + 1);
    var tuner = Made.tuner(oracle, score).folder(folder);
    Trials whole = tuner.search(Made.DATA, Made.fit(2, score));
    TrialFolder file = new TrialFolder(folder);
    TrialFolder.Contents contents = file.read();
    assertThat(contents).isNotNull();
    List<Trial> firstRound = contents.trials().subList(0, 2);
    assertThat(firstRound).allMatch(trial -> trial.from() == 0);
    file.write(
        new TrialFolder.Contents(
            contents.oracle(), contents.objective(), contents.space(), firstRound));
    Trials resumed = tuner.search(Made.DATA, Made.fit(2, score));
    assertThat(results(resumed)).isEqualTo(results(whole));
  }

  @Test
  void theBestModelOfAnEarlierSearchIsRead() {
    Trials first = search(new RandomSearch(3).seed(1));
    Model best = first.bestModel();
    Model read = search(new RandomSearch(3).seed(1)).bestModel();
    assertThat(read).isNotSameAs(best);
    assertThat(read.layers().getLast()).isInstanceOf(Dense.class);
    assertThat(read.weights().getFirst().value().toFloatArray())
        .isEqualTo(best.weights().getFirst().value().toFloatArray());
  }

  @Test
  void failuresAndNaNAreKept() {
    Made.Score score = (hp, epoch) -> hp.bool("bad") ? Double.NaN : 1;
    var tuner = Made.tuner(new GridSearch(), score).folder(folder);
    tuner.search(Made.DATA, Made.fit(1, score));
    AtomicInteger trained = new AtomicInteger();
    Trials again =
        tuner.search(
            Made.DATA,
            Made.fit(
                1,
                (hp, epoch) -> {
                  trained.incrementAndGet();
                  return 1;
                }));
    assertThat(trained).hasValue(0);
    Trial failed = again.list().get(1);
    assertThat(failed.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(failed.failure()).isEqualTo("score is NaN");
    assertThat(failed.score()).isNaN();
    assertThat(failed.curve()).containsExactly(Double.NaN);
  }

  private static String other(Path folder, String why) {
    return "tuner: the trials in %s are of another search, which needs a folder of its own: %s"
        .formatted(folder, why);
  }

  @Test
  void theTrialsOfAnotherSearchAreRefused() {
    search(new RandomSearch(2).seed(1));
    assertThatThrownBy(() -> search(new GridSearch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(other(folder, "they are of a RandomSearch, not a GridSearch"));
    assertThatThrownBy(() ->
            new Tuner(Made::model, new RandomSearch(3), "loss")
                .folder(folder)
                .search(Made.DATA, Fit.epochs(1)))
        .hasMessage(other(folder, "their objective is score, not loss"));
    Made.Score more = (hp, _) -> SCORE.of(hp, 0) + hp.real("y", 0, 1);
    assertThatThrownBy(() ->
            Made.tuner(new RandomSearch(3), more)
                .folder(folder)
                .search(Made.DATA, Made.fit(1, more)))
        .hasMessage(
            other(
                folder,
                "trial 1 has [x, n, more, kind]; the builder asks for [x, n, more, kind, y]"));
    Made.Score wider = (hp, _) -> hp.real("x", 0, 2);
    assertThatThrownBy(() ->
            Made.tuner(new RandomSearch(3), wider)
                .folder(folder)
                .search(Made.DATA, Made.fit(1, wider)))
        .hasMessage(
            other(
                folder,
                "hyper-parameter \"x\": was asked for as reals from 0 to 1; now as reals from 0 to"
                    + " 2"));
  }

  @Test
  void whatIsNoFileOfTrialsIsRefused() throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("trials.json");
    Files.writeString(file, "{\"format\": \"other\"}");
    assertThatThrownBy(() -> search(new RandomSearch(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tuner: %s is no file of trials".formatted(file));
    Files.writeString(file, "{\"format\": \"gradus-trials\", \"version\": 1, \"space\": [1]}");
    assertThatThrownBy(() -> search(new RandomSearch(1)))
        .hasMessage("tuner: %s is no file of trials".formatted(file));
    Files.writeString(file, "{");
    assertThatThrownBy(() -> search(new RandomSearch(1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("trials.json");
  }

  @Test
  void aFolderThatCannotBeIsToldBeforeAnythingIsTrained() throws IOException {
    folder = temporary.resolve("file");
    Files.writeString(folder, "");
    AtomicInteger built = new AtomicInteger();
    assertThatThrownBy(() ->
            new Tuner(
                    hp -> {
                      built.incrementAndGet();
                      return Made.model(hp);
                    },
                    new RandomSearch(1),
                    "loss")
                .folder(folder)
                .search(Made.DATA, Fit.epochs(1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "tuner: cannot write %s: %s is no folder"
                .formatted(folder.resolve("trials.json"), folder));
    assertThat(built).hasValue(0);
  }
}
