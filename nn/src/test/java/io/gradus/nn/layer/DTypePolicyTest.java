package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Policies of layers inside others.
class DTypePolicyTest {
  private static final DTypePolicy HALF = new DTypePolicy(DType.FLOAT16, DType.FLOAT16);

  private static DTypePolicy map(Map<String, DTypePolicy> byPath) {
    return new DTypePolicy(DType.FLOAT32, DType.FLOAT32, byPath);
  }

  @Test
  void aPlaceIsNamedExactlyOrByAnyText() {
    Map<String, DTypePolicy> byPath = new LinkedHashMap<>();
    byPath.put("encoder/.*", HALF);
    byPath.put("encoder/a", DTypePolicy.MIXED_BFLOAT16);
    byPath.put(".*/x.*y", DTypePolicy.MIXED_FLOAT16);
    DTypePolicy policy = map(byPath);
    assertThat(policy.at("encoder/a")).isEqualTo(DTypePolicy.MIXED_BFLOAT16);
    assertThat(policy.at("encoder/b/c")).isEqualTo(HALF);
    assertThat(policy.at("decoder/xy")).isEqualTo(DTypePolicy.MIXED_FLOAT16);
    assertThat(policy.at("decoder/x12y")).isEqualTo(DTypePolicy.MIXED_FLOAT16);
    assertThat(policy.at("decoder/y")).isEqualTo(policy);
    assertThat(policy.at("encoder")).isEqualTo(policy);
    assertThatThrownBy(() -> policy.at("encoder/xy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dtype policy: several places stand for \"encoder/xy\": [encoder/.*, .*/x.*y]");
  }

  @Test
  void innerLayersHaveThePolicyOfTheirPlace() {
    Map<String, Object> config =
        new LinkedHashMap<>(MultiHeadAttention.SCHEMA.write(new MultiHeadAttention(2, 3)));
    config.put("name", "mha");
    config.put("dtype", DTypePolicy.CODEC.write().apply(map(Map.of("mha/query", HALF))));
    MultiHeadAttention layer = MultiHeadAttention.SCHEMA.read(config);
    Tensor x = Tensor.ones(1, 4, 5);
    layer.call(Values.of(x, x), Call.infer());
    assertThat(layer.weights())
        .extracting(weight -> weight.name() + " " + weight.dtype())
        .contains("mha/query/kernel float16", "mha/key/kernel float32");
    assertThat(MultiHeadAttention.SCHEMA.write(layer).get("dtype")).isEqualTo(config.get("dtype"));
  }

  @Test
  void refusesOtherPatterns() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("default_policy", null);
    config.put("policy_map", Map.of("(a+)+", "float16"));
    Map<String, Object> object = Map.of("class_name", "DTypePolicyMap", "config", config);
    assertThatThrownBy(() -> DTypePolicy.CODEC.read().apply(object))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage("the pattern \"(a+)+\" of a path is not supported; .* alone is");
  }

  private static final List<TensorType> PAIRS =
      List.of(new TensorType(DType.FLOAT32, Shape.of(2, 4)));
  private static final List<TensorType> SEQUENCES =
      List.of(new TensorType(DType.FLOAT32, Shape.of(2, 3, 4)));

  private static DType compute(Layer layer, List<TensorType> inputs) {
    return layer.types(inputs, Call.infer()).getFirst().dtype();
  }

  @Test
  void aLayerIsToldItsPolicyInOneLine() {
    Layer layer = new Dense(3).policy("mixed_bfloat16");
    assertThat(compute(layer, PAIRS)).isEqualTo(DType.BFLOAT16);
    assertThat(layer.weights()).extracting(Variable::dtype).containsOnly(DType.FLOAT32);
    assertThat(layer.policy()).isEqualTo(DTypePolicy.MIXED_BFLOAT16);
    assertThatThrownBy(() -> layer.policy("float32"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("policy: layer \"dense\" is built; it must be told before");
    assertThatThrownBy(() -> new Dense(3).policy("mixed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dtype policy: unknown name \"mixed\"; known: an element type, mixed_float16,"
                + " mixed_bfloat16");
  }

  @Test
  void aLayerThatChangesAfterwardsKeepsItsPolicy() {
    Dense dense = new Dense(3);
    dense.policy("float64");
    assertThat(compute(dense.useBias(false).named("d"), PAIRS)).isEqualTo(DType.FLOAT64);
  }

  @Test
  void layersInsideHaveThePolicyAroundUnlessToldTheirOwn() {
    LSTM rows = new LSTM(5);
    rows.policy("float64");
    rows.types(SEQUENCES, Call.infer());
    assertThat(rows.weights()).extracting(Variable::dtype).containsOnly(DType.FLOAT64);

    Layer wrapped = new TimeDistributed(new Dense(3)).policy("float64");
    assertThat(compute(wrapped, SEQUENCES)).isEqualTo(DType.FLOAT64);
    Layer own = new TimeDistributed(new Dense(3).policy("float32")).policy("float64");
    assertThat(compute(own, SEQUENCES)).isEqualTo(DType.FLOAT32);

    MultiHeadAttention attention = new MultiHeadAttention(2, 3);
    attention.policy("float64");
    Tensor x = Tensor.ones(1, 4, 5);
    attention.call(Values.of(x, x), Call.infer());
    assertThat(attention.weights()).extracting(Variable::dtype).containsOnly(DType.FLOAT64);
  }

  @Test
  void configurationsHaveThePolicyThatCounts() {
    Layer wrapped = new TimeDistributed(new Dense(3)).policy("float64");
    Map<?, ?> config = TimeDistributed.SCHEMA.write((TimeDistributed) wrapped);
    assertThat(config.toString()).contains("name=float64").doesNotContain("name=float32");
  }

  @Test
  void theGlobalPolicyIsThatOfLayersMadeFromThenOn() {
    Dense before = new Dense(3);
    try {
      DTypePolicy.setGlobal("mixed_bfloat16");
      assertThat(DTypePolicy.global()).isEqualTo(DTypePolicy.MIXED_BFLOAT16);
      Dense made = new Dense(3);
      Layer told = new Dense(3).policy("float32");
      DTypePolicy.setGlobal(DTypePolicy.FLOAT32);
      assertThat(compute(made, PAIRS)).isEqualTo(DType.BFLOAT16);
      assertThat(compute(told, PAIRS)).isEqualTo(DType.FLOAT32);
      assertThat(compute(before, PAIRS)).isEqualTo(DType.FLOAT32);
    } finally {
      DTypePolicy.setGlobal(DTypePolicy.FLOAT32);
    }
  }

  @Test
  void thereIsAlwaysAGlobalPolicy() {
    assertThatThrownBy(() -> DTypePolicy.setGlobal((DTypePolicy) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("dtype policy: null");
    assertThat(DTypePolicy.global()).isEqualTo(DTypePolicy.FLOAT32);
  }

  @Test
  void inputsStayInFloat32() {
    try {
      DTypePolicy.setGlobal("mixed_float16");
      assertThat(new InputLayer(4).type().dtype()).isEqualTo(DType.FLOAT32);
    } finally {
      DTypePolicy.setGlobal(DTypePolicy.FLOAT32);
    }
  }
}
