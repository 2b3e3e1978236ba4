package io.gradus.checks.training;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.DTypePolicy;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Adam;
import io.gradus.nn.optimizer.LossScaleOptimizer;
import io.gradus.tensor.Rng;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models that compute in few bits on weights of `float32`.
class MixedPrecisionTest {
  private static final Tensor X = Rng.of(5).uniform(-1, 1, 256, 8);
  // Which of three sums is the largest.
  private static final Tensor Y = X.get(":, :6").reshape(256, 3, 2).sum(-1).argMax(-1);

  @TempDir Path folder;

  private static Sequential classifier() {
    return new Sequential(
        new InputLayer(8),
        new Dense(32, RELU),
        new BatchNormalization(),
        new Dense(3),
        new Dense(3, SOFTMAX).policy("float32"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed_bfloat16", "mixed_float16", "float64"})
  void modelsLearnInThePolicyTheyAreTold(String name) throws IOException {
    Sequential model = classifier();
    model.policy(name);
    model.seed(1);
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    model.fit(X, Y, Fit.epochs(30).quiet());
    DTypePolicy policy = DTypePolicy.of(name);
    assertThat(model.layers().getFirst().weights())
        .extracting(Variable::dtype)
        .containsOnly(policy.variable());
    assertThat(model.output("dense").dtype()).isEqualTo(policy.compute());
    assertThat(model.predict(X).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(model.evaluate(X, Y).get("accuracy")).isGreaterThan(0.9);

    Path file = folder.resolve("model.keras");
    model.save(file);
    Model loaded = Model.load(file);
    assertThat(loaded.policy()).isEqualTo(policy);
    assertThat(loaded.layers().getFirst().policy()).isEqualTo(policy);
    assertThat(loaded.predict(X).toNested()).isEqualTo(model.predict(X).toNested());
    // With the optimizer's state: the next step is the same.
    model.trainOnBatch(X, Y);
    loaded.trainOnBatch(X, Y);
    assertThat(loaded.weights().get(1).value().toNested())
        .isEqualTo(model.weights().get(1).value().toNested());
  }

  @Test
  void theLossOfMixedFloat16IsScaled() {
    Sequential half = classifier();
    half.policy("mixed_float16");
    half.compile("adam", "sparse_categorical_crossentropy");
    assertThat(half.compilation().optimizer()).isEqualTo(new LossScaleOptimizer(new Adam()));
    Sequential late = classifier();
    late.compile("adam", "sparse_categorical_crossentropy");
    assertThat(late.policy("mixed_float16").compilation().optimizer())
        .isEqualTo(new LossScaleOptimizer(new Adam()));
    Sequential told = classifier();
    told.policy("mixed_float16");
    LossScaleOptimizer own = new LossScaleOptimizer(new Adam()).initialScale(8);
    told.compile(own, Loss.of("sparse_categorical_crossentropy"));
    assertThat(told.compilation().optimizer()).isEqualTo(own);
    Sequential other = classifier();
    other.policy("mixed_bfloat16");
    other.compile("adam", "sparse_categorical_crossentropy");
    assertThat(other.compilation().optimizer()).isEqualTo(new Adam());
  }

  @Test
  void theGlobalPolicyReachesGraphs() {
    Functional model;
    try {
      DTypePolicy.setGlobal("mixed_bfloat16");
      Tensor x = Input.of(8);
      Tensor y = x.then(new Dense(16, RELU)).then(new Dense(3, SOFTMAX).policy("float32"));
      model = new Functional(x, y);
      model.compile("adam", "sparse_categorical_crossentropy");
    } finally {
      DTypePolicy.setGlobal(DTypePolicy.FLOAT32);
    }
    assertThat(model.inputs().getFirst().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(model.output("dense").dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(model.weights()).extracting(Variable::dtype).containsOnly(DType.FLOAT32);
    double first = model.evaluate(X, Y).get("loss");
    model.fit(X, Y, Fit.epochs(5).quiet());
    assertThat(model.evaluate(X, Y).get("loss")).isLessThan(first);
  }
}
