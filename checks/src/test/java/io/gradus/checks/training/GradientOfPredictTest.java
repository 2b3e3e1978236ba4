package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import org.junit.jupiter.api.Test;

/// `predict` runs a program, which no tape records: who asks for its gradient is told.
class GradientOfPredictTest {
  private static final Tensor X = Tensor.ones(3, 2);
  private static final String REASON =
      ": no gradient flows through predict, which no tape records; model.call(x) is recorded";

  private static Sequential model() {
    Sequential model = new Sequential(new InputLayer(2), new Dense(1));
    model.build();
    return model;
  }

  @Test
  void isToldWithWhatToCall() {
    for (boolean eager : new boolean[] {false, true}) {
      Sequential model = model();
      model.runEagerly(eager);
      Variable kernel = model.weights().getFirst();
      try (var tape = GradientTape.persistent()) {
        tape.watch(X);
        Tensor y = model.predict(X);
        assertThatThrownBy(() -> tape.gradient(y, X))
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessageEndingWith(" does not depend on the source float32[3, 2]" + REASON);
        assertThatThrownBy(() -> tape.gradient(y.square().sum(), kernel))
            .hasMessageEndingWith("float32[2, 1]" + REASON);
        Tensor once = model.predictOnBatch(X);
        assertThatThrownBy(() -> tape.gradient(once, X)).hasMessageEndingWith(REASON);
        Tensor called = model.call(X);
        assertThat(tape.gradient(called.sub(y).square().sum(), X).toFloatArray()).containsOnly(0);
        assertThat(tape.gradient(called.mul(y).sum(), X).shape()).isEqualTo(X.shape());
      }
    }
  }

  @Test
  void aGradientThatFlowsAnotherWayIsFound() {
    Sequential model = model();
    try (var tape = new GradientTape()) {
      tape.watch(X);
      Tensor y = model.predict(X).mul(X.sum());
      assertThat(tape.gradient(y, X).shape()).isEqualTo(X.shape());
    }
  }
}
