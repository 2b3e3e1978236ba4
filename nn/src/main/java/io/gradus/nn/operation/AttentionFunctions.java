package io.gradus.nn.operation;

import io.gradus.nn.layer.DotProductAttention;
import io.gradus.tensor.Tensor;

/// The attention of `keras.ops`.
final class AttentionFunctions {
  static final String PARAMETERS = "query key value bias mask scale is_causal flash_attention";

  private AttentionFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("dot_product_attention", PARAMETERS, AttentionFunctions::dotProductAttention);
  }

  static Tensor dotProductAttention(CallArguments a) {
    DotProductAttention attention =
        new DotProductAttention()
            .bias(a.has("bias") ? a.tensor("bias") : null)
            .mask(a.has("mask") ? a.tensor("mask") : null)
            .causal(a.truth("is_causal"));
    if (a.has("scale")) {
      attention = attention.scale(a.number("scale").doubleValue());
    }
    return attention.apply(a.tensor("query"), a.tensor("key"), a.tensor("value"));
  }
}
