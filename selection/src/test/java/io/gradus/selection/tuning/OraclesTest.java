package io.gradus.selection.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.callback.MonitorMode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OraclesTest {
  private static List<Map<String, Object>> values(Trials trials) {
    return trials.list().stream().map(Trial::values).toList();
  }

  private static final Made.Score PARABOLA =
      (hp, _) -> Math.pow(hp.real("x", -1, 1) - 0.3, 2) + Math.pow(hp.real("y", -1, 1) + 0.6, 2);

  @Test
  void randomSearchFollowsFromItsSeed() {
    Trials trials = Made.search(new RandomSearch(6).seed(1), 1, PARABOLA);
    assertThat(trials.list())
        .hasSize(6)
        .extracting(Trial::number)
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(values(Made.search(new RandomSearch(6).seed(1), 1, PARABOLA)))
        .isEqualTo(values(trials));
    assertThat(values(Made.search(new RandomSearch(3).seed(1), 1, PARABOLA)))
        .isEqualTo(values(trials).subList(0, 3));
    assertThat(values(Made.search(new RandomSearch(6).seed(2), 1, PARABOLA)))
        .isNotEqualTo(values(trials));
    assertThat(trials.best().score())
        .isEqualTo(trials.list().stream().mapToDouble(Trial::score).min().orElseThrow());
  }

  @Test
  void noValuesAreTriedTwiceAndASmallSpaceIsExhausted() {
    Made.Score score = (hp, _) -> hp.integer("a", 1, 3) + (hp.bool("b") ? 0.5 : 0);
    Trials trials = Made.search(new RandomSearch(50).seed(1), 1, score);
    assertThat(trials.list()).hasSize(6);
    assertThat(new HashSet<>(values(trials))).hasSize(6);
    assertThat(trials.best().values()).isEqualTo(Map.of("a", 1, "b", false));
  }

  @Test
  void aGridHasEveryCombinationTheLastNameFastest() {
    Made.Score score = (hp, _) -> hp.integer("a", 1, 2) * 10 + hp.choice("b", 1, 2, 3);
    Trials trials = Made.search(new GridSearch(), 1, score);
    assertThat(trials.list())
        .extracting(Trial::score)
        .containsExactly(11., 12., 13., 21., 22., 23.);
    assertThat(Made.search(new GridSearch().maxTrials(4), 1, score).list()).hasSize(4);
  }

  // Without a there is no depth: 1 + 3 combinations.
  @Test
  void aGridVariesOnlyWhatATrialAsksFor() {
    Made.Score score = (hp, _) -> hp.bool("a") ? hp.integer("depth", 1, 3) : 0;
    Trials trials = Made.search(new GridSearch(), 1, score);
    assertThat(values(trials))
        .containsExactly(
            Map.of("a", false),
            Map.of("a", true, "depth", 1),
            Map.of("a", true, "depth", 2),
            Map.of("a", true, "depth", 3));
    assertThat(trials.table())
        .startsWith(
            "trial      a  depth       score  epochs  seconds  status\n"
                + "    1  false      -  0.0000e+00  ")
        .contains("    4   true      3      3.0000       1      ");
  }

  // KerasTuner's sizes for 9 epochs: brackets of 9 → 3 → 1, 5 → 2 and 3 trials, for 1, 3, 9 epochs.
  @Test
  void hyperbandGoesOnWithTheBest() {
    Made.Score score = (hp, epoch) -> hp.real("x", 0, 1) + 1.0 / (epoch + 1);
    Trials trials = Made.search(new Hyperband(9).seed(3), 9, score);
    List<Trial> all = trials.list();
    assertThat(all).hasSize(9 + 3 + 1 + 5 + 2 + 3);
    assertThat(all.subList(0, 9)).allMatch(trial -> trial.epochs() == 1 && trial.from() == 0);
    assertThat(all.subList(9, 12)).allMatch(trial -> trial.epochs() == 3 && trial.from() > 0);
    assertThat(all.subList(13, 18)).allMatch(trial -> trial.epochs() == 3 && trial.from() == 0);
    assertThat(all.subList(20, 23)).allMatch(trial -> trial.epochs() == 9 && trial.from() == 0);
    Trial first = new Trials("score", false, all.subList(0, 9), null, Map.of()).best();
    assertThat(all.get(9).from()).isEqualTo(first.number());
    assertThat(all.get(9).values()).isEqualTo(first.values());
    Trial last = all.get(12);
    assertThat(last.from()).isEqualTo(10);
    assertThat(last.epochs()).isEqualTo(9);
    assertThat(last.curve().getFirst()).isEqualTo(first.score());
    assertThat(last.score()).isEqualTo((Double) last.get("x") + 1.0 / 9);
  }

  @Test
  void hyperbandNeedsItsEpochsAndKeepsToFewValues() {
    Made.Score score = (hp, epoch) -> hp.integer("x", 1, 4);
    assertThatThrownBy(() -> Made.search(new Hyperband(9), 8, score))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tuner: the oracle trains for up to 9 epochs, so fit needs as many; got 8");
    Trials trials = Made.search(new Hyperband(9).seed(1), 9, score);
    assertThat(trials.list().stream().filter(trial -> trial.from() == 0)).hasSize(4);
    assertThat(trials.list().stream().filter(trial -> trial.from() > 0)).hasSize(4);
    assertThat(trials.best().get("x")).isEqualTo(1);
  }

  @Test
  void bayesianOptimizationFindsTheLeastOfAParabola() {
    Trials trials = Made.search(new BayesianOptimization(25).seed(1), 1, PARABOLA);
    assertThat(trials.list()).hasSize(25);
    assertThat(trials.best().score()).isLessThan(1e-3);
    assertThat(values(Made.search(new BayesianOptimization(25).seed(1), 1, PARABOLA)))
        .isEqualTo(values(trials));
    Trials random = Made.search(new RandomSearch(25).seed(1), 1, PARABOLA);
    assertThat(trials.best().score()).isLessThan(random.best().score());
  }

  @Test
  void bayesianOptimizationAlsoFindsTheMostAmongChoices() {
    Made.Score score =
        (hp, _) ->
            hp.choice("kind", "a", "b", "c").equals("b")
                ? -Math.abs(hp.integer("n", 0, 20) - 13)
                : -30 - hp.real("x", 0, 1);
    Trials trials =
        Made.tuner(new BayesianOptimization(30).initialPoints(6).seed(2), score)
            .mode(MonitorMode.MAX)
            .search(Made.DATA, Made.fit(1, score));
    assertThat(trials.best().values()).isEqualTo(Map.of("kind", "b", "n", 13));
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new RandomSearch(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random search: maxTrials must be at least 1; got 0");
    assertThatThrownBy(() -> new GridSearch().maxTrials(0))
        .hasMessage("grid search: maxTrials must be at least 1; got 0");
    assertThatThrownBy(() -> new Hyperband(9).factor(1))
        .hasMessage("hyperband: the factor must be at least 2; got 1");
    assertThatThrownBy(() -> new Hyperband(9).iterations(0))
        .hasMessage("hyperband: iterations must be at least 1; got 0");
    assertThatThrownBy(() -> new BayesianOptimization(5).alpha(0))
        .hasMessage("bayesian optimization: alpha must be above 0, beta not below; got 0.0, 2.6");
    assertThatThrownBy(() -> new BayesianOptimization(5).initialPoints(0))
        .hasMessage("bayesian optimization: initialPoints must be at least 1; got 0");
  }
}
