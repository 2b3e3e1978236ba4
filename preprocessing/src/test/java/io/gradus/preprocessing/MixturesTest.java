package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Images mixed with each other, and their labels.
class MixturesTest {
  private static final int BATCH = 6;

  private static Stream<MixingAugmentation<?>> all() {
    return Stream.of(new MixUp(0.9), new CutMix(0.8, 1));
  }

  private static Tensor images() {
    return Tensor.randomUniform(Shape.of(BATCH, 20, 30, 3), 0, 255, 7);
  }

  @ParameterizedTest
  @MethodSource("all")
  void labelsHaveTheSharesOfTheImages(MixingAugmentation<?> layer) {
    // Each image has one value, and a class of its own.
    Tensor values = Tensor.of(1f, 10f, 100f, 1000f, 10000f, 100000f);
    Tensor x = values.reshape(BATCH, 1, 1, 1).broadcastTo(Shape.of(BATCH, 20, 30, 1));
    Batch mixed = layer.augment(x, Tensor.eye(BATCH), 3);
    Tensor means = mixed.x().mean(1, 2, 3);
    Tensor expected = mixed.y().matmul(values);
    // The edges of rectangles are between pixels.
    assertThat(means.sub(expected).div(values.max()).abs().max().item()).isCloseTo(0, within(0.06));
    assertThat(mixed.y().sum(1).toDoubleArray())
        .containsExactly(new double[] {1, 1, 1, 1, 1, 1}, within(1e-6));
    // Each image is another's partner once: shares not kept are those given.
    assertThat(mixed.y().greater(0).sum(0).max().item()).isEqualTo(2);
    assertThat(mixed.y().toFloatArray())
        .isEqualTo(layer.augment(x, Tensor.eye(BATCH), 3).y().toFloatArray())
        .isNotEqualTo(layer.augment(x, Tensor.eye(BATCH), 4).y().toFloatArray());
    assertThat(layer.augment(x, 3).toFloatArray()).isEqualTo(mixed.x().toFloatArray());
  }

  @ParameterizedTest
  @MethodSource("all")
  void inferenceChangesNothing(MixingAugmentation<?> layer) {
    Tensor labels = Tensor.of(new int[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, {0, 1}});
    List<Tensor> same = layer.call(images(), labels);
    assertThat(same.get(0).toFloatArray()).isEqualTo(images().toFloatArray());
    assertThat(same.get(1).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(same.get(1).toFloatArray()).isEqualTo(labels.cast(DType.FLOAT32).toFloatArray());
    assertThat(layer.augment(images(), labels, 1).y().type()).isEqualTo(same.get(1).type());
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneImageIsMixedWithItself(MixingAugmentation<?> layer) {
    Tensor x = images().get("0").moveAxis(2, 0);
    Batch mixed = layer.channelsFirst().augment(x, Tensor.of(1f, 0f), 1);
    assertThat(mixed.x().type()).isEqualTo(x.type());
    assertThat(mixed.x().toFloatArray()).containsExactly(x.toFloatArray(), within(1e-3f));
    assertThat(mixed.y().toFloatArray()).containsExactly(new float[] {1, 0}, within(1e-6f));
  }

  @Test
  void rectanglesComeFromTheSamePlaceOfAnother() {
    Tensor x = images();
    Tensor y = new CutMix(0.9, 1).augment(x, 2);
    Tensor own = y.equal(x).all(-1);
    for (int i = 0; i < BATCH; i++) {
      Tensor pasted = own.get(Integer.toString(i)).logicalNot().expandDims(0);
      Tensor same = y.get("%d:%d".formatted(i, i + 1)).equal(x).all(-1);
      assertThat(pasted.logicalNot().logicalOr(same).all(1, 2).any().toBooleanArray())
          .containsExactly(true);
      // Whole rows and columns of the bounding box are pasted.
      long rows = (long) pasted.any(2).sum().item();
      long columns = (long) pasted.any(1).sum().item();
      assertThat((long) pasted.sum().item()).isEqualTo(rows * columns);
    }
  }

  @Test
  void mixesInAModel() {
    Tensor x = Input.of(20, 30, 3);
    Tensor labels = Input.of(BATCH);
    List<Tensor> mixed = new MixUp().call(x, labels);
    Tensor scores = new Dense(2).call(new Flatten().call(mixed.get(0)));
    Functional model = new Functional(List.of(x, labels), List.of(scores, mixed.get(1)));
    Values in = Values.of(images(), Tensor.eye(BATCH));
    assertThat(model.call(in, Call.infer()).all().get(1).toFloatArray())
        .isEqualTo(Tensor.eye(BATCH).toFloatArray());
    assertThat(model.call(in, Call.train(1)).all().get(1).toFloatArray())
        .isNotEqualTo(Tensor.eye(BATCH).toFloatArray());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.2, 1, 3})
  void sharesHaveTheirDistribution(double alpha) {
    Call call = Call.train(5);
    Tensor parameter = Tensor.of((float) alpha);
    Tensor beta = LogGamma.beta(20_000, parameter, call);
    assertThat(beta.mean().item()).isCloseTo(0.5, within(0.01));
    assertThat(beta.var().item()).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
    Tensor sum = Tensor.scalar(DType.FLOAT32, 0);
    Tensor squares = sum;
    for (int i = 0; i < 500; i++) {
      Tensor shares = LogGamma.dirichlet(3, parameter, call.inside(Integer.toString(i)));
      assertThat(shares.sum().item()).isCloseTo(1, within(1e-5));
      sum = sum.add(shares.get("0"));
      squares = squares.add(shares.get("0").mul(shares.get("0")));
    }
    assertThat(sum.div(500).item()).isCloseTo(1.0 / 3, within(0.05));
    double square = 2.0 / 9 / (3 * alpha + 1) + 1.0 / 9;
    assertThat(squares.div(500).item()).isCloseTo(square, within(0.05));
  }

  @Test
  void wrongCalls() {
    assertThatThrownBy(() -> new MixUp(0))
        .hasMessage("mix up: alpha must be greater than 0, got 0");
    assertThatThrownBy(() -> new CutMix(1.5))
        .hasMessage("cut mix: factor must be in [0.0, 1.0], got [0.0, 1.5]");
    assertThatThrownBy(() -> new MixUp().call(images(), Tensor.ones(6)))
        .hasMessage(
            "mix up: needs images, or images [batch, …] and labels [batch, classes]; got"
                + " [float32[6, 20, 30, 3], float32[6]] (in layer \"mix_up\")");
    assertThatThrownBy(() -> new CutMix().call(images(), Tensor.ones(5, 2)))
        .hasMessage(
            "cut mix: needs images, or images [batch, …] and labels [batch, classes]; got"
                + " [float32[6, 20, 30, 3], float32[5, 2]] (in layer \"cut_mix\")");
  }
}
