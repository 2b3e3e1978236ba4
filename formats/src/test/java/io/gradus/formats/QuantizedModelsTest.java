package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models that Keras quantized; `quantized.py` made them.
class QuantizedModelsTest {
  @TempDir Path folder;

  private Path resource(String name) throws IOException {
    return Files.write(folder.resolve(name), Fuzz.resource(name));
  }

  private Model model(String kind) throws IOException {
    return Model.load(resource("quantized_" + kind + ".keras"));
  }

  private Map<String, Tensor> arrays() throws IOException {
    return Npz.read(resource("quantized.npz"));
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    double[] numbers = expected.toDoubleArray();
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(actual.toDoubleArray()).containsExactly(numbers, Offset.offset(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "int4", "int4_channels", "ternary"})
  void predictsWhatKerasDoes(String kind) throws IOException {
    Tensor x = arrays().get(kind + "_x");
    Tensor y = arrays().get(kind + "_y");
    Model model = model(kind);
    assertSame(model.predict(x), y);
    assertSame(model.call(x), y);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "int4", "int4_channels", "ternary"})
  void isWrittenAsItWasRead(String kind) throws IOException {
    Tensor x = arrays().get(kind + "_x");
    Path file = folder.resolve("again.keras");
    model(kind).save(file);
    Model again = Model.load(file);
    assertSame(again.predict(x), arrays().get(kind + "_y"));
    assertThat(again.layers())
        .extracting(layer -> layer.settings().policy().toString())
        .isEqualTo(
            model(kind).layers().stream()
                .map(layer -> layer.settings().policy().toString())
                .toList());
  }

  @Test
  void aFileOfWeightsHasTheIntegersToo() throws IOException {
    Path file = folder.resolve("q.weights.h5");
    model("int4").saveWeights(file);
    Model model = model("int4");
    model.weights().forEach(weight -> weight.assign(Tensor.zeros(weight.type())));
    model.loadWeights(file);
    assertSame(model.predict(arrays().get("int4_x")), arrays().get("int4_y"));
  }

  @Test
  void trainsWhatIsNotQuantized() throws IOException {
    Model model = model("int8");
    model.compile(new SGD(0.1), new MeanSquaredError());
    Map<Variable, Tensor> before = new LinkedHashMap<>();
    model.weights().forEach(weight -> before.put(weight, weight.value()));
    Tensor x = arrays().get("int8_x");
    model.trainOnBatch(x, Tensor.ones(model.predict(x).shape().dims()));
    assertThat(model.weights())
        .filteredOn(weight ->
            before.get(weight) instanceof Tensor old
                && !Arrays.equals(old.toDoubleArray(), weight.value().toDoubleArray()))
        .extracting(Variable::name)
        .containsExactly("dense/bias", "einsum_dense/bias");
    assertThat(model.layers().get(1)).isInstanceOf(Dense.class);
  }
}
