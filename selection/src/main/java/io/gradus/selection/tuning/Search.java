package io.gradus.selection.tuning;

import io.gradus.data.Dataset;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.selection.CrossValidator;
import io.gradus.selection.Fold;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Philox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One search: begins trials in the order of their numbers, each when its values are known, and
/// takes what came of them. Threads share it; builders are called by one at a time.
final class Search {
  private static final int MOST_DRAWS = 100;

  private final Tuner tuner;
  private final Dataset data;
  private final Function<HyperParameters, Fit> fits;
  private final List<Fold> folds;
  private final @Nullable TrialFolder folder;
  private final Attempts attempts;
  private final TrialLine line;
  // Each hyper-parameter's text by its name.
  private final Map<String, String> space = new LinkedHashMap<>();
  // The models that trials may go on with, by the numbers of those that made them.
  private final Map<Integer, List<Model>> live = new HashMap<>();
  private final Map<Integer, TrainedModel> kept = new HashMap<>();
  private final TreeMap<Integer, Throwable> causes = new TreeMap<>();
  private Set<Integer> needed = Set.of();
  private double best = Double.NaN;
  private int next = 1;
  private boolean isOver;
  private @Nullable Throwable mistake;

  /// What is needed for a training.
  ///
  /// @param hp what builder and function asked for
  /// @param fit how to train
  /// @param model the model
  record Built(HyperParameters hp, Fit fit, Model model) {}

  /// What a number led to.
  private record Step(Proposal proposal, @Nullable TrialRun run) {}

  Search(Tuner tuner, Dataset data, Function<HyperParameters, Fit> fits) {
    this.tuner = tuner;
    this.data = data;
    this.fits = fits;
    CrossValidator validator = tuner.folds();
    this.folds = validator == null ? List.of() : validator.split(data);
    this.folder = tuner.folder() == null ? null : new TrialFolder(tuner.folder());
    this.attempts = new Attempts(tuner.isMore());
    this.line = new TrialLine(tuner.objective(), tuner.oracle().total());
  }

  Trials run() {
    if (folder != null) {
      folder.check();
    }
    resume();
    if (tuner.threads() == 1) {
      work();
    } else {
      workInParallel();
    }
    if (mistake instanceof Error error) {
      throw error;
    }
    if (mistake instanceof RuntimeException exception) {
      throw exception;
    }
    List<Trial> trials = attempts.trials();
    if (trials.stream().allMatch(trial -> trial.status() == TrialStatus.FAILED)) {
      throw new IllegalStateException(
          "tuner: all trials failed, %d of them; the first: %s"
              .formatted(trials.size(), trials.isEmpty() ? "none" : trials.getFirst().failure()),
          causes.isEmpty() ? null : causes.firstEntry().getValue());
    }
    return new Trials(
        tuner.objective(),
        tuner.isMore(),
        trials,
        folder == null || !folds.isEmpty() ? null : folder.path(),
        kept);
  }

