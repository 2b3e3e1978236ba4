package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.LinkedHashMap;
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
}
