package io.gradus.nn.callback;

import io.gradus.nn.model.ModelFiles;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Keeps the state of the training in a file, so that a `fit` that was killed goes on where it was
/// when it is called again (`keras.callbacks.BackupAndRestore`), with the same bits as if it had
/// never stopped: weights, optimizer, seed, place in the epoch, history, what loss and metrics have
/// measured, and what the other callbacks remember. The second call must have the same model, data
/// and settings; the progress lines say where it goes on, and what is different. Batches of an
/// `Iterable` or of streams are read again as far as they were done, so they must be the same each
/// time; an `Iterator` goes on with its next batch. The file is removed when the training is done
/// and every callback has been told so. Who saves the model after that keeps the file until then:
/// [#deleteCheckpoint], [#delete].
///
/// ```java
/// new BackupAndRestore(Path.of("backup"));
/// ```
public final class BackupAndRestore implements TrainingCallback {
  private static final String NAME = "backup and restore";

  private final Path folder;
  private final long steps;
  private final boolean delete;

  private long waited;
  private boolean ended;
  private boolean done;

  /// Keeps the state after each epoch in a file in this folder.
  public BackupAndRestore(Path folder) {
    this(folder, 0, true);
  }

  // `steps` is 0 for once an epoch.
  private BackupAndRestore(Path folder, long steps, boolean delete) {
    this.folder = folder;
    this.steps = steps;
    this.delete = delete;
  }

  /// {@return this callback, keeping the state after every `steps` steps instead of after each
  /// epoch}
  ///
  /// @throws IllegalArgumentException if it is below 1
  public BackupAndRestore saveFrequency(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(NAME + ": steps must be at least 1, got " + steps);
    }
    return new BackupAndRestore(folder, steps, delete);
  }

  /// {@return this callback, removing the file when the training is done, or leaving it}
  public BackupAndRestore deleteCheckpoint(boolean delete) {
    return new BackupAndRestore(folder, steps, delete);
  }

  /// {@return the file that the state is kept in}
  public Path file() {
    return folder.resolve("latest");
  }

  /// {@return none}
  @Override
  public Set<String> logNames() {
    return Set.of();
  }

  @Override
  public void onTrainBegin(Training training) {
    waited = 0;
    ended = false;
    done = false;
    new OutputFile(NAME, file()).check();
    if (Files.exists(file())) {
      try {
        training.resume(ModelFiles.installed().readTensors(file()));
      } catch (IOException e) {
        throw new UncheckedIOException("%s: cannot read %s".formatted(NAME, file()), e);
      }
    }
  }

  @Override
  public void onTrainBatchEnd(Training training, long step) {
    waited++;
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    ended = true;
  }

  @Override
  public void onSettled(Training training) {
    if (done) {
      if (delete) {
        delete();
      }
      return;
    }
    boolean due = steps == 0 ? ended : waited >= steps;
    ended = false;
    // What has been told to stop is as good as done; if it is killed now, it ends in the same way.
    if (!due || training.isStopped()) {
      return;
    }
    waited = 0;
    try {
      Files.createDirectories(folder);
      ModelFiles.installed().writeTensors(file(), training.state());
    } catch (IOException e) {
      throw new OutputFile(NAME, file()).failed(e);
    }
  }

  @Override
  public void onTrainEnd(Training training) {
    done = true;
  }

  /// Removes the file, and the folder if nothing else is in it.
  public void delete() {
    try {
      if (Files.deleteIfExists(file())) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException _) {
      // There is more in the folder than this callback put into it.
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot remove %s".formatted(NAME, file()), e);
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("waited", Tensor.of(waited));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    waited = new Remembered(NAME, state).tensor("waited").toLongArray()[0];
  }
}
