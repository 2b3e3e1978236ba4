package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.tensor.Operand;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How to train, with Keras' defaults: one epoch, batches of 32, shuffled, no validation, a
/// progress bar on standard output. Each method returns changed settings and leaves these as they
/// are.
///
/// ```java
/// model.fit(x, y, Fit.epochs(20).batchSize(512).validation(xVal, yVal));
/// ```
public final class Fit {
  private int epochs = 1;
  private int initialEpoch;
  private int batchSize = 32;
  private boolean shuffle = true;
  private @Nullable Dataset validation;
  private @Nullable BatchStream validationStream;
  private int stepsPerEpoch;
  private int validationSteps;
  private double validationSplit;
  private int validationBatchSize;
  private int validationFrequency = 1;
  private Map<Integer, Double> classWeights = Map.of();
  private List<TrainingCallback> callbacks = List.of();
  private @Nullable Verbosity verbosity;
  private PrintStream progress = System.out;

  private Fit() {}

  private Fit(Fit other) {
    epochs = other.epochs;
    initialEpoch = other.initialEpoch;
    batchSize = other.batchSize;
    shuffle = other.shuffle;
    validation = other.validation;
    validationStream = other.validationStream;
    stepsPerEpoch = other.stepsPerEpoch;
    validationSteps = other.validationSteps;
    validationSplit = other.validationSplit;
    validationBatchSize = other.validationBatchSize;
    validationFrequency = other.validationFrequency;
    classWeights = other.classWeights;
    callbacks = other.callbacks;
    verbosity = other.verbosity;
    progress = other.progress;
  }

  private Fit changed(Consumer<Fit> change) {
    Fit copy = new Fit(this);
    change.accept(copy);
    return copy;
  }

  /// {@return the defaults with this number of epochs}
  ///
  /// @throws IllegalArgumentException if it is below 1
  public static Fit epochs(int epochs) {
    positive("epochs", epochs);
    return new Fit().changed(fit -> fit.epochs = epochs);
  }

