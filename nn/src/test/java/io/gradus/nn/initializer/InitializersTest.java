package io.gradus.nn.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InitializersTest {
  private static final TensorType TYPE = TensorType.of(DType.FLOAT32, 100, 60);

  /// A random initializer, its standard deviation and bound.
  record Row(Initializer initializer, double deviation, double bound) {
    @Override
    public String toString() {
      return initializer.toString();
    }
  }

  private static Row uniform(Initializer initializer, double limit) {
    return new Row(initializer, limit / Math.sqrt(3), limit);
  }

  private static Row truncated(Initializer initializer, double deviation) {
    return new Row(initializer, deviation, 2 * deviation / 0.8796256610342398);
  }

  static Stream<Row> random() {
    return Stream.of(
        uniform(new GlorotUniform(), Math.sqrt(6.0 / 160)),
        truncated(new GlorotNormal(), Math.sqrt(2.0 / 160)),
        uniform(new HeUniform(), Math.sqrt(6.0 / 100)),
        truncated(new HeNormal(), Math.sqrt(2.0 / 100)),
        uniform(new LecunUniform(), Math.sqrt(3.0 / 100)),
        truncated(new LecunNormal(), Math.sqrt(1.0 / 100)),
        uniform(new VarianceScaling(3, "fan_out", "uniform"), Math.sqrt(9.0 / 60)),
        new Row(
            new VarianceScaling(1, "fan_avg", "untruncated_normal"),
            Math.sqrt(1.0 / 80),
            Double.POSITIVE_INFINITY),
        truncated(new VarianceScaling(), Math.sqrt(1.0 / 100)),
        uniform(new RandomUniform(), 0.05),
        new Row(new RandomNormal(), 0.05, Double.POSITIVE_INFINITY),
        truncated(new TruncatedNormal(), 0.05 * 0.8796256610342398),
        new Row(new Orthogonal(2), 0.2, Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @MethodSource("random")
  void hasItsMoments(Row row) {
    double[] values = row.initializer().initialize(TYPE, 7).toDoubleArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(row.deviation() / 15));
    assertThat(Math.sqrt(square)).isCloseTo(row.deviation(), within(row.deviation() / 30));
    assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
        .isLessThanOrEqualTo(row.bound() * 1.000001);
  }

  @ParameterizedTest
  @MethodSource("random")
  void followsFromTheKeyAndKeepsTheType(Row row) {
    Initializer initializer = row.initializer();
    float[] first = initializer.initialize(TYPE, 7).toFloatArray();
    assertThat(initializer.initialize(TYPE, 7).toFloatArray()).isEqualTo(first);
    assertThat(initializer.initialize(TYPE, 8).toFloatArray()).isNotEqualTo(first);
    TensorType other = TYPE.withDType(DType.FLOAT64);
    assertThat(initializer.initialize(other, 7).type()).isEqualTo(other);
  }

  @ParameterizedTest
  @MethodSource("random")
  void isWrittenAndReadAgain(Row row) {
    Object written = Initializers.CODEC.write().apply(row.initializer());
    assertThat(Initializers.CODEC.read().apply(written)).isEqualTo(row.initializer());
  }

  @Test
  void aSeedFixesTheNumbers() {
    Initializer seeded = new HeNormal(3);
    assertThat(seeded.initialize(TYPE, 1).toFloatArray())
        .isEqualTo(seeded.initialize(TYPE, 2).toFloatArray());
  }

  @Test
  void orthogonalVectorsAreAtRightAngles() {
    for (long[] dims : new long[][] {{6, 4}, {4, 6}, {5, 5}, {3, 3, 2, 8}}) {
      Tensor values =
          new Orthogonal()
              .initialize(TensorType.of(DType.FLOAT64, dims), 1)
              .reshape(-1, dims[dims.length - 1]);
      Tensor rows = values.dim(0) <= values.dim(1) ? values : values.transpose();
      int n = (int) rows.dim(0);
      double[] products = rows.matmul(rows.transpose()).toDoubleArray();
      for (int i = 0; i < products.length; i++) {
        assertThat(products[i]).isCloseTo(i / n == i % n ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void identityAndConstant() {
    TensorType type = TensorType.of(DType.FLOAT32, 2, 3);
    assertThat(new Identity(2).initialize(type, 0).toFloatArray())
        .containsExactly(2, 0, 0, 0, 2, 0);
    assertThat(new Constant(3).initialize(type, 0).toFloatArray())
        .containsExactly(3, 3, 3, 3, 3, 3);
  }

  @Test
  void areFoundByTheNamesOfKeras() {
    assertThat(Initializer.of("glorot_uniform")).isEqualTo(new GlorotUniform());
    assertThat(Initializer.of("HeNormal")).isEqualTo(new HeNormal());
    assertThat(Initializer.of("zeros")).isEqualTo(new Zeros());
    assertThat(Initializers.TABLE.read(Map.of("class_name", "Constant", "config", Map.of())))
        .isEqualTo(new Constant(0));
    assertThat(new VarianceScaling(1, "fan_in", "normal")).isEqualTo(new VarianceScaling());
  }
}
