package io.gradus.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.constraint.NonNeg;
import io.gradus.nn.schedule.PiecewiseConstantDecay;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The options that every optimizer has, on plain descent; and some rules by hand.
class BoundOptimizerTest {
  private static final double NEAR = 1e-6;

  private static Variable variable(float... values) {
    return new Variable("w", Tensor.of(values));
  }

  private static float[] after(Optimizer optimizer, Variable variable, float[]... gradients) {
    BoundOptimizer bound = optimizer.bind(List.of(variable));
    for (float[] gradient : gradients) {
      bound.apply(List.of(Tensor.of(gradient)));
    }
    return variable.value().toFloatArray();
  }

  @Test
  void descends() {
    assertThat(after(new SGD(0.5), variable(1, 2), new float[] {2, -2})).containsExactly(0, 3);
  }

  @Test
  void keepsMomentum() {
    // v: -1, then 0.5·(-1) - 1 = -1.5.
    assertThat(after(new SGD(1).momentum(0.5), variable(0), new float[] {1}, new float[] {1}))
        .containsExactly(-2.5f);
    // Nesterov: 0.5·v - 1, that is -1.5, then -1.75.
    assertThat(
            after(
                new SGD(1).momentum(0.5).nesterov(true),
                variable(0),
                new float[] {1},
                new float[] {1}))
        .containsExactly(-3.25f);
  }

  @Test
  void firstStepOfAdamIsTheLearningRate() {
    assertThat(after(new Adam(0.1), variable(1, 1), new float[] {5, -0.01f}))
        .containsExactly(new float[] {0.9f, 1.1f}, within(1e-4f));
  }

  @Test
  void adagradDividesByTheRootOfTheSum() {
    double want = 1 - 0.5 * 2 / Math.sqrt(0.1 + 4 + 1e-7);
    assertThat(after(new Adagrad(0.5), variable(1), new float[] {2})[0])
        .isCloseTo((float) want, within((float) NEAR));
  }

  @Test
  void decaysBeforeTheStep() {
    assertThat(after(new SGD(0.5).weightDecay(0.2), variable(10), new float[] {2}))
        .containsExactly(8);
  }

  @Test
  void scalesAGradientDownToItsNorm() {
    float[] moved = after(new SGD(1).clipnorm(1), variable(0, 0), new float[] {3, 4});
    assertThat(moved).containsExactly(new float[] {-0.6f, -0.8f}, within((float) NEAR));
    assertThat(after(new SGD(1).clipnorm(1), variable(0, 0), new float[] {0, 0}))
        .containsExactly(0, 0);
  }

  @Test
  void scalesAllGradientsByOneFactor() {
    Variable a = variable(0);
    Variable b = variable(0);
    BoundOptimizer bound = new SGD(1).globalClipnorm(1).bind(List.of(a, b));
    bound.apply(List.of(Tensor.of(new float[] {3}), Tensor.of(new float[] {4})));
    assertThat(a.value().item()).isCloseTo(-0.6, within(NEAR));
    assertThat(b.value().item()).isCloseTo(-0.8, within(NEAR));
  }

  @Test
  void boundsElements() {
    assertThat(after(new SGD(1).clipvalue(1), variable(0, 0), new float[] {3, -0.5f}))
        .containsExactly(-1, 0.5f);
  }

  @Test
  void changesOnceInSoManySteps() {
    Variable w = variable(0);
    BoundOptimizer bound = new SGD(1).gradientAccumulationSteps(2).bind(List.of(w));
    double[] seen = new double[4];
    float[] gradients = {1, 3, 10, 20};
    for (int i = 0; i < seen.length; i++) {
      bound.apply(List.of(Tensor.of(new float[] {gradients[i]})));
      seen[i] = w.value().item();
    }
    assertThat(seen).containsExactly(0, -2, -2, -17);
    assertThat(bound.iterations().value().item()).isEqualTo(4);
  }

  @Test
  void countsChangesForTheCorrectionOfBias() {
    // The second change of Adam is at step 4: as without accumulation at step 2.
    Variable one = variable(1);
    Variable other = variable(1);
    BoundOptimizer accumulated = new Adam(0.1).gradientAccumulationSteps(2).bind(List.of(one));
    BoundOptimizer plain = new Adam(0.1).bind(List.of(other));
    for (float gradient : new float[] {1, 2}) {
      plain.apply(List.of(Tensor.of(new float[] {gradient})));
      accumulated.apply(List.of(Tensor.of(new float[] {gradient})));
      accumulated.apply(List.of(Tensor.of(new float[] {gradient})));
    }
    assertThat(one.value().item()).isEqualTo(other.value().item());
  }

