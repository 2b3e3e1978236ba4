package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.CSVLogger;
import io.gradus.nn.callback.ModelCheckpoint;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be written is found before the first step, which would be for nothing.
class UnwritableTest {
  @TempDir Path folder;

  @BeforeEach
  void needsPosixNames() {
    assumeThat(File.separatorChar).isEqualTo('/');
  }

  private static void fit(TrainingCallback callback) {
    Sequential model = new Sequential(new Dense(1));
    model.compile("sgd", "mse");
    TrainingCallback steps =
        new TrainingCallback() {
          @Override
          public void onTrainBatchBegin(Training training, long step) {
            throw new AssertionError("a step began");
          }
        };
    model.fit(
        Tensor.ones(2, 1), Tensor.ones(2, 1), Fit.epochs(1).quiet().callbacks(callback, steps));
  }

  private static void assertRefused(TrainingCallback callback, String message) {
    assertThatThrownBy(() -> fit(callback))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(message);
  }

  private static BackupAndRestore backup(Path in) {
    return new BackupAndRestore(in);
  }

  private static ModelCheckpoint checkpoint(String pattern) {
    return new ModelCheckpoint(pattern, (model, file) -> model.save(file));
  }

  @Test
  void aFileInTheWayOfAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertRefused(
        checkpoint(file + "/{epoch:02d}-{loss:.2f}.keras"),
        "model checkpoint: cannot write %s/01-1.00.keras: %s is no folder".formatted(file, file));
    assertRefused(
        backup(file),
        "backup and restore: cannot write %s/latest: %s is no folder".formatted(file, file));
    assertRefused(
        new CSVLogger(file.resolve("log.csv")),
        "csv logger: cannot write %s/log.csv: %s is no folder".formatted(file, file));
    assertThat(file).content().isEqualTo("text");
  }

  @Test
  void aFolderInTheWayOfAFile() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("latest"));
    assertRefused(
        checkpoint(taken.toString()),
        "model checkpoint: cannot write %s: is a folder; give the name of a file".formatted(taken));
    assertRefused(
        backup(folder),
        "backup and restore: cannot write %s: is a folder; give the name of a file"
            .formatted(taken));
    assertRefused(
        new CSVLogger(taken),
        "csv logger: cannot write %s: is a folder; give the name of a file".formatted(taken));
  }

  @Test
  void aNameThatIsTooLong() {
    String name = folder + "/" + "n".repeat(256);
    assertRefused(
        checkpoint(name), "model checkpoint: cannot write %s: File name too long".formatted(name));
    assertRefused(
        backup(Path.of(name)),
        "backup and restore: cannot write %s/latest: File name too long".formatted(name));
    assertRefused(
        new CSVLogger(Path.of(name)),
        "csv logger: cannot write %s: File name too long".formatted(name));
  }

  @Test
  void aFolderThatTakesNoFiles() {
    Path system = Path.of("/proc/self");
    assumeThat(system).isDirectory();
    assertThatThrownBy(() -> fit(checkpoint(system + "/a.keras")))
        .hasMessageStartingWith("model checkpoint: cannot write /proc/self/a.keras: ");
    assertThatThrownBy(() -> fit(backup(system)))
        .hasMessageStartingWith("backup and restore: cannot write /proc/self/latest: ");
    assertThatThrownBy(() -> fit(new CSVLogger(system.resolve("a.csv"))))
        .hasMessageStartingWith("csv logger: cannot write /proc/self/a.csv: ");
  }

  @Test
  void everyCallbackMakesTheFolderThatIsMissing() {
    for (TrainingCallback callback :
        List.of(
            new CSVLogger(folder.resolve("a/log.csv")),
            checkpoint(folder.resolve("b/x.keras").toString()),
            backup(folder.resolve("c/d")))) {
      assertThatThrownBy(() -> fit(callback)).hasMessage("a step began");
    }
    assertThat(folder.resolve("a")).isEmptyDirectory();
    assertThat(folder.resolve("b")).isEmptyDirectory();
    assertThat(folder.resolve("c/d")).isEmptyDirectory();
  }

  @Test
  void theCheckLeavesNothingBehind() throws IOException {
    Path file = Files.writeString(folder.resolve("model.keras"), "old");
    assertThatThrownBy(() -> fit(checkpoint(file.toString()))).hasMessage("a step began");
    assertThatThrownBy(() -> fit(new CSVLogger(folder.resolve("log.csv"))))
        .hasMessage("a step began");
    assertThat(folder.toFile().list()).containsExactly("model.keras");
    assertThat(file).content().isEqualTo("old");
  }
}
