package io.gradus.nn.callback;

import io.gradus.nn.model.LogNames;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelFiles;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Saves the model as it is trained (`keras.callbacks.ModelCheckpoint`): after each epoch, or after
/// so many steps, always or only when a watched value is better than ever before. The file's name
/// may have places for the epoch, counted from 1, the step (`batch`), and what is logged; folders
/// that are not there are made.
///
/// The ending of the name says what is saved: `.keras` the model, `.weights.h5` its weights alone.
/// A saver of one's own writes any other file.
///
/// ```java
/// new ModelCheckpoint("{epoch:02d}-{val_loss:.2f}.keras").saveBestOnly(true);
/// ```
public final class ModelCheckpoint implements TrainingCallback {
  private static final String NAME = "model checkpoint";
  private static final String WEIGHTS = ".weights.h5";

  /// Writes a model to a file.
  @FunctionalInterface
  public interface Saver {
    /// Writes the model, replacing the file if it is there.
    void save(Model model, Path file) throws IOException;
  }

  private final FilePattern pattern;
  private final @Nullable Saver saver;
  private final Options options;
  private final Watch watch;

  private double best;
  private int epoch;
  private long waited;

  // `steps` is 0 for once an epoch.
  private record Options(
      Monitor monitor, boolean bestOnly, long steps, double threshold, boolean verbose) {}

  private static final Options STANDARD =
      new Options(new Monitor("val_loss", MonitorMode.AUTO, 0), false, 0, Double.NaN, false);

  /// Saves after each epoch.
  ///
  /// @param pattern the file's name, in Python's form: `{epoch:02d}-{val_loss:.2f}.keras`, ending
  ///   in `.keras` or `.weights.h5`
  /// @throws IllegalArgumentException if a place in the name has another form, or the name ends
  ///   otherwise
  public ModelCheckpoint(String pattern) {
    this(new FilePattern(pattern), null, STANDARD);
    if (!pattern.endsWith(".keras") && !pattern.endsWith(WEIGHTS)) {
      throw new IllegalArgumentException(
          "%s: the name must end in .keras or %s; got %s".formatted(NAME, WEIGHTS, pattern));
    }
  }

  /// Saves after each epoch, in files of one's own.
  ///
  /// @param pattern the file's name, in Python's form: `{epoch:02d}-{val_loss:.2f}.bin`
  /// @param saver how a model is saved
  /// @throws IllegalArgumentException if a place in the name has another form
  public ModelCheckpoint(String pattern, Saver saver) {
    this(new FilePattern(pattern), saver, STANDARD);
  }

  private ModelCheckpoint(FilePattern pattern, @Nullable Saver saver, Options options) {
    this.pattern = pattern;
    this.saver = saver;
    this.options = options;
    this.watch = new Watch(options.monitor, NAME, "all is saved, not only the best");
    this.best = options.threshold;
  }

  private ModelCheckpoint with(Options changed) {
    return new ModelCheckpoint(pattern, saver, changed);
  }

  private ModelCheckpoint with(Monitor changed) {
    return with(
        new Options(changed, options.bestOnly, options.steps, options.threshold, options.verbose));
  }

  /// {@return this callback, watching another value of the logs; by default `val_loss`}
  public ModelCheckpoint monitor(String name) {
    return with(new Monitor(name, options.monitor.mode(), 0));
  }

  /// {@return this callback, told which way the value gets better}
  public ModelCheckpoint mode(MonitorMode mode) {
    return with(new Monitor(options.monitor.name(), mode, 0));
  }

  /// {@return this callback, saving only when the watched value is the best so far, in all
  /// trainings that it looks on; not after epochs that are not validated, if it is a value of
  /// validation, and never with weights that are NaN. A name that is not logged is an error before
  /// the first step}
  public ModelCheckpoint saveBestOnly(boolean only) {
    return with(
        new Options(options.monitor, only, options.steps, options.threshold, options.verbose));
  }

