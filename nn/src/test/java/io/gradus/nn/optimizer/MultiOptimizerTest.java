package io.gradus.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several optimizers in one; numbers are those of Keras 3.16.
class MultiOptimizerTest {
  private static final Tensor X = Tensor.linspace(-1, 1, 12).cast(DType.FLOAT32).reshape(4, 3);
  private static final Tensor Y = Tensor.linspace(0, 1, 8).cast(DType.FLOAT32).reshape(4, 2);

  private static MultiOptimizer optimizer() {
    return new MultiOptimizer(new SGD(0.1).momentum(0.5))
        .with(".*encoder/.*", new Adam(0.01))
        .with("other", new RMSprop(0.02));
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new InputLayer(3), new Dense(4, "tanh").named("encoder"), new Dense(2).named("head"));
    model.build();
    for (Variable weight : model.weights()) {
      if (weight.rank() == 2) {
        double[] values =
            IntStream.range(0, (int) weight.size())
                .mapToDouble(i -> (i * 7 % 11 - 5) / 8.0)
                .toArray();
        weight.assign(Tensor.of(values, weight.shape()).cast(DType.FLOAT32));
      }
    }
    model.compile(optimizer(), new MeanSquaredError());
    return model;
  }

  @Test
  void eachVariableGoesToItsOwnOptimizer() {
    Sequential model = model();
    Sequential eager = model();
    eager.runEagerly(true);
    for (int i = 0; i < 2; i++) {
      model.trainOnBatch(X, Y);
      eager.trainOnBatch(X, Y);
    }
    assertThat(model.predict(X).toDoubleArray())
        .containsExactly(
            new double[] {
              -0.3392664, 0.1602553, -0.1165078, 0.170833, 0.178515, 0.1591511, 0.4004981, 0.1673836
            },
            within(1e-5));
    assertThat(eager.predict(X).toDoubleArray()).isEqualTo(model.predict(X).toDoubleArray());
    assertThat(model.optimizer().variables())
        .extracting(Variable::name)
        .containsExactly(
            "iteration",
            "learning_rate",
            "iteration",
            "learning_rate",
            "encoder_kernel_momentum",
            "encoder_kernel_velocity",
            "encoder_bias_momentum",
            "encoder_bias_velocity",
            "iteration",
            "learning_rate",
            "iteration",
            "learning_rate",
            "head_kernel_momentum",
            "head_bias_momentum");
    assertThat(model.optimizer().iterations().value().item()).isEqualTo(2);
    assertThat(model.optimizer().parts())
        .extracting(part -> part.iterations().value().item())
        .containsExactly(2.0, 0.0, 2.0);
  }

  @Test
  void hasNoLearningRateOfItsOwn() {
    BoundOptimizer bound = optimizer().bind(List.of(new Variable("w", Tensor.of(1f))));
    assertThatThrownBy(bound::learningRate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "optimizer: a MultiOptimizer has no learning rate; its parts have, see parts()");
  }

  @Test
  void theFactorOfTheLossCountsForAll() {
    Variable w = new Variable("w", Tensor.of(1f));
    BoundOptimizer bound =
        new MultiOptimizer(new SGD(1).lossScaleFactor(2)).lossScaleFactor(8.0).bind(List.of(w));
    assertThat(bound.scaleLoss(Tensor.of(3f)).item()).isEqualTo(24);
    bound.apply(List.of(Tensor.of(4f)));
    assertThat(w.value().item()).isEqualTo(0.5);
  }

  @Test
  void isReadAsItIsWritten() {
    MultiOptimizer optimizer = optimizer().named("mine").lossScaleFactor(4.0);
    var written = Optimizers.TABLE.write(optimizer);
    assertThat(Optimizers.TABLE.read(written)).isEqualTo(optimizer);
  }

  @Test
  void refusesPatternsThatAreAmbiguousAndOptimizersThatHoldOthers() {
    MultiOptimizer both = optimizer().with(".*kernel", new SGD());
    Variable kernel = new Variable("encoder/kernel", Tensor.of(1f));
    assertThatThrownBy(() -> both.bind(List.of(kernel)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "multiOptimizer: several patterns stand for variable encoder/kernel: [.*encoder/.*,"
                + " .*kernel]");
    assertThatThrownBy(() -> new MultiOptimizer(both))
        .hasMessage("multiOptimizer: an optimizer in it must not hold others, got MultiOptimizer");
    assertThatThrownBy(() -> optimizer().with("(a|b)", new SGD()))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage("the pattern \"(a|b)\" of a path is not supported; .* alone is");
  }
}
