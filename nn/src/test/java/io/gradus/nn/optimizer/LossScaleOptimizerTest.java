package io.gradus.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.initializer.Constant;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Losses multiplied by a factor that follows the gradients.
class LossScaleOptimizerTest {
  private static final float INFINITE = Float.POSITIVE_INFINITY;

  private static Variable state(BoundOptimizer bound, String name) {
    return bound.variables().stream()
        .filter(variable -> variable.name().endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void dividesTheGradientsByTheScale() {
    Variable w = new Variable("w", Tensor.of(1f));
    BoundOptimizer bound = new LossScaleOptimizer(new SGD(0.5)).initialScale(8).bind(List.of(w));
    assertThat(bound.scaleLoss(Tensor.of(3f)).item()).isEqualTo(24);
    bound.apply(List.of(Tensor.of(16f)));
    assertThat(w.value().item()).isEqualTo(0);
    assertThat(bound.iterations().value().item()).isEqualTo(1);
    assertThat(bound.learningRate().value().item()).isEqualTo(0.5);
  }

  @Test
  void hasTheStateOfKeras() {
    Variable w = new Variable("w", Tensor.of(1f));
    BoundOptimizer bound = new LossScaleOptimizer(new Adam(0.5)).initialScale(8).bind(List.of(w));
    assertThat(bound.variables())
        .extracting(Variable::name)
        .containsExactly(
            "iteration",
            "learning_rate",
            "step_counter",
            "dynamic_scale",
            "iteration",
            "learning_rate",
            "w_momentum",
            "w_velocity");
    assertThat(bound.innerVariables()).isEqualTo(bound.variables().subList(4, 8));
    assertThat(new Adam().bind(List.of(w)).innerVariables()).isEmpty();
    bound.apply(List.of(Tensor.of(16f)));
    assertThat(bound.variables())
        .extracting(variable -> variable.value().item())
        .startsWith(0.0, 0.0, 1.0, 8.0, 1.0, 0.5);
  }

  @Test
  void skipsAStepThatIsNotFiniteAndHalvesTheScale() {
    Variable w = new Variable("w", Tensor.of(1f));
    Variable v = new Variable("v", Tensor.of(1f));
    BoundOptimizer bound =
        new LossScaleOptimizer(new SGD(1).momentum(0.5)).initialScale(8).bind(List.of(w, v));
    bound.apply(List.of(Tensor.of(8f), Tensor.of(8f)));
    for (float wrong : new float[] {INFINITE, Float.NaN}) {
      bound.apply(List.of(Tensor.of(wrong), Tensor.of(1f)));
    }
    assertThat(w.value().item()).isEqualTo(0);
    assertThat(v.value().item()).isEqualTo(0);
    assertThat(bound.iterations().value().item()).isEqualTo(1);
    assertThat(state(bound, "dynamic_scale").value().item()).isEqualTo(2);
    assertThat(state(bound, "step_counter").value().item()).isEqualTo(0);
    // The momentum is that of the first step: 0.5·(−1) − 1.
    bound.apply(List.of(Tensor.of(2f), Tensor.of(2f)));
    assertThat(w.value().item()).isEqualTo(-1.5);
  }

  @Test
  void doublesTheScaleAfterFiniteSteps() {
    Variable w = new Variable("w", Tensor.of(1f));
    BoundOptimizer bound =
        new LossScaleOptimizer(new SGD()).initialScale(4).dynamicGrowthSteps(3).bind(List.of(w));
    double[] scales = new double[8];
    for (int i = 0; i < scales.length; i++) {
      bound.apply(List.of(Tensor.of(i == 4 ? INFINITE : 1f)));
      scales[i] = state(bound, "dynamic_scale").value().item();
    }
    assertThat(scales).containsExactly(4, 4, 8, 8, 4, 4, 4, 8);
  }

  @Test
  void trainsAModelRecordedAsEagerAndAsWithoutScale() {
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    float[][] kernels = new float[3][];
    for (int i = 0; i < 3; i++) {
      Optimizer plain = new Adam(0.1);
      Sequential model = new Sequential(new Dense(1).kernelInitializer(new Constant(0.5)));
      model.runEagerly(i == 1);
      model.compile(
          i == 2 ? plain : new LossScaleOptimizer(plain).initialScale(4), new MeanSquaredError());
      model.fit(x, Tensor.ones(2, 1), Fit.epochs(5).quiet());
      kernels[i] = model.weights().getFirst().toFloatArray();
    }
    // Powers of 2 scale without rounding.
    assertThat(kernels[0]).isEqualTo(kernels[1]).isEqualTo(kernels[2]);
  }

  @Test
  void isWrittenAndReadAgain() {
    LossScaleOptimizer optimizer =
        new LossScaleOptimizer(new Adam(0.01).clipnorm(1)).initialScale(16).named("scaled");
    Map<String, ?> written = Optimizers.TABLE.write(optimizer);
    assertThat(LossScaleOptimizer.SCHEMA.write(optimizer).keySet())
        .containsExactlyInAnyOrder(
            "name", "inner_optimizer", "initial_scale", "dynamic_growth_steps");
    assertThat(Optimizers.TABLE.read(written)).isEqualTo(optimizer);
  }

  @Test
  void ignoresTheInnerFactor() {
    Variable w = new Variable("w", Tensor.of(1f));
    Optimizer inner = new SGD(1).lossScaleFactor(100);
    BoundOptimizer bound = new LossScaleOptimizer(inner).initialScale(2).bind(List.of(w));
    bound.apply(List.of(Tensor.of(2f)));
    assertThat(w.value().item()).isEqualTo(0);
  }

  @Test
  void saysWhatIsWrong() {
    LossScaleOptimizer once = new LossScaleOptimizer(new SGD());
    assertThatThrownBy(() -> new LossScaleOptimizer(once))
        .hasMessage("lossScale: the loss is scaled once, not twice");
    assertThatThrownBy(() -> once.dynamicGrowthSteps(0))
        .hasMessage("lossScale: dynamicGrowthSteps must be at least 1, got 0");
    assertThatThrownBy(() -> once.initialScale(0))
        .hasMessage("lossScale: initialScale must be greater than 0, got 0");
  }
}
