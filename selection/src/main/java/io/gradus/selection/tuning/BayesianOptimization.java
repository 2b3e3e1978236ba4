package io.gradus.selection.tuning;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Philox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tries values that are likely to be better, by what came of those before
/// (`keras_tuner.BayesianOptimization`): after some trials at random, a Gaussian process of the
/// scores says what is expected of other values and how far that may be off, and the next trial is
/// where the expected score, better by `beta` standard deviations, is best (the upper confidence
/// bound of Srinivas et al., *Gaussian Process Optimization in the Bandit Setting*, ICML 2010).
/// That place is looked for among values at random, and then near the best of them.
///
/// With several threads a trial depends on which others have ended, and so do the results. One that
/// is under way counts as if it had come out worse than expected by a standard deviation.
public final class BayesianOptimization extends Oracle {
  private static final String NAME = "bayesian optimization";
  private static final int CANDIDATES = 500;
  private static final int KEPT = 10;
  private static final int NEIGHBOURS = 20;
  private static final double[] REACHES = {0.2, 0.05, 0.01};

  private final int maxTrials;
  private final int initialPoints;
  private final double alpha;
  private final double beta;
  private final long seed;

  /// Values for the space, and where they are in it.
  private record Candidate(Map<String, Object> values, double[] place) {}

  /// So many trials, the first of them at random: three for each hyper-parameter.
  ///
  /// @throws IllegalArgumentException if there are none
  public BayesianOptimization(int maxTrials) {
    this(maxTrials, 0, 1e-4, 2.6, System.nanoTime());
  }

  private BayesianOptimization(
      int maxTrials, int initialPoints, double alpha, double beta, long seed) {
    this.maxTrials = positive(NAME, "maxTrials", maxTrials);
    this.initialPoints = initialPoints;
    this.alpha = alpha;
    this.beta = beta;
    this.seed = seed;
    if (!(alpha > 0) || !(beta >= 0)) {
      throw new IllegalArgumentException(
          NAME + ": alpha must be above 0, beta not below; got %s, %s".formatted(alpha, beta));
    }
  }

  /// {@return this search with so many trials at random first}
  ///
  /// @throws IllegalArgumentException if there are none
  public BayesianOptimization initialPoints(int value) {
    positive(NAME, "initialPoints", value);
    return new BayesianOptimization(maxTrials, value, alpha, beta, seed);
  }

  /// {@return this search, for which a score may be off by this variance, where that of all scores
  /// is 1; 1e-4 by default}
  ///
  /// @throws IllegalArgumentException if it is not above 0
  public BayesianOptimization alpha(double value) {
    return new BayesianOptimization(maxTrials, initialPoints, value, beta, seed);
  }

  /// {@return this search, which the larger `value` is, the more tries what it knows little of; 2.6
  /// by default}
  ///
  /// @throws IllegalArgumentException if it is negative
  public BayesianOptimization beta(double value) {
    return new BayesianOptimization(maxTrials, initialPoints, alpha, value, seed);
  }

  /// {@return this search with a seed, which its trials follow from, if one thread makes them}
  public BayesianOptimization seed(long value) {
    return new BayesianOptimization(maxTrials, initialPoints, alpha, beta, value);
  }

  @Override
  long seed() {
    return seed;
  }

  @Override
  int total() {
    return maxTrials;
  }

  @Override
  Proposal propose(int number, int draw, Attempts earlier) {
    if (number > maxTrials) {
      return Proposal.Nothing.MORE;
    }
    HyperParameters.Source random = random(seed, number, draw);
    Map<String, HyperParameter> space = earlier.space(number);
    int initial = initialPoints == 0 ? 3 * space.size() : initialPoints;
    long scored = earlier.all().stream().filter(Attempts.Attempt::isScored).count();
    if (number <= initial || scored < 2 || draw > 0 || space.isEmpty()) {
      return new Proposal.Values(random);
    }
    Map<String, Object> best = best(process(space, earlier), space, Philox.key(seed, "" + number));
    return new Proposal.Values((name, parameter) -> {
      Object value = best.get(name);
      return value == null ? random.value(name, parameter) : value;
    });
  }

