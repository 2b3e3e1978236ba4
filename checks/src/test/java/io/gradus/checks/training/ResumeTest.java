package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.checks.launch.Java;
import io.gradus.data.Dataset;
import io.gradus.formats.Npz;
import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.CSVLogger;
import io.gradus.nn.callback.LambdaCallback;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.SimpleRNN;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.Adam;
import io.gradus.preprocessing.RandomFlip;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A training that was killed ends with the bits of one that never stopped. An epoch has seven
/// steps; each epoch and each step settles once.
class ResumeTest {
  @TempDir Path folder;

  private static Java.Result run(Object... arguments) {
    String tests = System.getProperty("path.separator") + Java.location(ResumedProgram.class);
    List<Object> command = new ArrayList<>(List.of("-cp", Java.LIB + "/*" + tests));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add(ResumedProgram.class.getName());
    command.addAll(List.of(arguments));
    return Java.run(command.toArray());
  }

  private String uninterrupted() {
    Sequential model = ResumedProgram.model(11);
    History history =
        ResumedProgram.train(
            model, folder.resolve("never"), new TrainingCallback() {}, new TrainingCallback() {});
    return Digits.hash(model) + " " + history;
  }

  @ParameterizedTest
  @CsvSource({"0, 12", "5, 12", "3, 23"})
  void aKilledTrainingEndsWithTheSameBits(long every, long death) throws IOException {
    String whole = uninterrupted();
    List<String> log = Files.readAllLines(folder.resolve("log.csv"));
    Path backup = folder.resolve("backup");
    assertThat(run(backup, every, death, 11).status()).isEqualTo(9);
    assertThat(backup.resolve("latest")).exists();
    // The second process knows nothing of the seed.
    Java.Result resumed = run(backup, every, -1);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.out().strip()).isEqualTo(whole);
    assertThat(backup).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("log.csv"))).isEqualTo(log);
  }

  @Test
  void whatIsLeftServesALongerTraining() {
    Tensor x = Tensor.ones(4, 2);
    Tensor y = Tensor.of(0, 1, 0, 1);
    BackupAndRestore backup = new BackupAndRestore(folder).deleteCheckpoint(false);
    Sequential first = small(1);
    first.fit(x, y, Fit.epochs(2).quiet().callbacks(backup));
    Sequential second = small(2);
    History history = second.fit(x, y, Fit.epochs(5).quiet().callbacks(backup));
    Sequential whole = small(1);
    assertThat(history).isEqualTo(whole.fit(x, y, Fit.epochs(5).quiet()));
    assertThat(Digits.hash(second)).isEqualTo(Digits.hash(whole));
  }

  private static Sequential small(long seed) {
    Sequential model = new Sequential(new Dense(2, "softmax"));
    model.seed(seed);
    model.compile("adam", "sparse_categorical_crossentropy");
    return model;
  }

  @Test
  void statesThatLayersKeepGoOn() {
    Tensor x = Tensor.randomUniform(Shape.of(8, 3, 2), -1, 1, 4);
    Tensor y = Tensor.randomUniform(Shape.of(8, 3), -1, 1, 5);
    BackupAndRestore backup = new BackupAndRestore(folder).deleteCheckpoint(false);
    recurrent(1).fit(x, y, Fit.epochs(2).batchSize(4).quiet().callbacks(backup));
    Sequential resumed = recurrent(2);
    resumed.fit(x, y, Fit.epochs(3).batchSize(4).quiet().callbacks(backup));
    Sequential whole = recurrent(1);
    whole.fit(x, y, Fit.epochs(3).batchSize(4).quiet());
    assertThat(Digits.hash(resumed)).isEqualTo(Digits.hash(whole));
  }

  private static Sequential recurrent(long seed) {
    Sequential model = new Sequential(new SimpleRNN(3).stateful(true));
    model.seed(seed);
    model.compile("sgd", "mse");
    return model;
  }

  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Trains on images that a layer turns at random as they are taken, until so many steps and
  /// epochs are done.
  private String augmented(long every, boolean prefetched, long death) {
    RandomFlip flip = new RandomFlip();
    flip.seed(7);
    Variable seen = new Variable(Tensor.of(0f));
    Dataset data =
        Dataset.of(
                Tensor.randomUniform(Shape.of(20, 4, 4, 1), -1, 1, 4),
                Tensor.randomUniform(Shape.of(20, 2), -1, 1, 5))
            .map(batch -> {
              seen.assignAdd(Tensor.of(0.1f));
              return batch.mapX(x -> flip.call(x, Mode.TRAIN).add(seen));
            })
            .state(flip.randomState(), seen);
    Sequential model = new Sequential(new Flatten(), new Dense(2));
    model.seed(death < 0 ? 2 : 1);
    model.compile(new Adam(0.01), new MeanSquaredError());
    BackupAndRestore backup = new BackupAndRestore(folder);
    long[] settled = {0};
    TrainingCallback dying =
        new TrainingCallback() {
          @Override
          public void onSettled(Training training) {
            if (++settled[0] == death) {
              throw new Death();
            }
          }
        };
    Fit fit = Fit.epochs(3).batchSize(4).validation(data.slice(0, 8)).quiet();
    History history =
        model.fit(
            prefetched ? data.prefetch() : data,
            fit.callbacks(every == 0 ? backup : backup.saveFrequency(every), dying));
    return Digits.hash(model) + " " + history;
  }

  @ParameterizedTest
  @CsvSource({"0, 7, false", "3, 11, false", "3, 11, true", "1, 4, true", "1, 12, false"})
  void theStateOfTheDataIsPartOfTheBackup(long every, long death, boolean prefetched) {
    String whole = augmented(every, prefetched, 0);
    assertThatThrownBy(() -> augmented(every, prefetched, death)).isInstanceOf(Death.class);
    assertThat(augmented(every, prefetched, -1)).isEqualTo(whole);
  }

  @Test
  void anEpochUnderWayNeedsTheSameBatches() {
    Tensor x = Tensor.ones(8, 2);
    Tensor y = Tensor.of(0, 1, 0, 1, 0, 1, 0, 1);
    BackupAndRestore backup = new BackupAndRestore(folder).saveFrequency(1);
    TrainingCallback dying =
        new TrainingCallback() {
          @Override
          public void onSettled(Training training) {
            throw new Death();
          }
        };
    Fit fit = Fit.epochs(1).batchSize(2).quiet().callbacks(backup, dying);
    assertThatThrownBy(() -> small(1).fit(x, y, fit)).isInstanceOf(Death.class);
    assertThatThrownBy(() -> small(1).fit(x, y, fit.batchSize(4)))
        .hasMessage(
            "resume: the epoch that was under way had 8 samples in batches of 2, shuffled; got 8"
                + " samples in batches of 4, shuffled");
  }

  @Test
  void theBackupStaysUntilEveryCallbackIsDone() {
    Tensor x = Tensor.ones(4, 2);
    Tensor y = Tensor.of(0, 1, 0, 1);
    BackupAndRestore backup = new BackupAndRestore(folder.resolve("b"));
    TrainingCallback saving =
        new TrainingCallback() {
          @Override
          public void onTrainEnd(Training training) {
            throw new Death();
          }
        };
    Fit fit = Fit.epochs(2).quiet();
    assertThatThrownBy(() -> small(1).fit(x, y, fit.callbacks(backup, saving)))
        .isInstanceOf(Death.class);
    assertThat(backup.file()).exists();
    Sequential second = small(2);
    second.fit(x, y, fit.callbacks(backup));
    assertThat(backup.file()).doesNotExist();
    Sequential whole = small(1);
    whole.fit(x, y, fit);
    assertThat(Digits.hash(second)).isEqualTo(Digits.hash(whole));
  }

  @Test
  void aLogHasEachEpochOnceAfterAResume() throws IOException {
    Tensor x = Tensor.ones(4, 2);
    Tensor y = Tensor.of(0, 1, 0, 1);
    Path file = folder.resolve("log.csv");
    // Killed after the log has the second epoch and before the backup has.
    TrainingCallback dying =
        new LambdaCallback((_, epoch, _) -> {
          if (epoch == 1) {
            throw new Death();
          }
        });
    BackupAndRestore backup = new BackupAndRestore(folder.resolve("b"));
    Fit fit = Fit.epochs(4).quiet();
    assertThatThrownBy(() -> small(1).fit(x, y, fit.callbacks(backup, new CSVLogger(file), dying)))
        .isInstanceOf(Death.class);
    assertThat(Files.readAllLines(file)).hasSize(3);
    Files.writeString(file, "2,0.", StandardOpenOption.APPEND); // torn
    small(2).fit(x, y, fit.callbacks(backup, new CSVLogger(file), new TrainingCallback() {}));
    small(1).fit(x, y, fit.callbacks(new CSVLogger(folder.resolve("whole.csv"))));
    assertThat(file).hasSameTextualContentAs(folder.resolve("whole.csv"));
  }

  @Test
  void anotherModelsStateIsRefused() throws IOException {
    Tensor x = Tensor.ones(4, 3);
    Tensor y = Tensor.of(0, 1, 0, 1);
    BackupAndRestore backup = new BackupAndRestore(folder).deleteCheckpoint(false);
    Fit fit = Fit.epochs(1).quiet().callbacks(backup);
    small(1).fit(x.get(":, :2"), y, fit);
    assertThatThrownBy(() -> small(1).fit(x, y, fit))
        .hasMessage(
            "resume: the state is that of another model or training; it lacks"
                + " [weights/0/dense/kernel=float32[3, 2],"
                + " training/2/dense_kernel_momentum=float32[3, 2],"
                + " training/3/dense_kernel_velocity=float32[3, 2]]");
    Npz.write(backup.file(), Map.of("a", y));
    assertThatThrownBy(() -> small(1).fit(x, y, fit))
        .hasMessage("resume: needs the state of a training; got [a]");
  }
}