  private void workInParallel() {
    Device device = Device.current();
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= tuner.threads(); i++) {
      threads.add(
          Thread.ofPlatform().daemon().name("tuner-" + i).start(() -> device.run(this::work)));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          // What is under way comes to its end.
          interrupted = true;
          stop(new IllegalStateException("tuner: the thread was interrupted"));
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      for (TrialRun run = next(); run != null; run = next()) {
        TrialRun.Outcome outcome = run.run();
        if (folder != null && folds.isEmpty() && outcome.best() != null) {
          outcome.best().save(folder.model(outcome.trial().number()));
        }
        end(run.fit(), outcome);
      }
    } catch (RuntimeException | Error e) {
      stop(e);
    }
  }

  private synchronized void stop(Throwable cause) {
    if (mistake == null) {
      mistake = cause;
    }
    isOver = true;
    notifyAll();
  }

  private synchronized @Nullable TrialRun next() {
    while (!isOver) {
      Step step = attempts.get(next) == null ? step(next) : new Step(Proposal.Nothing.HERE, null);
      switch (step.proposal) {
        case Proposal.Values _ -> {
          next++;
          return step.run;
        }
        case Proposal.Nothing.HERE -> next++;
        case Proposal.Nothing.MORE -> isOver = true;
        case Proposal.Nothing.YET -> {
          try {
            wait();
          } catch (InterruptedException _) {
            stop(new IllegalStateException("tuner: the thread was interrupted"));
          }
        }
      }
    }
    return null;
  }

  // Values that were tried before are drawn again, some times.
  private Step step(int number) {
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Proposal proposal = tuner.oracle().propose(number, draw, attempts);
      if (!(proposal instanceof Proposal.Values values)) {
        return new Step(proposal, null);
      }
      HyperParameters hp =
          new HyperParameters(
              values.source(), seed(root(values.from() == 0 ? number : values.from()), 0));
      Fit fit = fit(hp);
      Built built = null;
      Throwable failure = null;
      try {
        built = new Built(hp, fit, model(hp));
      } catch (SetupException e) {
        throw e;
      } catch (Exception | OutOfMemoryError e) {
        failure = e;
      }
      check(hp);
      if (values.from() == 0 && attempts.hasBefore(number, hp.values())) {
        continue;
      }
      attempts.put(number, new Attempts.Attempt(hp.asked(), hp.values(), values.from(), null));
      if (built == null) {
        end(fit, TrialRun.unbuilt(number, hp.values(), values.from(), failure));
        return new Step(Proposal.Nothing.HERE, null);
      }
      return new Step(values, begun(number, built, values));
    }
    return new Step(tuner.oracle().exhausted(), null);
  }

  private TrialRun begun(int number, Built built, Proposal.Values values) {
    needed = values.needed();
    live.keySet().retainAll(needed);
    Attempts.Attempt from = attempts.get(values.from());
    List<Model> models = live.remove(values.from());
    return new TrialRun(
        this,
        number,
        built,
        values,
        from == null ? null : from.trial(),
        models == null ? List.of() : models);
  }

  /// {@return a model and how to train it}
  synchronized Built build(HyperParameters hp) {
    Fit fit = fit(hp);
    return new Built(hp, fit, model(hp));
  }

  private Model model(HyperParameters hp) {
    @Nullable Model model = tuner.builder().apply(hp);
    if (model == null) {
      throw new SetupException("tuner: the builder must give a model; got null");
    }
    return model;
  }

  private Fit fit(HyperParameters hp) {
    Fit fit = fits.apply(hp);
    boolean validates = fit.validation() != null || fit.validationSplit() > 0;
    if (!folds.isEmpty() && validates) {
      throw new SetupException(
          "tuner: the folds bring the validation data; fit has some of its own");
    }
    if (folds.isEmpty() && !validates && tuner.objective().startsWith("val_")) {
      throw new SetupException(
          "tuner: \"%s\" needs validation data (Fit.validation, validationSplit) or folds"
              .formatted(tuner.objective()));
    }
    if (fit.epochs() < tuner.oracle().maxEpochs()) {
      throw new SetupException(
          "tuner: the oracle trains for up to %d epochs, so fit needs as many; got %d"
              .formatted(tuner.oracle().maxEpochs(), fit.epochs()));
    }
    return fit;
  }

  // In every trial a name has the same values to choose from.
  private void check(HyperParameters hp) {
    hp.asked()
        .forEach((name, parameter) -> {
          String text = parameter.toString();
          String known = space.putIfAbsent(name, text);
          if (known != null && !known.equals(text)) {
            throw new SetupException(
                "hyper-parameter \"%s\": was asked for as %s; now as %s"
                    .formatted(name, known, text));
          }
        });
  }

  private synchronized void end(Fit fit, TrialRun.Outcome outcome) {
    Trial trial = outcome.trial();
    int number = trial.number();
    Attempts.Attempt attempt = attempts.get(number);
    if (attempt != null) {
      attempts.put(number, attempt.ended(trial));
    }
    if (outcome.cause() != null) {
      causes.put(number, outcome.cause());
    }
    if (needed.contains(number)) {
      live.put(number, outcome.models());
    }
    noteBest(trial, outcome.best());
    save();
    line.print(fit, trial, best);
    notifyAll();
  }

  private void noteBest(Trial trial, @Nullable TrainedModel model) {
    if (trial.status() != TrialStatus.COMPLETED) {
      return;
    }
    boolean isFirstOfEquals =
        trial.score() == best && kept.keySet().stream().allMatch(other -> trial.number() < other);
    if (attempts.isBetter(trial.score(), best) || isFirstOfEquals) {
      best = trial.score();
      kept.clear();
      if (model != null && folds.isEmpty()) {
        kept.put(trial.number(), model);
      }
    }
  }

  private void save() {
    if (folder != null) {
      folder.write(
          new TrialFolder.Contents(
              oracle(), tuner.objective(), Map.copyOf(space), attempts.trials()));
    }
  }

  private String oracle() {
    return tuner.oracle().getClass().getSimpleName();
  }

  // The builder must ask for what it asked for in each of the trials that are there.
  private void resume() {
    TrialFolder.Contents contents = folder == null ? null : folder.read();
    if (folder == null || contents == null) {
      return;
    }
    if (!contents.oracle().equals(oracle())) {
      throw otherSearch(
          folder, "they are of a %s, not a %s".formatted(contents.oracle(), oracle()));
    }
    if (!contents.objective().equals(tuner.objective())) {
      throw otherSearch(
          folder,
          "their objective is %s, not %s".formatted(contents.objective(), tuner.objective()));
    }
    space.putAll(contents.space());
    for (Trial trial : contents.trials()) {
      HyperParameters hp = new HyperParameters(HyperParameters.given(trial.values()), 0);
      try {
        build(hp);
      } catch (SetupException e) {
        throw otherSearch(folder, e.getMessage());
      } catch (Exception | OutOfMemoryError _) {
        // As when the trial failed: what it asked for counts.
      }
      try {
        check(hp);
      } catch (SetupException e) {
        throw otherSearch(folder, e.getMessage());
      }
      if (!hp.values().keySet().equals(trial.values().keySet())) {
        throw otherSearch(
            folder,
            "trial %d has %s; the builder asks for %s"
                .formatted(trial.number(), trial.values().keySet(), hp.values().keySet()));
      }
      Trial typed = trial.with(hp.values());
      attempts.put(
          trial.number(), new Attempts.Attempt(hp.asked(), hp.values(), trial.from(), typed));
      noteBest(typed, null);
    }
  }

  private static SetupException otherSearch(TrialFolder folder, @Nullable String why) {
    return new SetupException(
        "tuner: the trials in %s are of another search, which needs a folder of its own: %s"
            .formatted(folder.path(), why));
  }

  synchronized boolean prunes(int epochs, double score) {
    MedianPruning pruning = tuner.pruning();
    return pruning != null && pruning.stops(epochs, score, attempts);
  }

  /// {@return a seed for the model of an execution of a trial}
  long seed(int number, int execution) {
    return Philox.key(tuner.oracle().seed(), "model/%d/%d".formatted(number, execution));
  }

  /// {@return the trial whose training this one goes on with, from the start}
  synchronized int root(int number) {
    Attempts.Attempt attempt = attempts.get(number);
    return attempt == null || attempt.from() == 0 ? number : root(attempt.from());
  }

  String objective() {
    return tuner.objective();
  }

  Attempts scores() {
    return attempts;
  }

  int executions() {
    return tuner.executionsPerTrial() * Math.max(1, folds.size());
  }

  Dataset train(int execution) {
    return folds.isEmpty() ? data : folds.get(execution % folds.size()).train(data);
  }

  @Nullable Dataset validation(int execution) {
    return folds.isEmpty() ? null : folds.get(execution % folds.size()).validation(data);
  }
}
