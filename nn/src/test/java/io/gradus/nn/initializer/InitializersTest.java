package io.gradus.nn.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /// From SciPy 1.17: `scipy.signal.get_window(name, 5)` and `(name, 4, False)`.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "boxcar; 1, 1, 1, 1, 1; 1, 1, 1, 1",
        "hann; 0, 0.3454915, 0.9045085, 0.9045085, 0.3454915; 0, 0.75, 0.75, 0",
        "hamming; 0.08, 0.3978522, 0.9121478, 0.9121478, 0.3978522; 0.08, 0.77, 0.77, 0.08",
        "blackman; 0, 0.2007701, 0.8492299, 0.8492299, 0.2007701; 0, 0.63, 0.63, 0",
        "nuttall; 0.0003628, 0.1105153, 0.7982581, 0.7982581, 0.1105153;"
            + " 0.0003628, 0.5292298, 0.5292298, 0.0003628",
        "blackmanharris; 6e-05, 0.1030115, 0.7938335, 0.7938335, 0.1030115;"
            + " 6e-05, 0.520575, 0.520575, 6e-05",
        "flattop; -0.0004211, -0.0677143, 0.6068722, 0.6068722, -0.0677143;"
            + " -0.0004211, 0.1982105, 0.1982105, -0.0004211",
        "bartlett; 0, 0.4, 0.8, 0.8, 0.4; 0, 0.6666667, 0.6666667, 0",
        "triang; 0.1666667, 0.5, 0.8333333, 0.8333333, 0.5; 0.25, 0.75, 0.75, 0.25",
        "cosine; 0.258819, 0.7071068, 0.9659258, 0.9659258, 0.7071068;"
            + " 0.3826834, 0.9238795, 0.9238795, 0.3826834",
        // From SciPy 1.10.
        "barthann; 0, 0.3585735, 0.8794265, 0.8794265, 0.3585735; 0, 0.73, 0.73, 0",
        "bohman; 0, 0.1791239, 0.8343115, 0.8343115, 0.1791239; 0, 0.6089978, 0.6089978, 0",
        "parzen; 0.0092593, 0.25, 0.8611111, 0.8611111, 0.25; 0.03125, 0.71875, 0.71875, 0.03125",
        "exponential; 0.082085, 0.2231302, 0.6065307, 0.6065307, 0.2231302;"
            + " 0.2231302, 0.6065307, 0.6065307, 0.2231302",
        "tukey; 0, 0.9045085, 1, 1, 0.9045085; 0, 1, 1, 0",
        "lanczos; 0, 0.5045512, 0.9354893, 0.9354893, 0.5045512; 0, 0.8269933, 0.8269933, 0",
        "taylor; 0.3063469, 0.6620648, 0.9570021, 0.9570021, 0.6620648;"
            + " 0.3781554, 0.9054539, 0.9054539, 0.3781554"
      })
  void windowsHaveTheNumbersOfSciPy(String name, String periodic, String symmetric) {
    assertThat(Window.of(name).values(5, true)).containsExactly(numbers(periodic), within(1e-7));
    assertThat(Window.of(name).values(4, false)).containsExactly(numbers(symmetric), within(1e-7));
    assertThat(Window.of(name).values(1, false)).containsExactly(1);
  }

  /// From SciPy 1.10: the sum of `scipy.signal.get_window(name, 257)**2`.
  @ParameterizedTest
  @CsvSource({
    "rectangular, 257",
    "han, 96.375",
    "parz, 69.56785703027583",
    "tuk, 176.68753736294633",
    "sinc, 116.01279838077639",
    "taylorwin, 124.47259177585818",
    "poisson, 0.8509181282393213",
    "bman, 75.38276353320316"
  })
  void windowsHaveTheFurtherNamesOfSciPy(String name, double squares) {
    double[] values = Window.of(name).values(257, true);
    assertThat(Arrays.stream(values).map(v -> v * v).sum()).isCloseTo(squares, within(1e-9));
  }

  @Test
  void windowsOfOwnWeightsAreWrittenAsLists() {
    STFT stft = new STFT("real", Window.of(1, -2), "spectrum", false);
    assertThat(values(stft, 2, 2))
        .containsExactly(new double[] {1 / 3.0, 1 / 3.0, -2 / 3.0, 2 / 3.0}, within(1e-15));
    Object written = Initializers.CODEC.write().apply(stft);
    assertThat(written).extracting("config").extracting("window").isEqualTo(List.of(1.0, -2.0));
    assertThat(Initializers.CODEC.read().apply(written)).isEqualTo(stft);
    // As Keras writes an array.
    Map<String, Object> array =
        Map.of(
            "class_name",
            "__numpy__",
            "config",
            Map.of("value", List.of(1, -2), "dtype", "float64"));
    assertThat(Window.CODEC.read().apply(array)).isEqualTo(Window.of(1, -2));
    assertThatThrownBy(() -> values(stft, 3, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "window: needs a weight for each sample of a stretch; got 2 weights, 3 samples");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(", ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void shortTimeFourierTransforms() {
    double r = 1 / Math.sqrt(6);
    assertThat(values(new STFT("real", StandardWindow.HANN, "density", true), 4, 3))
        .containsExactly(
            new double[] {0, 0, 0, r, 0, -r, 2 * r, -2 * r, 2 * r, r, 0, -r}, within(1e-15));
    assertThat(values(new STFT("imag", null, "density", true), 3, 3))
        .containsExactly(new double[] {0, 0, 0, 0, -1, 0, 0, 0, 0}, within(1e-15));
    assertThat(values(new STFT("real", StandardWindow.BOXCAR, "spectrum", false), 2, 2))
        .containsExactly(new double[] {0.5, 0.5, 0.5, -0.5}, within(1e-15));
    assertThat(Initializer.of("STFT")).isEqualTo(new STFT());
  }

  private static double[] values(STFT stft, long frame, long frequencies) {
    TensorType type = TensorType.of(DType.FLOAT64, frame, 1, frequencies);
    return stft.initialize(type, 0).toDoubleArray();
  }

  @Test
  void shortTimeFourierTransformsThatAreWrong() {
    assertThatThrownBy(() -> new STFT("both"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stft: side must be real or imag; got both");
    assertThatThrownBy(() -> new STFT("real", StandardWindow.HANN, "power", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stft: scaling must be density, spectrum or none; got power");
    assertThatThrownBy(() -> Window.of("hnn"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("window: unknown name \"hnn\"; nearest: hann");
    TensorType type = TensorType.of(DType.FLOAT32, 4, 2, 3);
    assertThatThrownBy(() -> new STFT().initialize(type, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("stft: needs the shape [frame, 1, frequencies]; got float32[4, 2, 3]");
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
