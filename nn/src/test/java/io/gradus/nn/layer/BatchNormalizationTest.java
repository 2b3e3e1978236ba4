package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.initializer.Constant;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Normalization over a batch and its moving means.
class BatchNormalizationTest {
  private static final Tensor X = Tensor.of(new float[] {1, 10, 3, 30}, Shape.of(2, 2));

  private static Call training() {
    return Call.train(1, new Variable("step", Tensor.of(0L)).trainable(false));
  }

  private static Tensor train(Layer layer, Tensor x) {
    Call call = training();
    Tensor y = layer.call(Values.of(x), call).one();
    call.finish();
    return y;
  }

  @Test
  void normalizesByTheBatchInTraining() {
    BatchNormalization layer = new BatchNormalization().epsilon(1e-9);
    assertThat(train(layer, X).toFloatArray()).containsExactly(-1, -1, 1, 1);
  }

  @Test
  void keepsMovingMeansAndUsesThemInInference() {
    BatchNormalization layer = new BatchNormalization().momentum(0.75).epsilon(1e-9);
    train(layer, X);
    assertThat(layer.weights())
        .extracting(Variable::name)
        .containsExactly(
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "batch_normalization/moving_mean",
            "batch_normalization/moving_variance");
    assertThat(layer.weights())
        .extracting(Variable::isTrainable)
        .containsExactly(true, true, false, false);
    // Means 2 and 20, variances 1 and 100 of the whole population.
    assertThat(layer.weights().get(2).toFloatArray()).containsExactly(0.5f, 5);
    assertThat(layer.weights().get(3).toFloatArray()).containsExactly(1, 25.75f);
    Tensor y = layer.call(X);
    assertThat(y.toFloatArray()[0]).isEqualTo(0.5f);
    assertThat(y.toFloatArray()[3]).isCloseTo((float) (25 / Math.sqrt(25.75)), within(1e-5f));
  }

  @Test
  void followsEachCallOfOneStep() {
    BatchNormalization layer = new BatchNormalization().momentum(0.5);
    Call call = training();
    layer.call(Values.of(X), call);
    layer.call(Values.of(X), call);
    call.finish();
    assertThat(layer.weights().get(2).toFloatArray()).containsExactly(1.5f, 15);
  }

  @Test
  void isInInferenceWhileFrozen() {
    BatchNormalization layer =
        new BatchNormalization().movingMeanInitializer(new Constant(1)).epsilon(1e-9);
    layer.call(X);
    layer.trainable(false);
    assertThat(train(layer, X).toFloatArray()).containsExactly(0, 9, 2, 29);
    assertThat(layer.weights().get(2).toFloatArray()).containsExactly(1, 1);
    layer.trainable(true);
    assertThat(train(layer, X).toFloatArray()).containsExactly(-1, -1, 1, 1);
    assertThat(layer.weights().get(2).isTrainable()).isFalse();
  }

  @Test
  void freezingCountsBetweenTheStepsOfAModelThoughNoWeightIsTrained() {
    BatchNormalization layer = new BatchNormalization().center(false).scale(false);
    Sequential model = new Sequential(new InputLayer(2), layer, new Dense(1));
    model.seed(1);
    model.compile(new SGD(), new MeanSquaredError());
    Tensor y = Tensor.zeros(2, 1);
    model.fit(X, y, Fit.epochs(1).quiet());
    float[] before = layer.weights().get(0).toFloatArray();
    assertThat(before[0]).isCloseTo(0.02f, within(1e-6f));
    layer.trainable(false);
    model.fit(X, y, Fit.epochs(1).quiet());
    assertThat(layer.weights().get(0).toFloatArray()).isEqualTo(before);
    layer.trainable(true);
    model.fit(X, y, Fit.epochs(1).quiet());
    assertThat(layer.weights().get(0).toFloatArray()).isNotEqualTo(before);
  }

  @Test
  void leavesOutWhatTheMaskExcludes() {
    Tensor x = Tensor.of(new float[] {1, 3, Float.NaN, 5}, Shape.of(2, 2, 1));
    Tensor mask = Tensor.of(true, true, false, true).reshape(2, 2);
    BatchNormalization layer = new BatchNormalization().momentum(0);
    Call call = training();
    Values out = layer.call(Values.of(x).masked(mask), call);
    call.finish();
    assertThat(layer.weights().get(2).toFloatArray()[0]).isCloseTo(3, within(1e-5f));
    assertThat(layer.weights().get(3).toFloatArray()[0]).isCloseTo(8f / 3, within(1e-5f));
    assertThat(out.one().toFloatArray()[1]).isCloseTo(0, within(1e-5f));
    assertThat(out.mask(0)).isSameAs(mask);
  }