  private GaussianProcess process(Map<String, HyperParameter> space, Attempts attempts) {
    List<double[]> places = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    List<double[]> pending = new ArrayList<>();
    for (Attempts.Attempt attempt : attempts.all()) {
      Trial trial = attempt.trial();
      double[] place = place(space, attempt.values());
      if (trial == null) {
        pending.add(place);
      } else if (attempt.isScored()) {
        places.add(place);
        costs.add(attempts.cost(trial.score()));
      }
    }
    GaussianProcess process = process(places, costs);
    if (pending.isEmpty()) {
      return process;
    }
    GaussianProcess.Prediction expected = process.predict(tensor(pending));
    for (int i = 0; i < pending.size(); i++) {
      places.add(pending.get(i));
      costs.add(expected.mean()[i] + expected.deviation()[i]);
    }
    return process(places, costs);
  }

  private GaussianProcess process(List<double[]> places, List<Double> costs) {
    double[] values = costs.stream().mapToDouble(Double::doubleValue).toArray();
    return GaussianProcess.fit(tensor(places), values, alpha);
  }

  private Map<String, Object> best(
      GaussianProcess process, Map<String, HyperParameter> space, long key) {
    List<Candidate> candidates = new ArrayList<>();
    long next = 0;
    for (int i = 0; i < CANDIDATES; i++) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Map.Entry<String, HyperParameter> each : space.entrySet()) {
        values.put(each.getKey(), each.getValue().at(uniform(key, next++)));
      }
      candidates.add(new Candidate(values, place(space, values)));
    }
    List<Candidate> kept = best(process, candidates);
    for (double reach : REACHES) {
      List<Candidate> near = new ArrayList<>(kept);
      for (Candidate around : kept) {
        for (int i = 0; i < NEIGHBOURS; i++) {
          Map<String, Object> values = new LinkedHashMap<>();
          for (Map.Entry<String, HyperParameter> each : space.entrySet()) {
            Object value = around.values.get(each.getKey());
            double move = reach * (2 * uniform(key, next++) - 1);
            values.put(each.getKey(), moved(each.getValue(), value, move));
          }
          near.add(new Candidate(values, place(space, values)));
        }
      }
      kept = best(process, near);
    }
    return kept.getFirst().values;
  }

  private static Object moved(HyperParameter parameter, @Nullable Object value, double move) {
    double share = value == null ? 0.5 : parameter.share(value);
    return parameter.at(Math.clamp(share + move, 0, Math.nextDown(1.0)));
  }

  // The lowest bound of the cost first.
  private List<Candidate> best(GaussianProcess process, List<Candidate> candidates) {
    GaussianProcess.Prediction expected =
        process.predict(tensor(candidates.stream().map(Candidate::place).toList()));
    return IntStream.range(0, candidates.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble(i -> expected.mean()[i] - beta * expected.deviation()[i]))
        .limit(KEPT)
        .map(candidates::get)
        .toList();
  }

  // What a trial did not ask for is where its default is.
  private static double[] place(Map<String, HyperParameter> space, Map<String, Object> values) {
    double[] place = new double[space.values().stream().mapToInt(HyperParameter::dimensions).sum()];
    int at = 0;
    for (Map.Entry<String, HyperParameter> each : space.entrySet()) {
      HyperParameter parameter = each.getValue();
      parameter.coordinates(
          values.getOrDefault(each.getKey(), parameter.defaultValue()), place, at);
      at += parameter.dimensions();
    }
    return place;
  }

  private static Tensor tensor(List<double[]> rows) {
    return Tensor.of(rows.toArray(double[][]::new));
  }
}