  @Test
  void keepsRunningMeans() {
    Variable w = variable(0);
    BoundOptimizer bound = new SGD(1).useEma(true).emaMomentum(0.5).bind(List.of(w));
    bound.apply(List.of(Tensor.of(new float[] {-4})));
    bound.apply(List.of(Tensor.of(new float[] {-4})));
    assertThat(w.value().item()).isEqualTo(8);
    bound.finish();
    // The mean starts as the first value: 4, then (4 + 8)/2.
    assertThat(w.value().item()).isEqualTo(6);
  }

  @Test
  void overwritesWithTheMeansNowAndThen() {
    Variable w = variable(0);
    BoundOptimizer bound =
        new SGD(1).useEma(true).emaMomentum(0.5).emaOverwriteFrequency(2).bind(List.of(w));
    bound.apply(List.of(Tensor.of(new float[] {-4})));
    assertThat(w.value().item()).isEqualTo(4);
    bound.apply(List.of(Tensor.of(new float[] {-4})));
    assertThat(w.value().item()).isEqualTo(6);
  }

  @Test
  void finishingBeforeAStepOrWithoutMeansChangesNothing() {
    Variable w = variable(3);
    new SGD().useEma(true).bind(List.of(w)).finish();
    new SGD().bind(List.of(w)).finish();
    assertThat(w.value().item()).isEqualTo(3);
  }

  @Test
  void dividesTheGradientsOfAScaledLoss() {
    Variable w = variable(0);
    BoundOptimizer bound = new SGD(1).lossScaleFactor(8).bind(List.of(w));
    assertThat(bound.scaleLoss(Tensor.of(2f)).item()).isEqualTo(16);
    bound.apply(List.of(Tensor.of(new float[] {16})));
    assertThat(w.value().item()).isEqualTo(-2);
  }

  @Test
  void constrainsWhatItChanges() {
    Variable w = variable(1, 1).constraint(new NonNeg());
    assertThat(after(new SGD(1), w, new float[] {5, -5})).containsExactly(0, 6);
  }

  @Test
  void followsASchedule() {
    Variable w = variable(0);
    BoundOptimizer bound =
        new SGD(new PiecewiseConstantDecay(List.of(0.0), List.of(1.0, 0.5))).bind(List.of(w));
    assertThat(bound.rate().item()).isEqualTo(1);
    bound.apply(List.of(Tensor.of(new float[] {-1})));
    assertThat(bound.rate().item()).isEqualTo(0.5);
    bound.apply(List.of(Tensor.of(new float[] {-1})));
    assertThat(w.value().item()).isEqualTo(1.5);
    assertThat(bound.variables()).hasSize(1);
  }

  @Test
  void appliesGradientsOfSomeVariables() {
    Variable a = variable(0);
    Variable b = variable(0);
    BoundOptimizer bound = new SGD(1).bind(List.of(a, b));
    bound.applyGradients(List.of(Tensor.of(new float[] {1})), List.of(b));
    assertThat(a.value().item()).isZero();
    assertThat(b.value().item()).isEqualTo(-1);
  }

  @Test
  void muonMakesAMatrixNearlyOrthogonal() {
    Variable w = new Variable("w", Tensor.zeros(2, 2));
    BoundOptimizer bound = new Muon(1).rmsRate(null).weightDecay(0).bind(List.of(w));
    bound.apply(List.of(Tensor.of(new float[][] {{3, 1}, {-1, 2}})));
    Tensor gram = w.matmul(w.value().transpose());
    assertThat(gram.toDoubleArray()).containsExactly(new double[] {1, 0, 0, 1}, within(0.6));
  }

  @Test
  void scheduleFreeSwapsBetweenTrainingAndEvaluation() {
    Variable w = variable(1);
    ScheduleFreeAdamW optimizer = new ScheduleFreeAdamW(0.1);
    BoundOptimizer bound = optimizer.bind(List.of(w));
    bound.apply(List.of(Tensor.of(new float[] {1})));
    bound.apply(List.of(Tensor.of(new float[] {1})));
    double training = w.value().item();
    optimizer.swapToEval(bound);
    // The mean of 0.9 and 0.8.
    assertThat(w.value().item()).isCloseTo(0.85, within(1e-5));
    optimizer.swapToTrain(bound);
    assertThat(w.value().item()).isCloseTo(training, within(1e-6));
  }
}
