package io.gradus.selection.tuning;

import io.gradus.data.Dataset;
import io.gradus.nn.callback.MonitorMode;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.selection.CrossValidator;
import io.gradus.tensor.Operand;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Searches for hyper-parameters (`keras_tuner.Tuner`): a builder makes a model of those that it
/// asks for, compiled; an [Oracle] decides which to try; each trial trains a model and counts by
/// its objective, such as `val_accuracy`, at the best epoch.
///
/// ```java
/// var tuner = new Tuner(hp -> {
///   var model = new Sequential(
///       new Dense(hp.integer("units", 32, 512, 32), hp.choice("activation", "relu", "tanh")),
///       new Dense(10, "softmax"));
///   model.seed(hp.seed());
///   model.compile(
///       new Adam(hp.real("rate", 1e-4, 1e-1, Scale.LOG)),
///       new SparseCategoricalCrossentropy(), new Accuracy());
///   return model;
/// }, new RandomSearch(20).seed(1), "val_accuracy");
/// Trials trials = tuner.search(data, Fit.epochs(5).validationSplit(0.2));
/// System.out.println(trials.table());
/// Model best = trials.bestModel();
/// ```
///
/// A trial that ends with an exception, or whose objective is NaN or infinite, has failed; the
/// search goes on. The same seed gives the same trials, and if models have [HyperParameters#seed]
/// the same results, with any number of threads, but for what [BayesianOptimization] and
/// [MedianPruning] say.
public final class Tuner {
  private final Function<HyperParameters, Model> builder;
  private final Oracle oracle;
  private final String objective;
  private MonitorMode mode = MonitorMode.AUTO;
  private int executionsPerTrial = 1;
  private int threads = 1;
  private @Nullable Path folder;
  private @Nullable MedianPruning pruning;
  private @Nullable CrossValidator folds;

  /// A search.
  ///
  /// @param builder makes a compiled model of the hyper-parameters it asks for
  /// @param oracle decides which values are tried
  /// @param objective the name of the value that counts, as in the logs of `fit`; whether less or
  ///   more is better is known by the name ([MonitorMode#AUTO])
  public Tuner(Function<HyperParameters, Model> builder, Oracle oracle, String objective) {
    this.builder = Objects.requireNonNull(builder);
    this.oracle = Objects.requireNonNull(oracle);
    this.objective = Objects.requireNonNull(objective);
  }

  private Tuner changed(Consumer<Tuner> change) {
    Tuner copy = new Tuner(builder, oracle, objective);
    copy.mode = mode;
    copy.executionsPerTrial = executionsPerTrial;
    copy.threads = threads;
    copy.folder = folder;
    copy.pruning = pruning;
    copy.folds = folds;
    change.accept(copy);
    return copy;
  }

  /// {@return this search, told which way the objective gets better}
  public Tuner mode(MonitorMode mode) {
    return changed(tuner -> tuner.mode = mode);
  }

  /// {@return this search with so many models for each trial, whose scores are averaged}
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Tuner executionsPerTrial(int executions) {
    positive("executionsPerTrial", executions);
    return changed(tuner -> tuner.executionsPerTrial = executions);
  }

  /// {@return this search with so many trials at the same time, each in a thread of its own}
  /// Conversions of the data, and callbacks, are then called by several threads: give `search` a
  /// function that makes callbacks for each trial.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Tuner parallel(int threads) {
    positive("parallel", threads);
    return changed(tuner -> tuner.threads = threads);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "tuner: %s must be at least 1; got %d".formatted(name, value));
    }
  }

  /// {@return this search with a folder, which is made if it is missing: for the trials in
  /// `trials.json`, written anew after each, and the model of each at its best epoch,
  /// `trial-0001.keras` and so on} A search that finds trials there goes on after them, and does
  /// again what was under way when the earlier one ended. It refuses those of another search.
  public Tuner folder(Path folder) {
    return changed(tuner -> tuner.folder = folder);
  }

  /// {@return this search, in which trials are stopped early by a rule}
  public Tuner pruning(MedianPruning rule) {
    return changed(tuner -> tuner.pruning = rule);
  }

  /// {@return this search with a model for each fold of the data in each trial (with [GridSearch],
  /// `sklearn.model_selection.GridSearchCV`), which is validated with what the fold holds back} The
  /// scores are averaged. No models are kept.
  public Tuner folds(CrossValidator folds) {
    return changed(tuner -> tuner.folds = folds);
  }

  /// Tries hyper-parameters on samples `x` with targets `y`. Returns the trials.
  ///
  /// @throws IllegalArgumentException if what was asked for makes no sense, before anything is
  ///   trained
  /// @throws IllegalStateException if every trial failed, with the first cause
  public Trials search(Operand x, Operand y, Fit fit) {
    return search(Dataset.of(x, y), fit);
  }

  /// Tries hyper-parameters. Returns the trials. A line for each goes where `fit` writes its
  /// progress, unless that is quiet.
  ///
  /// @throws IllegalArgumentException if there is no such objective, `fit` has callbacks for
  ///   several threads, or names are asked for in a wrong way
  /// @throws IllegalStateException if every trial failed, with the first cause
  /// @throws java.io.UncheckedIOException if the folder cannot be read or written
  public Trials search(Dataset data, Fit fit) {
    if (threads > 1 && !fit.callbacks().isEmpty()) {
      throw new IllegalArgumentException(
          "tuner: trials at the same time need callbacks of their own; give search a function from"
              + " the hyper-parameters to Fit, which makes them");
    }
    return search(data, _ -> fit);
  }

  /// Tries hyper-parameters, also for how to train, such as the size of batches. Returns the
  /// trials.
  ///
  /// @param fit called for each training, after the builder
  /// @throws IllegalArgumentException if there is no such objective, or names are asked for in a
  ///   wrong way
  /// @throws IllegalStateException if every trial failed, with the first cause
  /// @throws java.io.UncheckedIOException if the folder cannot be read or written
  public Trials search(Dataset data, Function<HyperParameters, Fit> fit) {
    return new Search(this, data, fit).run();
  }

  Function<HyperParameters, Model> builder() {
    return builder;
  }

  Oracle oracle() {
    return oracle;
  }

  String objective() {
    return objective;
  }

  boolean isMore() {
    return mode.isMore(objective);
  }

  int executionsPerTrial() {
    return executionsPerTrial;
  }

  int threads() {
    return threads;
  }

  @Nullable Path folder() {
    return folder;
  }

  @Nullable MedianPruning pruning() {
    return pruning;
  }

  @Nullable CrossValidator folds() {
    return folds;
  }
}
