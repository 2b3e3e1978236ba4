package io.gradus.selection.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.callback.EarlyStopping;
import io.gradus.nn.callback.MonitorMode;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Verbosity;
import io.gradus.selection.KFold;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TunerTest {
  private static final Made.Score X = (hp, _) -> hp.real("x", 0, 1);

  @Test
  void theScoreIsThatOfTheBestEpoch() {
    double[] values = {3, 1, 2};
    Made.Score score = (hp, epoch) -> values[epoch];
    Trial least = Made.search(new RandomSearch(1), 3, score).best();
    assertThat(least.score()).isEqualTo(1);
    assertThat(least.curve()).containsExactly(3.0, 1.0, 2.0);
    assertThat(least.epochs()).isEqualTo(3);
    assertThat(least.metrics()).containsKeys("loss", "score").containsEntry("score", 1.0);
    Trials most =
        Made.tuner(new RandomSearch(1), score)
            .mode(MonitorMode.MAX)
            .search(Made.DATA, Made.fit(3, score));
    assertThat(most.best().score()).isEqualTo(3);
  }

  @Test
  void executionsAreAveraged() {
    AtomicInteger calls = new AtomicInteger();
    Trials trials =
        Made.tuner(new RandomSearch(1), (_, _) -> 0)
            .executionsPerTrial(2)
            .search(
                Made.DATA,
                hp -> {
                  double value = calls.incrementAndGet();
                  return Made.fit(1, (_, _) -> value).apply(hp);
                });
    assertThat(trials.best().score()).isEqualTo(1.5);
    assertThat(trials.best().curve()).containsExactly(1.5);
  }

  @Test
  void modelsOfATrialHaveSeedsOfTheirOwnThatFollowFromTheSearchs() {
    List<Long> seeds = new CopyOnWriteArrayList<>();
    Made.Score score =
        (hp, _) -> {
          seeds.add(hp.seed());
          return hp.real("x", 0, 1);
        };
    var tuner =
        new Tuner(
                hp -> {
                  hp.real("x", 0, 1);
                  return Made.model(hp);
                },
                new RandomSearch(2).seed(4),
                "score")
            .executionsPerTrial(2);
    tuner.search(Made.DATA, Made.fit(1, score));
    List<Long> first = List.copyOf(seeds);
    assertThat(first).doesNotHaveDuplicates().hasSize(4);
    seeds.clear();
    tuner.search(Made.DATA, Made.fit(1, score));
    assertThat(seeds).isEqualTo(first);
  }

  @Test
  void threadsTryTheSame() {
    for (Oracle oracle :
        List.of(new RandomSearch(8).seed(1), new GridSearch(), new Hyperband(3).seed(1))) {
      Trials one = Made.tuner(oracle, X).search(Made.DATA, Made.fit(3, X));
      Trials four = Made.tuner(oracle, X).parallel(4).search(Made.DATA, Made.fit(3, X));
      assertThat(four.list()).extracting(Trial::values).isEqualTo(values(one));
      assertThat(four.list())
          .extracting(Trial::score)
          .isEqualTo(one.list().stream().map(Trial::score).toList());
      assertThat(four.best().number()).isEqualTo(one.best().number());
    }
    Trials some =
        Made.tuner(new BayesianOptimization(12).seed(1), X)
            .parallel(3)
            .search(Made.DATA, Made.fit(1, X));
    assertThat(some.list()).hasSize(12);
  }

  private static List<Map<String, Object>> values(Trials trials) {
    return trials.list().stream().map(Trial::values).toList();
  }

  @Test
  void aTrialThatFailsIsNotedAndTheSearchGoesOn() {
    Made.Score score = (hp, _) -> hp.integer("n", 1, 4);
    Trials trials =
        new Tuner(
                hp -> {
                  int n = hp.integer("n", 1, 4);
                  if (n == 1) {
                    throw new IllegalStateException("n is 1");
                  }
                  return Made.model(hp);
                },
                new GridSearch(),
                "score")
            .search(
                Made.DATA,
                Made.fit(
                    1,
                    (hp, _) -> {
                      int n = hp.integer("n", 1, 4);
                      if (n == 2) {
                        throw new ArithmeticException();
                      }
                      return n == 3 ? Double.NaN : score.of(hp, 0);
                    }));
    assertThat(trials.list())
        .extracting(Trial::status)
        .containsExactly(
            TrialStatus.FAILED, TrialStatus.FAILED, TrialStatus.FAILED, TrialStatus.COMPLETED);
    assertThat(trials.list())
        .extracting(Trial::failure)
        .containsExactly(
            "IllegalStateException: n is 1", "ArithmeticException", "score is NaN", null);
    assertThat(trials.list().getFirst().score()).isNaN();
    assertThat(trials.list().getFirst().values()).isEqualTo(Map.of("n", 1));
    assertThat(trials.best().number()).isEqualTo(4);
    assertThat(trials.best(9)).hasSize(1);
    assertThat(trials.table()).contains("    1  1       -       0      0.0  failed\n");
  }

  @Test
  void whenAllFailTheFirstCauseIsTold() {
    Made.Score score = (hp, _) -> hp.real("x", 0, 1);
    var tuner =
        new Tuner(
            hp -> {
              score.of(hp, 0);
              throw new IllegalStateException("no model");
            },
            new RandomSearch(3),
            "score");
    assertThatThrownBy(() -> tuner.search(Made.DATA, Made.fit(1, score)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "tuner: all trials failed, 3 of them; the first: IllegalStateException: no model")
        .hasRootCauseMessage("no model");
    assertThatThrownBy(() -> Made.search(new RandomSearch(2), 1, (_, _) -> Double.NaN))
        .hasMessage("tuner: all trials failed, 1 of them; the first: score is NaN");
  }

  @Test
  void mistakesEndTheSearchAtOnce() {
    AtomicInteger built = new AtomicInteger();
    var tuner =
        new Tuner(
            hp -> {
              built.incrementAndGet();
              return Made.model(hp);
            },
            new RandomSearch(3),
            "val_loss");
    assertThatThrownBy(() -> tuner.search(Made.DATA, Fit.epochs(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tuner: \"val_loss\" needs validation data (Fit.validation, validationSplit) or folds");
    assertThat(built).hasValue(0);
    assertThatThrownBy(
            () -> tuner.folds(new KFold(2)).search(Made.DATA, Fit.epochs(1).validationSplit(0.5)))
        .hasMessage("tuner: the folds bring the validation data; fit has some of its own");
    assertThatThrownBy(
            () -> tuner.parallel(2).search(Made.DATA, Fit.epochs(1).callbacks(new EarlyStopping())))
        .hasMessage(
            "tuner: trials at the same time need callbacks of their own; give search a function"
                + " from the hyper-parameters to Fit, which makes them");
    assertThatThrownBy(() ->
            new Tuner(Made::model, new RandomSearch(2), "acc")
                .search(Made.DATA, Fit.epochs(1).quiet()))
        .hasMessage("tuner: nothing is called \"acc\"; there are loss");
    assertThatThrownBy(() -> tuner.parallel(0))
        .hasMessage("tuner: parallel must be at least 1; got 0");
    assertThatThrownBy(() -> tuner.executionsPerTrial(0))
        .hasMessage("tuner: executionsPerTrial must be at least 1; got 0");
  }

  @Test
  void aRangeMustNotDependOnOtherValues() {
    Made.Score score = (hp, _) -> hp.integer("b", 0, hp.integer("a", 1, 2));
    for (int threads : new int[] {1, 2}) {
      assertThatThrownBy(() ->
              Made.tuner(new GridSearch(), score)
                  .parallel(threads)
                  .search(Made.DATA, Made.fit(1, score)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "hyper-parameter \"b\": was asked for as integers from 0 to 1; now as integers from 0"
                  + " to 2");
    }
  }

  @Test
  void theBestModelHasTheWeightsOfItsBestEpoch() {
    Model[] made = new Model[1];
    float[][] weights = new float[3][];
    Trials trials =
        new Tuner(
                hp -> {
                  hp.bool("any");
                  return made[0] = Made.model(hp);
                },
                new GridSearch().maxTrials(1),
                "score")
            .search(
                Made.DATA,
                Made.fit(
                    3,
                    (_, epoch) -> {
                      weights[epoch] = made[0].weights().getFirst().value().toFloatArray();
                      return epoch == 1 ? 0 : 1;
                    }));
    assertThat(weights[2]).isNotEqualTo(weights[1]);
    assertThat(trials.bestModel().weights().getFirst().value().toFloatArray())
        .isEqualTo(weights[1]);
  }

  @Test
  void foldsAreTrainedOnInTurn() {
    Tensor x = Tensor.arange(6).cast(DType.FLOAT32).reshape(6, 1);
    Trials trials =
        new Tuner(
                hp -> {
                  hp.bool("any");
                  return Made.model(hp);
                },
                new GridSearch().seed(1),
                "val_loss")
            .folds(new KFold(3))
            .search(x, Tensor.zeros(6, 1), Fit.epochs(2).quiet());
    assertThat(trials.list()).hasSize(2);
    assertThat(trials.best().metrics()).containsKeys("loss", "val_loss");
    assertThatThrownBy(trials::bestModel)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "trials: a search over folds keeps no model; build one of best().hyperParameters() and"
                + " train it on all data");
  }

  @Test
  void aLineForEachTrialGoesWhereFitWrites() {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Made.Score score = (hp, _) -> hp.integer("n", 1, 2) / 4.0;
    new Tuner(
            hp -> {
              score.of(hp, 0);
              return Made.model(hp);
            },
            new GridSearch().maxTrials(5),
            "score")
        .mode(MonitorMode.MAX)
        .search(
            Made.DATA, hp -> Made.fit(1, score).apply(hp).progress(out).verbosity(Verbosity.BAR));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "Trial 1/5 - 0s - n: 1 - score: 0.2500 - best: 0.2500",
            "Trial 2/5 - 0s - n: 2 - score: 0.5000 - best: 0.5000");
  }

  @Test
  void linesTellFailuresAndWhereTrialsWerePruned() {
    var line = new TrialLine("loss", 0);
    Trial failed =
        new Trial(
            3,
            Map.of(),
            TrialStatus.FAILED,
            Double.NaN,
            Map.of(),
            List.of(),
            0,
            1.4,
            "loss is NaN");
    assertThat(line.text(failed, Double.NaN)).isEqualTo("Trial 3 - 1s - failed: loss is NaN");
    Trial pruned =
        new Trial(
            4,
            Map.of("rate", 0.00123456),
            TrialStatus.PRUNED,
            2,
            Map.of(),
            List.of(3.0, 2.0),
            0,
            61,
            null);
    assertThat(line.text(pruned, 1))
        .isEqualTo(
            "Trial 4 - 61s - rate: 0.001235 - loss: 2.0000 - pruned after epoch 2 - best: 1.0000");
  }

  // Four trials of 0, 1, 2, 3 in each epoch; then one of 2 is worse than the median 1.5.
  @Test
  void whatIsWorseThanTheMedianIsPruned() {
    Made.Score score =
        (hp, epoch) -> hp.choice("s", 0.0, 1.0, 2.0, 3.0, 2.5, 0.5) - (epoch == 0 ? 0 : 0.1);
    Trials trials =
        Made.tuner(new GridSearch(), score)
            .pruning(new MedianPruning(4, 1))
            .search(Made.DATA, Made.fit(3, score));
    assertThat(trials.list())
        .extracting(Trial::status)
        .containsExactly(
            TrialStatus.COMPLETED,
            TrialStatus.COMPLETED,
            TrialStatus.COMPLETED,
            TrialStatus.COMPLETED,
            TrialStatus.PRUNED,
            TrialStatus.COMPLETED);
    Trial pruned = trials.list().get(4);
    assertThat(pruned.epochs()).isEqualTo(2);
    assertThat(pruned.score()).isEqualTo(2.4);
    assertThatThrownBy(() -> new MedianPruning(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "median pruning: startupTrials must be at least 1, warmupEpochs at least 0; got 0, 0");
  }

  @Test
  void earlyStoppingEndsATrialSooner() {
    Made.Score score = (hp, epoch) -> hp.real("x", 0, 1) + epoch;
    Trials trials =
        Made.tuner(new RandomSearch(2), score)
            .search(
                Made.DATA,
                hp ->
                    Made.fit(5, score)
                        .apply(hp)
                        .callbacks(new EarlyStopping().monitor("score").mode(MonitorMode.MIN)));
    assertThat(trials.list()).allMatch(trial -> trial.epochs() == 2);
  }

  @Test
  void aBuilderThatGivesNoModelIsAnError() {
    Tuner tuner =
        new Tuner(
            hp -> {
              hp.bool("b");
              return null;
            },
            new RandomSearch(2),
            "loss");
    assertThatThrownBy(() -> tuner.search(Made.DATA, Fit.epochs(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tuner: the builder must give a model; got null");
  }

  @Test
  void aTrialTellsWhatItHas() {
    Trial best = Made.search(new RandomSearch(1), 1, X).best();
    assertThat(best.hyperParameters().real("x", 0, 1)).isEqualTo(best.score());
    assertThatThrownBy(() -> best.get("y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trial 1: no hyper-parameter \"y\"; there are x");
  }
}
