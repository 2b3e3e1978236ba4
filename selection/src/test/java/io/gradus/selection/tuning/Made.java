package io.gradus.selection.tuning;

import io.gradus.data.Dataset;
import io.gradus.nn.callback.LambdaCallback;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import java.util.function.Function;

/// A small model whose objective, called `score`, is made up from its hyper-parameters.
final class Made {
  static final Dataset DATA = Dataset.of(Tensor.ones(4, 1), Tensor.zeros(4, 1));

  private Made() {}

  /// What the objective is after an epoch, counted from 0.
  @FunctionalInterface
  interface Score {
    double of(HyperParameters hp, int epoch);
  }

  static Model model(HyperParameters hp) {
    var model = new Sequential(new Dense(1));
    model.seed(hp.seed());
    model.compile(new SGD(0.1), new MeanSquaredError());
    return model;
  }

  static Function<HyperParameters, Fit> fit(int epochs, Score score) {
    return hp ->
        Fit.epochs(epochs)
            .quiet()
            .callbacks(
                new LambdaCallback((_, epoch, logs) -> logs.put("score", score.of(hp, epoch))));
  }

  /// A search for the least `score`, whose builder asks for what `score` does.
  static Trials search(Oracle oracle, int epochs, Score score) {
    return tuner(oracle, score).search(DATA, fit(epochs, score));
  }

  static Tuner tuner(Oracle oracle, Score score) {
    return new Tuner(
        hp -> {
          score.of(hp, 0);
          return model(hp);
        },
        oracle,
        "score");
  }
}
