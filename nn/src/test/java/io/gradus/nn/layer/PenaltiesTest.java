package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.data.Batch;
import io.gradus.nn.constraint.NonNeg;
import io.gradus.nn.initializer.Constant;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.nn.regularizer.L1;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Regularizers and constraints of layers.
class PenaltiesTest {
  private static final Tensor X = Tensor.ones(2, 3);

  private static List<Double> losses(Call call) {
    return call.losses().stream().map(Tensor::item).toList();
  }

  private static Dense dense() {
    return new Dense(2).kernelInitializer(new Constant(2)).biasInitializer(new Constant(-1));
  }

  @Test
  void ofWeightsAndOutputs() {
    Dense layer =
        dense()
            .kernelRegularizer(new L2(0.1))
            .biasRegularizer(new L1(0.5))
            .activityRegularizer(new L1(0.01));
    Call call = Call.infer();
    layer.call(Values.of(X), call);
    // Outputs are 5, two for each sample; the kernel has six 2s, the bias two -1s.
    List<Double> losses = losses(call);
    assertThat(losses).hasSize(3);
    assertThat(losses.get(0)).isCloseTo(0.1, within(1e-6));
    assertThat(losses.get(1)).isCloseTo(2.4, within(1e-6));
    assertThat(losses.get(2)).isCloseTo(1.0, within(1e-6));
    assertThat(call.total(Tensor.of(1f)).item()).isCloseTo(4.5, within(1e-5));
  }

  @Test
  void ofAWeightCountOnceHoweverOftenItsLayerIsCalled() {
    Dense layer = dense().kernelRegularizer(new L2(0.1));
    Call call = Call.infer();
    layer.call(Values.of(X), call);
    layer.call(Values.of(X), call);
    assertThat(losses(call)).hasSize(1);
  }

  @Test
  void ofAFrozenWeightDoNotCount() {
    Dense layer = dense().kernelRegularizer(new L2(0.1));
    Call call = Call.infer();
    layer.call(Values.of(X), call);
    layer.trainable(false);
    assertThat(losses(call)).isEmpty();
  }

  @Test
  void areWrittenAndReadAgain() {
    Dense layer =
        dense()
            .kernelRegularizer(new L2(0.1))
            .activityRegularizer(new L1(0.2))
            .biasConstraint(new NonNeg());
    Map<String, ?> written = Dense.SCHEMA.write(layer);
    assertThat(Dense.SCHEMA.write(Dense.SCHEMA.read(written))).isEqualTo(written);
    assertThat(written).containsKeys("kernel_regularizer", "activity_regularizer");
    assertThat(Dense.SCHEMA.write(dense())).doesNotContainKey("activity_regularizer");
  }

  @Test
  void ofOutputsNeedNoKnownBatch() {
    Layer layer = dense().activityRegularizer(new L2(1));
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, 3));
    assertThat(layer.types(List.of(type), Call.infer()).getFirst()).hasToString("float32[?, 2]");
    Layer passing = new ActivityRegularization(0.1, 0.1);
    assertThat(passing.types(List.of(type), Call.infer()).getFirst()).isEqualTo(type);
  }

  @Test
  void anActivityPassesAndAddsToTheLoss() {
    Call call = Call.infer();
    Tensor y = new ActivityRegularization(0.1, 0.01).call(Values.of(X), call).one();
    assertThat(y.toFloatArray()).isEqualTo(X.toFloatArray());
    assertThat(losses(call).getFirst()).isCloseTo(0.33, within(1e-6));
  }

  @Test
  void areLearnedFromAndPartOfTheLoss() {
    for (boolean eagerly : new boolean[] {true, false}) {
      Sequential model = new Sequential(dense().kernelRegularizer(new L2(0.5)));
      model.compile(new SGD(0.1), new SparseCategoricalCrossentropy().fromLogits(true));
      model.runEagerly(eagerly);
      double loss = model.trainOnBatch(Batch.of(X, Tensor.of(0, 1))).get("loss");
      // Both outputs are equal: log 2; the penalty is 0.5·6·4.
      assertThat(loss).isCloseTo(Math.log(2) + 12, within(1e-4));
      // The gradients of the two samples cancel; the penalty's is 2·0.5·2.
      assertThat(model.weights().getFirst().value().toFloatArray()).containsOnly(1.8f);
    }
  }

  @Test
  void constraintsHoldAfterEachStep() {
    for (boolean eagerly : new boolean[] {true, false}) {
      Sequential model =
          new Sequential(
              new Dense(2).kernelInitializer(new Constant(0)).kernelConstraint(new NonNeg()));
      model.compile(new SGD(1), new SparseCategoricalCrossentropy().fromLogits(true));
      model.runEagerly(eagerly);
      model.trainOnBatch(Batch.of(X, Tensor.of(0, 0)));
      assertThat(model.weights().getFirst().value().toFloatArray())
          .containsExactly(0.5f, 0, 0.5f, 0, 0.5f, 0);
    }
  }
}
