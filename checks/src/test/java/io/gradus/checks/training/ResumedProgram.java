package io.gradus.checks.training;

import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.CSVLogger;
import io.gradus.nn.callback.EarlyStopping;
import io.gradus.nn.callback.ReduceLROnPlateau;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.Adam;
import java.nio.file.Path;

/// A training on some digits that can be killed at any step, without warning, and resumed: prints
/// what it left in the end.
final class ResumedProgram {
  private static final int SAMPLES = 200;
  private static final int EPOCHS = 4;

  private ResumedProgram() {}

  /// Trains.
  ///
  /// @param arguments the folder of the backup; after how many steps the state is kept, 0 for once
  ///   an epoch; at which step the process is to die, −1 for never; the first run's seed, or
  ///   nothing
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    long every = Long.parseLong(arguments[1]);
    long death = Long.parseLong(arguments[2]);
    Sequential model = arguments.length > 3 ? model(Long.parseLong(arguments[3])) : model(-1);
    BackupAndRestore backup = new BackupAndRestore(folder);
    History history =
        train(model, folder, every == 0 ? backup : backup.saveFrequency(every), dying(death));
    System.out.println(Digits.hash(model) + " " + history);
  }

  /// {@return a callback that ends the process as a kill does, after so many steps}
  private static TrainingCallback dying(long death) {
    return new TrainingCallback() {
      private long steps;

      @Override
      public void onSettled(Training training) {
        if (++steps == death) {
          Runtime.getRuntime().halt(9);
        }
      }
    };
  }

  /// {@return a model with dropout, whose seed is random if it is negative}
  static Sequential model(long seed) {
    Sequential model =
        new Sequential(new Dense(16, "relu"), new Dropout(0.3), new Dense(10, "softmax"));
    if (seed >= 0) {
      model.seed(seed);
    }
    model.compile(new Adam(0.01).useEma(true), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  /// Trains with callbacks that remember things.
  static History train(
      Sequential model, Path folder, TrainingCallback backup, TrainingCallback other) {
    return model.fit(
        Digits.x(SAMPLES),
        Digits.y(SAMPLES),
        Fit.epochs(EPOCHS)
            .batchSize(24)
            .validationSplit(0.2)
            .quiet()
            .callbacks(
                backup,
                new ReduceLROnPlateau().monitor("loss").minDelta(0.3).patience(1).factor(0.5),
                new EarlyStopping().patience(3).restoreBestWeights(true),
                new CSVLogger(folder.resolveSibling("log.csv")),
                other));
  }
}
