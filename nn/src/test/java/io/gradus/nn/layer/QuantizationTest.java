package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers whose kernels are integers of few bits.
class QuantizationTest {
  private static final Tensor X = Tensor.randomNormal(Shape.of(3, 7), 0, 1, 1);

  private static Dense dense(String policy) {
    return Dense.SCHEMA.read(Map.of("units", 5, "name", "d", "dtype", policy));
  }

  private static Variable weight(Layer layer, String name) {
    return layer.weights().stream()
        .filter(weight -> weight.name().endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  private static DTypePolicy policy(Object written) {
    return DTypePolicy.CODEC.read().apply(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int8_from_float32",
        "int8_from_mixed_bfloat16",
        "int4/128_from_float32",
        "int4/-1_from_mixed_float16",
        "ternary_from_float32"
      })
  void policiesHaveKerasNames(String name) {
    DTypePolicy policy = policy(name);
    assertThat(policy).hasToString(name);
    assertThat(policy(DTypePolicy.CODEC.write().apply(policy))).isEqualTo(policy);
  }

  @Test
  void earlierNamesStandForOneScale() {
    assertThat(policy("int4_from_float32")).hasToString("int4/-1_from_float32");
    assertThat(policy("int4/None_from_float32")).hasToString("int4/-1_from_float32");
    Map<String, Object> config = new HashMap<>();
    config.put("mode", "int8");
    config.put("source_name", null);
    assertThat(policy(Map.of("class_name", "QuantizedDTypePolicy", "config", config)))
        .hasToString("int8_from_float32");
  }

  @ParameterizedTest
  @CsvSource({"float8, float8", "gptq, gptq/4/128", "awq, awq/4/128"})
  void refusesOtherModesByName(String mode, String policy) {
    assertThatThrownBy(() -> dense(policy + "_from_float32"))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage(
            "quantization in %s does not exist here; int8, int4 and ternary do".formatted(mode));
  }

  @Test
  void refusesWrongPolicies() {
    assertThatThrownBy(() -> dense("int9_from_float32"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Dense: key \"dtype\": expected one of [int8, int4, ternary] as quantization, got"
                + " \"int9\"");
    assertThatThrownBy(() -> dense("int4/0_from_float32"))
        .hasMessage(
            "Dense: key \"dtype\": expected −1 or a length of at least 1 behind the / of a"
                + " quantization, got \"int4/0\"");
    assertThatThrownBy(() -> dense("int8_from_mixed_float16"))
        .hasMessage("Dense: key \"dtype\": dtype policy: int8 does not go with float16");
  }

  @Test
  void refusesWhatHasNoQuantizedForm() {
    Layer conv =
        Conv1D.SCHEMA.read(
            Map.of("filters", 2, "kernel_size", 3, "name", "c", "dtype", "int8_from_float32"));
    assertThatThrownBy(() -> conv.call(Tensor.ones(1, 4, 2)))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage("layer \"c\": Conv1D in int8 is not supported");
    Layer adapted =
        Dense.SCHEMA.read(Map.of("units", 2, "lora_rank", 1, "dtype", "int4/2_from_float32"));
    assertThatThrownBy(() -> adapted.call(X))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage("lora: a kernel in int4 can't be adapted yet");
  }

  @Test
  void refusesQuantizersWithoutMeaning() {
    Map<String, Object> quantizer =
        Map.of("class_name", "AbsMaxQuantizer", "config", Map.of("value_range", List.of(-300, 1)));
    Map<String, Object> config =
        Map.of(
            "class_name",
            "Int8QuantizationConfig",
            "config",
            Map.of("activation_quantizer", quantizer));
    assertThatThrownBy(() -> Dense.SCHEMA.read(Map.of("units", 2, "quantization_config", config)))
        .hasMessageEndingWith(
            "AbsMaxQuantizer: value_range must be two numbers within −128 and 127, got [-300, 1]");
    Map<String, Object> gptq = Map.of("class_name", "GPTQConfig", "config", Map.of());
    assertThatThrownBy(() -> Dense.SCHEMA.read(Map.of("units", 2, "quantization_config", gptq)))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessageContaining("GPTQConfig");
  }

  @Test
  void weightsAreInTheOrderOfKerasFiles() {
    Dense layer = dense("int4/3_from_float32");
    layer.call(X);
    assertThat(layer.storedWeights())
        .extracting(stored -> stored.name() + " " + stored.type())
        .containsExactly(
            "d/kernel int8[7, 3]",
            "d/bias float32[5]",
            "d/kernel_scale float32[3, 5]",
            "d/kernel_zero int8[3, 5]",
            "d/g_idx float32[7]");
    assertThat(weight(layer, "g_idx").value().toFloatArray()).containsExactly(0, 0, 0, 1, 1, 1, 2);
    assertThat(layer.weights()).filteredOn(Variable::isTrainable).hasSize(1);
  }

  @Test
  void roundsInputsToTheirLargest() {
    Dense layer = dense("int8_from_float32");
    Tensor x = Tensor.of(new float[] {-2, 1, 0.25f, 0, 0, 0, 0}, Shape.of(1, 7));
    layer.call(x);
    weight(layer, "kernel").assign(Tensor.ones(7, 5).mul(3).cast(DType.INT8));
    weight(layer, "kernel_scale").assign(Tensor.ones(5).mul(2));
    // −127 + 64 (63.5 to even) + 16 (15.875) at 127/2 to one.
    double expected = (-127 + 64 + 16) * 3 / (2 * 127.0 / 2);
    assertThat(layer.call(x).toDoubleArray())
        .containsOnly(new double[] {expected}, Offset.offset(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8_from_float32", "int4/3_from_float32", "int4/-1_from_float32"})
  void gradientsFlowAsIfNothingWereRounded(String policy) {
    Dense layer = dense(policy);
    layer.call(X);
    Variable kernel = weight(layer, "kernel");
    kernel.assign(Tensor.randomUniform(kernel.shape(), -128, 128, 3).cast(DType.INT8));
    Variable scale = weight(layer, "kernel_scale");
    scale.assign(Tensor.randomUniform(scale.shape(), 1, 2, 4));
    Tensor back = Tensor.randomNormal(Shape.of(3, 5), 0, 1, 5);
    // What the layer makes of the rows of the unit matrix, which rounding leaves as they are.
    Tensor w = layer.call(Tensor.eye(7));
    Variable x = new Variable("x", X);
    try (GradientTape tape = new GradientTape()) {
      Tensor loss = layer.call(x.value()).mul(back).sum();
      Tensor dx = tape.gradient(loss, x);
      assertThat(dx.toDoubleArray())
          .containsExactly(back.matmul(w.transpose()).toDoubleArray(), Offset.offset(1e-3));
    }
  }

  @Test
  void partsOfAttentionMayBeQuantized() {
    Map<String, Object> config =
        new HashMap<>(MultiHeadAttention.SCHEMA.write(new MultiHeadAttention(2, 3)));
    config.put("name", "mha");
    config.put(
        "dtype",
        Map.of(
            "class_name",
            "DTypePolicyMap",
            "config",
            Map.of(
                "default_policy",
                "float32",
                "policy_map",
                Map.of("mha/query", "int8_from_float32"))));
    MultiHeadAttention layer = MultiHeadAttention.SCHEMA.read(config);
    Tensor x = Tensor.ones(1, 4, 5);
    layer.call(Values.of(x, x), Call.infer());
    assertThat(layer.weights())
        .extracting(weight -> weight.name() + " " + weight.type())
        .contains(
            "mha/query/kernel int8[5, 2, 3]",
            "mha/query/kernel_scale float32[1, 1, 2, 3]",
            "mha/key/kernel float32[5, 2, 3]");
    assertThat(policy(MultiHeadAttention.SCHEMA.write(layer).get("dtype")).at("mha/query"))
        .hasToString("int8_from_float32");
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 1025, 5000})
  void sumsAreExact(int inputs) {
    Dense layer = dense("int8_from_float32");
    Tensor ones = Tensor.ones(1, inputs);
    layer.call(ones);
    Variable kernel = weight(layer, "kernel");
    Tensor odd = Tensor.full(Shape.of(1, 5), -126, DType.INT8);
    Tensor even = Tensor.full(Shape.of(inputs - 1, 5), -127, DType.INT8);
    kernel.assign(Tensor.concat(0, even, odd));
    float sum = -127L * (127L * (inputs - 1) + 126);
    float scale = 127f / (1 + 1e-7f);
    assertThat(layer.call(ones).toFloatArray()).containsOnly(sum / scale);
  }
}
