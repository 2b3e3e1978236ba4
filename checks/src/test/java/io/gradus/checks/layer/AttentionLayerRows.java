package io.gradus.checks.layer;

import io.gradus.nn.layer.AdditiveAttention;
import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Attention;
import io.gradus.nn.layer.EinsumDense;
import io.gradus.nn.layer.GroupedQueryAttention;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.testkit.LayerCase;
import java.util.stream.Stream;

/// Rows of attention, and of the products it is made of.
final class AttentionLayerRows {
  private static final Arguments CAUSAL = Arguments.NONE.with("use_causal_mask", true);

  private AttentionLayerRows() {}

  static Stream<LayerCase> rows() {
    return Stream.of(
        LayerCase.of(() -> new EinsumDense("abc,cde->abde", -1, 2, 3).biasAxes("de"))
            .takes("[2,4,3]")
            .weights("kernel", "bias"),
        LayerCase.of(() -> new EinsumDense("...x,xy->...y", 4))
            .named("EinsumDense with an ellipsis")
            .takes("[2,3,3,5]")
            .weights("kernel"),
        LayerCase.of(() -> new Attention()).takes("[2,4,3] [2,5,3]"),
        LayerCase.of(() -> new Attention().useScale(true).scoreMode("concat").dropout(0.5))
            .named("Attention by sums")
            .takes("[2,4,3] [2,5,2] [2,5,3]")
            .told(in -> in.with(CAUSAL.with("return_attention_scores", true)))
            .weights("scale", "concat_score_weight")
            .differsInTraining(),
        LayerCase.of(() -> new AdditiveAttention()).takes("[2,4,3] [2,5,3]").weights("scale"),
        LayerCase.of(() -> new MultiHeadAttention(2, 3).valueDim(4))
            .takes("[2,4,6] [2,5,3]")
            .weights(withBiases("query", "key", "value", "attention_output")),
        LayerCase.of(() -> new MultiHeadAttention(2, 3).useBias(false).useGate(true).dropout(0.3))
            .named("MultiHeadAttention with gate and dropout")
            .takes("[2,4,6] [2,4,6] [2,4,5]")
            .told(in -> in.with(CAUSAL))
            .weights(
                "query/kernel",
                "key/kernel",
                "gate/kernel",
                "value/kernel",
                "attention_output/kernel")
            .differsInTraining(),
        LayerCase.of(() -> new MultiHeadAttention(2, 3).attentionAxes(1, 2).outputShape(2, 2))
            .named("MultiHeadAttention over two axes")
            .takes("[2,2,3,4] [2,3,2,4]")
            .weights(withBiases("query", "key", "value", "attention_output")),
        LayerCase.of(() -> new GroupedQueryAttention(3, 4, 2).slidingWindow(2))
            .takes("[2,4,6] [2,4,6]")
            .told(in -> in.with(CAUSAL))
            .weights(withBiases("query", "key", "value", "attention_output")));
  }

  private static String[] withBiases(String... projections) {
    return Stream.of(projections)
        .flatMap(name -> Stream.of(name + "/kernel", name + "/bias"))
        .toArray(String[]::new);
  }
}
