package io.gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Losses in the training of models.
class TrainedLossTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(6, 4), -1, 1, 5);
  private static final Tensor LABELS = Tensor.of(0, 1, 2, 0, 1, 2);
  private static final Tensor ONE_HOT = LABELS.oneHot(3);
  private static final Tensor WEIGHTS = Tensor.of(1f, 2f, 0f, 1f, 3f, 1f);

  /// What a model is trained with.
  record Setup(Loss loss, Activation activation, Tensor y) {
    Model trained(boolean eagerly) {
      Model model = new Sequential(new Dense(3, activation)).seed(1).runEagerly(eagerly);
      model.compile(new SGD(0.1), loss);
      for (int step = 0; step < 3; step++) {
        model.trainOnBatch(Batch.of(X, y).weighted(WEIGHTS));
      }
      return model;
    }

    @Override
    public String toString() {
      return loss.toString();
    }
  }

  static Stream<Setup> setups() {
    return Stream.of(
        new Setup(new MeanSquaredError(), Activation.LINEAR, ONE_HOT),
        new Setup(new BinaryCrossentropy(), Activation.SIGMOID, ONE_HOT),
        new Setup(new BinaryFocalCrossentropy(), Activation.SIGMOID, ONE_HOT),
        new Setup(new CategoricalCrossentropy(), Activation.SOFTMAX, ONE_HOT),
        new Setup(new SparseCategoricalCrossentropy().ignoreClass(0), Activation.SOFTMAX, LABELS),
        new Setup(new Hinge(), Activation.LINEAR, ONE_HOT),
        new Setup(new Dice(), Activation.SIGMOID, ONE_HOT),
        new Setup(new Circle(), Activation.LINEAR, LABELS));
  }

  /// Which loss `crossentropy` is follows from the shapes, as in Keras' compile.
  @Test
  void crossentropyIsTheOneOfTheShapes() {
    Loss any = Loss.of("ce");
    assertThat(weight(any, Activation.SOFTMAX, LABELS))
        .isEqualTo(weight(new SparseCategoricalCrossentropy(), Activation.SOFTMAX, LABELS));
    assertThat(weight(any, Activation.SOFTMAX, LABELS.expandDims(-1)))
        .isEqualTo(weight(new SparseCategoricalCrossentropy(), Activation.SOFTMAX, LABELS));
    assertThat(weight(any, Activation.SOFTMAX, ONE_HOT))
        .isEqualTo(weight(new CategoricalCrossentropy(), Activation.SOFTMAX, ONE_HOT));
    Tensor p = Tensor.of(new float[][] {{0.25f}, {0.5f}});
    Tensor y = Tensor.of(new int[][] {{1}, {0}});
    assertThat(Loss.of("CrossEntropy").reduced(y, p, null).item())
        .isEqualTo(new BinaryCrossentropy().reduced(y, p, null).item());
    assertThatThrownBy(() -> Losses.of("crossentropie"))
        .hasMessage("loss: unknown name \"crossentropie\"; nearest: crossentropy");
  }

  private static float[] weight(Loss loss, Activation activation, Tensor y) {
    return new Setup(loss, activation, y)
        .trained(false)
        .weights()
        .getFirst()
        .value()
        .toFloatArray();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void recordedStepsHaveTheBitsOfEagerOnes(Setup setup) {
    Tensor recorded = setup.trained(false).weights().getFirst().value();
    Tensor eager = setup.trained(true).weights().getFirst().value();
    assertThat(recorded.toFloatArray()).isEqualTo(eager.toFloatArray());
    assertThat(recorded.isFinite().all().item()).isOne();
  }

  @Test
  void aSaturatedSigmoidIsClippedAsInKeras() {
    Model model =
        new Sequential(
                new Dense(1, Activation.SIGMOID).kernelInitializer(new Ones()).useBias(false))
            .seed(1);
    model.compile(new SGD(1), new BinaryCrossentropy());
    Tensor x = Tensor.of(new float[][] {{50}});
    Tensor y = Tensor.of(new float[][] {{0}});
    assertThat(model.trainOnBatch(Batch.of(x, y)).get("loss"))
        .isEqualTo((double) (float) -Math.log(0x1p-23));
    assertThat(model.weights().getFirst().value().item()).isOne();
  }

  @Test
  void targetsAreCheckedBeforeTraining() {
    Model model = new Sequential(new Dense(1, Activation.SIGMOID)).seed(1);
    model.compile("sgd", "bce");
    Tensor y = Tensor.of(-1f, 1f, 1f, 1f, 1f, 1f);
    assertThatThrownBy(() -> model.trainOnBatch(Batch.of(X, y)))
        .hasMessage(
            "loss: target -1 is not in [0, 1]; got y=float32[6], prediction=float32[6, 1]"
                + " (in model \"sequential\")");
  }
}
