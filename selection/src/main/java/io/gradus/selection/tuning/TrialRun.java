package io.gradus.selection.tuning;

import io.gradus.data.Dataset;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Trains the models of one trial: as many as there are executions and folds.
final class TrialRun {
  private final Search search;
  private final int number;
  private final Map<String, Object> values;
  private final Proposal.Values proposal;
  private final @Nullable Trial from;
  private final List<Model> continued;
  private final List<Model> models = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final Search.Built first;
  private @Nullable TrainedModel best;
  private double bestScore = Double.NaN;

  /// What came of a trial.
  ///
  /// @param trial its record
  /// @param best the best of its models, or null if it failed
  /// @param models all of them, in order
  /// @param cause why it failed, or null
  record Outcome(
      Trial trial, @Nullable TrainedModel best, List<Model> models, @Nullable Throwable cause) {}

  /// @param first what the builder made for the first execution
  /// @param from the trial whose training it goes on with, or null
  /// @param continued the models of that trial, or none if they are gone
  TrialRun(
      Search search,
      int number,
      Search.Built first,
      Proposal.Values proposal,
      @Nullable Trial from,
      List<Model> continued) {
    this.search = search;
    this.number = number;
    this.values = first.hp().values();
    this.first = first;
    this.proposal = proposal;
    this.from = from;
    this.continued = continued;
  }

  /// {@return what comes of a trial for which there is no model}
  static Outcome unbuilt(
      int number, Map<String, Object> values, int from, @Nullable Throwable cause) {
    String failure = cause == null ? null : describe(cause);
    Trial trial =
        new Trial(
            number, values, TrialStatus.FAILED, Double.NaN, Map.of(), List.of(), from, 0, failure);
    return new Outcome(trial, null, List.of(), cause);
  }

  /// {@return how it is trained}
  Fit fit() {
    return first.fit();
  }

  /// {@return what came of training}
  ///
  /// @throws SetupException if there is no such objective
  Outcome run() {
    long start = System.nanoTime();
    @Nullable Throwable cause = null;
    try {
      for (int i = 0; i < search.executions() && !isPruned(); i++) {
        execute(i);
      }
    } catch (SetupException e) {
      throw e;
    } catch (Exception | OutOfMemoryError e) {
      cause = e;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Trial trial = trial(cause, seconds);
    boolean failed = trial.status() == TrialStatus.FAILED;
    return new Outcome(trial, failed ? null : best, failed ? List.of() : models, cause);
  }

  private boolean isPruned() {
    return !watchers.isEmpty() && watchers.getLast().isPruned();
  }

  private void execute(int execution) {
    Search.Built built =
        execution == 0
            ? first
            : search.build(new HyperParameters(HyperParameters.given(values), seed(execution)));
    Trial earlier = execution < continued.size() ? from : null;
    Model model = earlier == null ? built.model() : continued.get(execution);
    Watcher watcher =
        new Watcher(
            search.objective(),
            search.scores(),
            earlier == null ? List.of() : earlier.curve(),
            from == null ? 0 : from.epochs(),
            proposal.epochs(),
            search::prunes);
    watchers.add(watcher);
    models.add(model);
    Fit fit = built.fit().quiet().callbacks(watcher);
    if (earlier != null) {
      fit = fit.initialEpoch(earlier.epochs());
    }
    Dataset held = search.validation(execution);
    model.fit(search.train(execution), held == null ? fit : fit.validation(held));
    if (search.scores().isBetter(watcher.best(), bestScore)) {
      bestScore = watcher.best();
      best = new TrainedModel(model, watcher.weights());
    }
  }

  private long seed(int execution) {
    return search.seed(search.root(proposal.from() == 0 ? number : proposal.from()), execution);
  }

  private Trial trial(@Nullable Throwable cause, double seconds) {
    double score = mean(Watcher::best);
    String failure = null;
    if (cause != null) {
      failure = describe(cause);
    } else if (!Double.isFinite(score)) {
      failure = "%s is %s".formatted(search.objective(), Double.isNaN(score) ? "NaN" : "infinite");
    }
    TrialStatus status =
        failure != null
            ? TrialStatus.FAILED
            : isPruned() ? TrialStatus.PRUNED : TrialStatus.COMPLETED;
    return new Trial(
        number,
        values,
        status,
        failure == null ? score : Double.NaN,
        metrics(),
        curve(),
        proposal.from(),
        seconds,
        failure);
  }

  static String describe(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
  }

  private double mean(ToDoubleFunction<Watcher> value) {
    return watchers.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (!watchers.isEmpty()) {
      for (String name : watchers.getFirst().metrics().keySet()) {
        metrics.put(name, mean(watcher -> watcher.metrics().getOrDefault(name, Double.NaN)));
      }
    }
    return metrics;
  }

  // Of each epoch the average of those that came so far.
  private List<Double> curve() {
    int longest = watchers.stream().mapToInt(each -> each.curve().size()).max().orElse(0);
    return IntStream.range(0, longest)
        .mapToObj(epoch ->
            watchers.stream()
                .filter(each -> each.curve().size() > epoch)
                .mapToDouble(each -> each.curve().get(epoch))
                .average()
                .orElse(Double.NaN))
        .toList();
  }
}
