package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.constraint.NonNeg;
import io.gradus.nn.initializer.Constant;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.Axes;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Normalization within each sample.
class NormalizationLayersTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(2, 5, 6), -3, 5, 1);

  private static void assertClose(Tensor got, Tensor expected) {
    assertThat(got.shape()).isEqualTo(expected.shape());
    assertThat(got.sub(expected).abs().max().item()).isLessThan(1e-5);
  }

  private static Tensor standard(Tensor x, double epsilon, int... axes) {
    Axes over = Axes.of(axes).keep();
    return x.sub(x.mean(over)).div(x.var(over).add(epsilon).sqrt());
  }

  @Test
  void overTheLastAxisOrSeveral() {
    assertClose(new LayerNormalization().call(X), standard(X, 1e-3, 2));
    assertClose(new LayerNormalization(1, 2).epsilon(0.1).call(X), standard(X, 0.1, 1, 2));
    LayerNormalization middle =
        new LayerNormalization(1)
            .gammaInitializer(new Constant(2))
            .betaInitializer(new Constant(1));
    assertClose(middle.call(X), standard(X, 1e-3, 1).mul(2).add(1));
    assertThat(middle.weights().getFirst().shape()).isEqualTo(Shape.of(5));
  }

  @Test
  void ofGroupsOfChannels() {
    Tensor y = new GroupNormalization(3).call(X);
    Tensor groups = X.reshape(2, 5, 3, 2);
    assertClose(y, standard(groups, 1e-3, 1, 3).reshape(2, 5, 6));
    assertClose(new GroupNormalization(1).call(X), standard(X, 1e-3, 1, 2));
    Tensor first = new GroupNormalization(-1, 1).call(X);
    assertClose(first, standard(X, 1e-3, 2));
  }

  @Test
  void ofInstancesScalesEachChannel() {
    GroupNormalization layer = new GroupNormalization(-1).center(false);
    layer.call(X);
    assertThat(layer.weights()).hasSize(1);
    layer.weights().getFirst().assign(Tensor.of(1f, 2f, 3f, 4f, 5f, 6f));
    assertClose(layer.call(X), standard(X, 1e-3, 1).mul(Tensor.of(1f, 2f, 3f, 4f, 5f, 6f)));
  }

  @Test
  void byTheRootOfTheMeanSquare() {
    Tensor x = Tensor.of(new float[] {3, 4, 0, 0}, Shape.of(2, 2));
    RMSNormalization layer = new RMSNormalization();
    float[] y = layer.call(x).toFloatArray();
    assertThat(y[0]).isCloseTo((float) (3 / Math.sqrt(12.5)), within(1e-6f));
    assertThat(y[3]).isZero();
    assertThat(layer.weights().getFirst().name()).isEqualTo("rms_normalization/scale");
    Tensor both = new RMSNormalization(-2, -1).epsilon(0.5).call(X);
    assertClose(both, X.div(X.square().mean(Axes.of(1, 2).keep()).add(0.5).sqrt()));
  }

  @Test
  void toLengthOne() {
    Tensor x = Tensor.of(new float[] {3, 4, 0, 0}, Shape.of(2, 2));
    assertThat(new UnitNormalization().call(x).toFloatArray()).containsExactly(0.6f, 0.8f, 0, 0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor gradient = tape.gradient(new UnitNormalization().call(x).sum(), x);
      assertThat(gradient.isFinite().all().item()).isEqualTo(1);
    }
    assertClose(new UnitNormalization(1, 2).call(X), X.div(X.norm(Axes.of(1, 2).keep())));
  }

  static Stream<Layer> layers() {
    return Stream.of(
        new LayerNormalization(1, 2)
            .center(false)
            .gammaRegularizer(new L2(0.1))
            .gammaConstraint(new NonNeg()),
        new GroupNormalization(2, 1).scale(false).betaRegularizer(new L2(0.1)).named("groups"),
        new BatchNormalization(1).momentum(0.9).betaConstraint(new NonNeg()).epsilon(1e-5),
        new RMSNormalization(-2, -1).epsilon(0.1).named("rms"),
        new UnitNormalization(2).named("unit"),
        new Add().named("sum"),
        new Subtract(),
        new Multiply(),
        new Average(),
        new Maximum(),
        new Minimum(),
        new Concatenate(1),
        new Dot(2, 1).normalize(true),
        new PReLU().sharedAxes(1).alphaRegularizer(new L2(0.1)).alphaConstraint(new NonNeg()),
        new IdentityLayer());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void areWrittenAndReadAgain(Layer layer) {
    Map<String, ?> written = Layers.TABLE.write(layer);
    Layer read = Layers.TABLE.read(written);
    assertThat(read).isInstanceOf(layer.getClass());
    assertThat(Layers.TABLE.write(read)).isEqualTo(written);
  }

  static Stream<Layer> ofOneSample() {
    return Stream.of(
        new LayerNormalization(),
        new GroupNormalization(2),
        new RMSNormalization(),
        new UnitNormalization());
  }

  @ParameterizedTest
  @MethodSource("ofOneSample")
  void keepTheInputsTypeForUnknownLengths(Layer layer) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(-1, -1, 4));
    assertThat(layer.types(List.of(type), Call.infer())).containsExactly(type);
    assertThat(layer.call(Tensor.ones(2, 3, 4)).shape()).isEqualTo(Shape.of(2, 3, 4));
  }

  @Test
  void halvesAreComputedInSingles() {
    Map<String, ?> config = Map.of("dtype", "mixed_float16", "epsilon", 1e-6);
    Tensor x = Tensor.of(new float[] {1000, -1000}, Shape.of(1, 2)).cast(DType.FLOAT16);
    for (Layer layer :
        List.of(LayerNormalization.SCHEMA.read(config), RMSNormalization.SCHEMA.read(config))) {
      Tensor y = layer.call(x);
      assertThat(y.dtype()).isEqualTo(DType.FLOAT16);
      assertThat(y.cast(DType.FLOAT32).toFloatArray()).containsExactly(1, -1);
    }
  }

  @Test
  void passTheirMaskOnButForRmsAsInKeras() {
    Tensor mask = Tensor.of(true, false).reshape(2);
    Values in = Values.of(X).masked(mask);
    assertThat(new LayerNormalization().call(in, Call.infer()).mask(0)).isSameAs(mask);
    assertThat(new UnitNormalization().call(in, Call.infer()).mask(0)).isSameAs(mask);
    assertThat(new IdentityLayer().call(in, Call.infer()).mask(0)).isSameAs(mask);
    assertThat(new RMSNormalization().call(in, Call.infer()).isMasked()).isFalse();
  }
}