  /// {@return this callback, saving after every `steps` steps instead of after each epoch; the
  /// watched value is that of the epoch so far}
  ///
  /// @throws IllegalArgumentException if it is below 1
  public ModelCheckpoint saveFrequency(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(NAME + ": steps must be at least 1, got " + steps);
    }
    return with(
        new Options(options.monitor, options.bestOnly, steps, options.threshold, options.verbose));
  }

  /// {@return this callback, for which a value is the best only if it is also better than this one}
  public ModelCheckpoint initialValueThreshold(double value) {
    return with(
        new Options(options.monitor, options.bestOnly, options.steps, value, options.verbose));
  }

  /// {@return this callback, telling what it saves where the progress lines go}
  public ModelCheckpoint verbose(boolean tell) {
    return with(
        new Options(options.monitor, options.bestOnly, options.steps, options.threshold, tell));
  }

  /// Checks that files can be written where the first epoch's would be, and can hold the model.
  @Override
  public void onTrainBegin(Training training) {
    if (saver == null && !isOfWeights()) {
      checkModel(training);
    }
    LogNames names = names(training);
    checkPlaces(training, names);
    if (options.bestOnly) {
      watch.begin(names);
    }
    new OutputFile(NAME, pattern.example()).check();
  }

  // Within an epoch there is neither validation nor what callbacks put in.
  private LogNames names(Training training) {
    return options.steps == 0
        ? training.logNames()
        : new LogNames(training.resultNames(), true, training.validates());
  }

  private void checkPlaces(Training training, LogNames names) {
    boolean awaited = options.bestOnly && options.monitor.name().startsWith("val_");
    for (String name : pattern.names()) {
      if (name.equals("epoch") || (options.steps > 0 && name.equals("batch"))) {
        continue;
      }
      if (names.lacks(name)) {
        throw new IllegalArgumentException(
            "%s: %s (in \"%s\")".formatted(NAME, names.text(name), pattern.text()));
      }
      int frequency = training.settings().validationFrequency();
      if (frequency > 1 && names.has(name) && name.startsWith("val_") && !awaited) {
        throw new IllegalArgumentException(
            "%s: \"%s\" in \"%s\" is known after every %d epochs only (validationFrequency);"
                    .formatted(NAME, name, pattern.text(), frequency)
                + " saveBestOnly of a value of validation saves only then");
      }
    }
  }

  private boolean isOfWeights() {
    return pattern.example().toString().endsWith(WEIGHTS);
  }

  private void checkModel(Training training) {
    List<String> unsaved;
    try {
      unsaved = ModelFiles.installed().check(training.model(), pattern.example());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(NAME + ": " + e.getMessage(), e);
    }
    if (!unsaved.isEmpty()) {
      training
          .settings()
          .progress()
          .printf("%s: the files will be without %s%n", NAME, String.join(", ", unsaved));
    }
  }

  /// {@return none}
  @Override
  public Set<String> logNames() {
    return Set.of();
  }

  @Override
  public void onEpochBegin(Training training, int epoch) {
    this.epoch = epoch;
  }

  @Override
  public void onTrainBatchEnd(Training training, long step) {
    if (options.steps == 0 || ++waited < options.steps) {
      return;
    }
    waited = 0;
    Map<String, Double> logs = training.results();
    Map<String, Number> numbers = new TreeMap<>(logs);
    numbers.put("batch", step + 1);
    save(training, logs, numbers);
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    if (options.steps == 0) {
      save(training, logs, new TreeMap<>(logs));
    }
  }

  private void save(Training training, Map<String, Double> logs, Map<String, Number> numbers) {
    numbers.put("epoch", epoch + 1);
    Path file = pattern.file(numbers);
    if (!options.bestOnly) {
      tell(training, "saving model to " + file);
    } else if (options.steps == 0 && options.monitor.isAwaited(training, logs)) {
      return;
    } else {
      Double value = watch.value(training, logs);
      if (value == null) {
        write(training.model(), file);
        return;
      }
      String before = Double.isNaN(best) ? "None" : number(best);
      if (!options.monitor.isBetter(value, best)) {
        tell(training, options.monitor.name() + " did not improve from " + before);
        return;
      }
      String bad = notANumber(training.model());
      if (bad != null) {
        // Accuracy, for one, is a number all the same.
        tell(training, "%s has NaN, the model is not saved".formatted(bad));
        return;
      }
      tell(
          training,
          "%s improved from %s to %s, saving model to %s"
              .formatted(options.monitor.name(), before, number(value), file));
      best = value;
    }
    write(training.model(), file);
  }

  private static @Nullable String notANumber(Model model) {
    for (Variable weight : model.weights()) {
      Tensor value = weight.value();
      if (value.dtype().isFloating() && value.isNan().any().item() != 0) {
        return weight.name();
      }
    }
    return null;
  }

  private void write(Model model, Path file) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (saver != null) {
        saver.save(model, file);
      } else if (isOfWeights()) {
        ModelFiles.installed().writeWeights(model, file);
      } else {
        ModelFiles.installed().write(model, file);
      }
    } catch (IOException e) {
      throw new OutputFile(NAME, file).failed(e);
    }
  }

  private void tell(Training training, String text) {
    if (options.verbose) {
      training.settings().progress().printf(Locale.ROOT, "%nEpoch %d: %s%n", epoch + 1, text);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("best", Tensor.of(best), "waited", Tensor.of(waited));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Remembered remembered = new Remembered(NAME, state);
    best = remembered.tensor("best").item();
    waited = remembered.tensor("waited").toLongArray()[0];
  }
}