  @Test
  void computesHalvesInSingles() {
    Map<String, ?> config =
        Map.of("name", "bn", "dtype", "mixed_float16", "epsilon", 1e-9, "momentum", 0.5);
    BatchNormalization layer = BatchNormalization.SCHEMA.read(config);
    // Squares of these are beyond the range of float16.
    Tensor x = Tensor.of(new float[] {10_000, -10_000}, Shape.of(2, 1)).cast(DType.FLOAT16);
    Tensor y = train(layer, x);
    assertThat(y.dtype()).isEqualTo(DType.FLOAT16);
    assertThat(y.cast(DType.FLOAT32).toFloatArray()).containsExactly(1, -1);
    assertThat(layer.weights().get(3).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(layer.weights().get(3).toFloatArray()[0]).isCloseTo(5e7f, within(16f));
  }

  /// Two calls in training and one in inference, as Keras 3.16 on NumPy computes them.
  @Test
  void renormalizesTowardsTheRunningStatistics() {
    BatchNormalization layer =
        new BatchNormalization()
            .momentum(0.9)
            .betaInitializer(new Ones())
            .renorm(0.5, 1.4, 0.6, 0.8);
    double[] values = IntStream.range(0, 12).mapToDouble(i -> Math.pow(i, 1.5) / 5).toArray();
    Tensor x = Tensor.of(values, Shape.of(4, 3)).cast(DType.FLOAT32);
    train(layer, x);
    assertNear(
        train(layer, x.mul(2)),
        0.0026344,
        -0.0710946,
        -0.1109172,
        0.7106411,
        0.7774377,
        0.8138851,
        2.0051799,
        2.0526919,
        2.0814128,
        3.6815448,
        3.640965,
        3.6156197);
    assertThat(layer.weights())
        .extracting(weight -> weight.name().replaceAll(".*/", ""))
        .containsExactly(
            "gamma",
            "beta",
            "moving_mean",
            "moving_variance",
            "moving_stddev",
            "renorm_mean",
            "renorm_stddev");
    assertNear(layer.weights().get(2).value(), 0.6799499, 0.857574, 1.0602264);
    assertNear(layer.weights().get(3).value(), 1.9757056, 2.1890359, 2.3808756);
    assertNear(layer.weights().get(4).value(), 1.4059536, 1.479877, 1.5433326);
    assertNear(layer.weights().get(5).value(), 1.3130066, 1.656005, 2.0473337);
    assertNear(layer.weights().get(6).value(), 1.7908046, 1.9335536, 2.0560884);
    assertNear(
        layer.call(x),
        0.5163782,
        0.5556563,
        0.6795629,
        1.2555423,
        1.5016809,
        1.7618848,
        2.6070499,
        2.9234552,
        3.2453079,
        4.3571873,
        4.6942134,
        5.0408325);
    Map<String, ?> config = BatchNormalization.SCHEMA.write(layer);
    assertThat(config.get("renorm_clipping"))
        .isEqualTo(Map.of("rmin", 0.5, "rmax", 1.4, "dmax", 0.6));
    assertThat(BatchNormalization.SCHEMA.write(BatchNormalization.SCHEMA.read(config)))
        .isEqualTo(config);
    assertThat(BatchNormalization.SCHEMA.write(new BatchNormalization()))
        .containsEntry("renorm", false)
        .containsEntry("renorm_clipping", null)
        .containsEntry("renorm_momentum", 0.99);
  }

  private static void assertNear(Tensor got, double... want) {
    assertThat(got.toDoubleArray()).containsExactly(want, within(2e-5));
  }

  @Test
  void refusesBoundsThatContradict() {
    assertThatThrownBy(() -> new BatchNormalization().renorm(2.0, 1.0, null, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch normalization: rmax must not be less than rmin, got rmin=2.0, rmax=1.0");
    assertThatThrownBy(() -> new BatchNormalization().renorm(null, null, -1.0, 0.9))
        .hasMessage("batch normalization: dmax must not be negative, got -1.0");
    assertThatThrownBy(() -> new BatchNormalization().renorm(null, null, null, 1.5))
        .hasMessage("batch normalization: the momentum of renorm must be in [0, 1], got 1.5");
  }

  @Test
  void takesChannelsOnAnyAxisAndUnknownLengths() {
    BatchNormalization layer = new BatchNormalization(1);
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(-1, 3, -1));
    assertThat(layer.types(List.of(type), Call.infer())).containsExactly(type);
    layer.call(Tensor.ones(2, 3, 4));
    assertThat(layer.weights().getFirst().shape()).isEqualTo(Shape.of(3));
  }
}