  /// {@return these settings with the epochs counted from `epoch`: training goes on where an
  /// earlier run ended, up to the same [#epochs()]}
  public Fit initialEpoch(int epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException("fit: initialEpoch must be at least 0, got " + epoch);
    }
    return changed(fit -> fit.initialEpoch = epoch);
  }

  /// {@return these settings with another number of samples in a step; the last step of an epoch
  /// may have fewer} Batches from outside have the size they have.
  public Fit batchSize(int size) {
    positive("batchSize", size);
    return changed(fit -> fit.batchSize = size);
  }

  /// {@return these settings with the samples in an order of its own for each epoch, or in order}
  /// Batches from outside stay in theirs.
  public Fit shuffle(boolean shuffle) {
    return changed(fit -> fit.shuffle = shuffle);
  }

  /// {@return these settings with so many steps in an epoch, for data that never ends or is too
  /// long for one (`steps_per_epoch`)} The next epoch goes on where the last one stopped; where the
  /// data ends within an epoch, that is a short one, a warning says so, and the next begins anew.
  public Fit stepsPerEpoch(int steps) {
    positive("stepsPerEpoch", steps);
    return changed(fit -> fit.stepsPerEpoch = steps);
  }

  /// {@return these settings with so many steps in each validation instead of all, each time from
  /// the beginning of the data (`validation_steps`)}
  public Fit validationSteps(int steps) {
    positive("validationSteps", steps);
    return changed(fit -> fit.validationSteps = steps);
  }

  /// {@return these settings with data that is evaluated after each epoch}
  public Fit validation(Dataset data) {
    return changed(fit -> {
      fit.validation = data;
      fit.validationStream = null;
    });
  }

  /// {@return these settings with batches that are evaluated after each epoch, from the first on}
  public Fit validation(Iterable<Batch> batches) {
    return validation(BatchStream.of(batches));
  }

  /// {@return these settings with batches that are evaluated after each epoch, a stream of them
  /// each time, which is closed then}
  public Fit validation(Supplier<Stream<Batch>> batches) {
    return validation(BatchStream.of(batches));
  }

  /// {@return these settings with batches of which some are evaluated after each epoch, each time
  /// those that follow: [#validationSteps(int)] says how many}
  public Fit validation(Iterator<Batch> batches) {
    return validation(BatchStream.of(batches));
  }

  private Fit validation(BatchStream batches) {
    return changed(fit -> {
      fit.validationStream = batches;
      fit.validation = null;
    });
  }

  /// {@return these settings with data that is evaluated after each epoch}
  public Fit validation(Operand x, Operand y) {
    return validation(Dataset.of(x, y));
  }

  /// {@return these settings with the last samples held back for validation: this share of all,
  /// taken before shuffling}
  ///
  /// @param share above 0 and below 1
  public Fit validationSplit(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "fit: validationSplit must be above 0 and below 1, got " + share);
    }
    return changed(fit -> fit.validationSplit = share);
  }

  /// {@return these settings with batches of another size for validation; else they are
  /// [#batchSize()]}
  public Fit validationBatchSize(int size) {
    positive("validationBatchSize", size);
    return changed(fit -> fit.validationBatchSize = size);
  }

  /// {@return these settings with validation after every `epochs` epochs only}
  public Fit validationFrequency(int epochs) {
    positive("validationFrequency", epochs);
    return changed(fit -> fit.validationFrequency = epochs);
  }

  /// {@return these settings with a weight for each class, by which the losses of its samples are
  /// multiplied in training; classes without one count 1} The targets are class numbers, or one-hot
  /// rows.
  public Fit classWeights(Map<Integer, Double> weights) {
    weights.forEach((label, weight) -> {
      if (label < 0 || !(weight >= 0) || weight.isInfinite()) {
        throw new IllegalArgumentException(
            "fit: class weights must be finite and not negative, for classes from 0; got class"
                + " %d = %s".formatted(label, weight));
      }
    });
    return changed(fit -> fit.classWeights = new TreeMap<>(weights));
  }

  /// {@return these settings with more callbacks, which are called in this order}
  public Fit callbacks(TrainingCallback... more) {
    List<TrainingCallback> all = new ArrayList<>(callbacks);
    all.addAll(List.of(more));
    return changed(fit -> fit.callbacks = List.copyOf(all));
  }

  /// {@return these settings, telling more or less}
  public Fit verbosity(Verbosity verbosity) {
    return changed(fit -> fit.verbosity = verbosity);
  }

  /// {@return these settings, telling nothing}
  public Fit quiet() {
    return verbosity(Verbosity.SILENT);
  }

  /// {@return these settings with the progress lines going elsewhere}
  public Fit progress(PrintStream to) {
    return changed(fit -> fit.progress = to);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "fit: %s must be at least 1, got %d".formatted(name, value));
    }
  }

  /// {@return the epoch to stop before}
  public int epochs() {
    return epochs;
  }

  /// {@return the first epoch}
  public int initialEpoch() {
    return initialEpoch;
  }

  /// {@return the samples in a step}
  public int batchSize() {
    return batchSize;
  }

  /// {@return whether each epoch has an order of its own}
  public boolean shuffle() {
    return shuffle;
  }

  /// {@return the steps in an epoch; 0 for a pass over the data}
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /// {@return the steps in each validation; 0 for a pass over its data}
  public int validationSteps() {
    return validationSteps;
  }

  /// {@return the batches from outside that are evaluated after each epoch, or null}
  @Nullable BatchStream validationStream() {
    return validationStream;
  }

  /// {@return whether there is something to evaluate after epochs}
  boolean validates() {
    return validation != null || validationStream != null || validationSplit > 0;
  }

  /// {@return what is evaluated after each epoch, or null if that is nothing or batches from
  /// outside}
  public @Nullable Dataset validation() {
    return validation;
  }

  /// {@return the share of the samples held back for validation; 0 for none}
  public double validationSplit() {
    return validationSplit;
  }

  /// {@return the samples in a batch of the validation}
  public int validationBatchSize() {
    return validationBatchSize == 0 ? batchSize : validationBatchSize;
  }

  /// {@return after how many epochs the validation is done each time}
  public int validationFrequency() {
    return validationFrequency;
  }

  /// {@return the weights of classes}
  public Map<Integer, Double> classWeights() {
    return classWeights;
  }

  /// {@return what is called along the way}
  public List<TrainingCallback> callbacks() {
    return callbacks;
  }

  /// {@return how much is told; if that was not set, what this thread is told to}
  public Verbosity verbosity() {
    return verbosity == null ? Verbosity.current() : verbosity;
  }

  /// {@return where it is told}
  public PrintStream progress() {
    return progress;
  }
}
