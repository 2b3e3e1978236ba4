package io.gradus.checks.training;

import io.gradus.data.Dataset;
import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.CSVLogger;
import io.gradus.nn.callback.ModelCheckpoint;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.Adam;
import io.gradus.preprocessing.RandomFlip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A training with all that it writes, to be killed at any moment and started again: prints what it
/// left in the end.
final class KilledProgram {
  private static final int SAMPLES = 120;
  private static final int EPOCHS = 5;
  private static final long NANOS_OF_A_STEP = 1_000_000;

  private KilledProgram() {}

  /// Trains.
  ///
  /// @param arguments the folder, which is there
  public static void main(String[] arguments) throws IOException {
    System.out.println(train(Path.of(arguments[0])));
  }

  static String train(Path folder) throws IOException {
    Sequential model =
        new Sequential(
            new Flatten(), new Dense(64, "relu"), new Dropout(0.3), new Dense(10, "softmax"));
    model.seed(5);
    model.compile(new Adam(0.01), new SparseCategoricalCrossentropy(), new Accuracy());
    RandomFlip flip = new RandomFlip();
    flip.seed(6);
    Dataset data =
        Dataset.of(Digits.x(SAMPLES).reshape(-1, 28, 28, 1), Digits.y(SAMPLES))
            .map(batch -> batch.mapX(x -> flip.call(x, Mode.TRAIN)))
            .state(flip.randomState());
    BackupAndRestore backup =
        new BackupAndRestore(folder.resolve("backup")).saveFrequency(3).deleteCheckpoint(false);
    List<TrainingCallback> callbacks =
        List.of(
            backup,
            new ModelCheckpoint(folder + "/epoch-{epoch}.keras"),
            new ModelCheckpoint(folder + "/best.keras").monitor("loss").saveBestOnly(true),
            new CSVLogger(folder.resolve("log.csv")),
            new TrainingCallback() {
              @Override
              public void onTrainBatchEnd(Training training, long step) {
                LockSupport.parkNanos(NANOS_OF_A_STEP);
              }
            });
    Fit fit = Fit.epochs(EPOCHS).batchSize(10).quiet();
    model.fit(data.prefetch(), fit.callbacks(callbacks.toArray(new TrainingCallback[0])));
    model.save(folder.resolve("last.keras"));
    backup.delete();
    return Digits.hash(model);
  }
}
