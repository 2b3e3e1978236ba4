package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.initializer.Constant;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.ScaledDotProductAttention;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Masks, shapes, configurations and wrong calls of attention. The values are those of the
/// conformance cases.
class AttentionTest {
  private static final Tensor QUERY = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, Shape.of(1, 3, 2));
  private static final Tensor VALUE = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(1, 3, 2));
  private static final Arguments SCORES = Arguments.NONE.with("return_attention_scores", true);
  private static final Arguments CAUSAL = Arguments.NONE.with("use_causal_mask", true);

  private static List<TensorType> types(Layer layer, long[]... shapes) {
    return layer.types(
        Arrays.stream(shapes).map(dims -> TensorType.of(DType.FLOAT32, dims)).toList(),
        Call.infer());
  }

  private static float[] row(Tensor x, long position) {
    return x.get("0, " + position).toFloatArray();
  }

  @Test
  void aCausalRowSeesNothingLater() {
    Tensor first = new Attention().call(Values.of(QUERY, VALUE).with(CAUSAL), Call.infer()).one();
    assertThat(row(first, 0)).containsExactly(1, 2);
    Values scored =
        new Attention()
            .call(Values.of(QUERY, VALUE).with(SCORES.with("use_causal_mask", true)), Call.infer());
    assertThat(row(scored.all().get(1), 0)).containsExactly(1, 0, 0);
    assertThat(row(scored.all().get(1), 1)[2]).isZero();
  }

  @Test
  void aRowThatSeesNothingAveragesAll() {
    Tensor none = Tensor.zeros(TensorType.of(DType.BOOL, 1, 3));
    Values in = Values.of(QUERY, VALUE).masked(Arrays.asList(null, none));
    assertThat(row(new Attention().call(in, Call.infer()).one(), 1)).containsExactly(3, 4);
    DotProductAttention heads =
        new DotProductAttention().mask(Tensor.zeros(TensorType.of(DType.BOOL, 1, 1, 3, 3)));
    Tensor x = VALUE.reshape(1, 3, 1, 2);
    assertThat(heads.apply(x, x, x).get("0, 2, 0").toFloatArray()).containsExactly(3, 4);
  }

  @Test
  void theMaskOfTheQueryEmptiesItsRowsAndGoesOn() {
    Tensor mask = Tensor.of(true, false, true).reshape(1, 3);
    Values out =
        new Attention()
            .call(
                Values.of(QUERY, VALUE).with(SCORES).masked(Arrays.asList(mask, null)),
                Call.infer());
    assertThat(row(out.all().getFirst(), 1)).containsExactly(0, 0);
    assertThat(out.mask(0)).isSameAs(mask);
    assertThat(out.mask(1)).isNull();
  }

  @Test
  void headsPassTheMaskOfTheQueryOn() {
    Tensor mask = Tensor.of(true, false, true).reshape(1, 3);
    for (Layer layer : List.of(new MultiHeadAttention(2, 3), new GroupedQueryAttention(3, 2, 1))) {
      Values in = Values.of(QUERY, VALUE).masked(Arrays.asList(mask, null));
      assertThat(layer.call(in, Call.infer()).mask(0)).isSameAs(mask);
      Values scored = layer.call(in.with(SCORES), Call.infer());
      assertThat(scored.mask(0)).isSameAs(mask);
      assertThat(scored.mask(1)).isNull();
    }
  }

  @Test
  void anArgumentStandsInForTheMaskOfTheValue() {
    Tensor mask = Tensor.of(true, false, false).reshape(1, 3);
    MultiHeadAttention layer = new MultiHeadAttention(1, 2);
    Tensor masked =
        layer.call(Values.of(QUERY, VALUE).masked(Arrays.asList(null, mask)), Call.infer()).one();
    Tensor told = layer.call(QUERY, VALUE, Arguments.NONE.with("value_mask", mask));
    assertThat(told.toFloatArray()).containsExactly(masked.toFloatArray());
    assertThat(row(told, 0)).containsExactly(row(told, 2));
    // Keras' layer looks at the query's own mask only; grouped heads look at the argument too.
    Arguments ofQuery = Arguments.NONE.with("query_mask", mask);
    assertThat(layer.call(QUERY, VALUE, ofQuery).toFloatArray())
        .containsExactly(layer.call(QUERY, VALUE).toFloatArray());
    GroupedQueryAttention grouped = new GroupedQueryAttention(2, 2, 1);
    assertThat(grouped.call(QUERY, VALUE, ofQuery).toFloatArray())
        .isNotEqualTo(grouped.call(QUERY, VALUE).toFloatArray());
  }

  /// Weights that are asked for are made all at once, others a tile at a time: by the same random
  /// numbers.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void headsDropTheSameWeightsWhetherAskedForThemOrNot(boolean trains) {
    Layer layer = new MultiHeadAttention(2, 3).dropout(0.3);
    Tensor x = Tensor.randomNormal(Shape.of(2, 70, 4), 0, 1, 1);
    Tensor mask = Tensor.randomUniform(Shape.of(2, 70), 0, 1, 2).greaterEqual(0.2);
    // The first text has no value at all.
    Tensor none = mask.logicalAnd(Tensor.of(false, true).expandDims(1));
    Values in = Values.of(x, x).masked(Arrays.asList(null, none));
    Values plain = in.with(CAUSAL);
    Values scored = in.with(SCORES.with("use_causal_mask", true));
    layer.call(plain, Call.infer());
    Tensor tiled = layer.call(plain, call(trains)).one();
    Values composed = layer.call(scored, call(trains));
    assertThat(tiled.sub(composed.all().getFirst()).abs().max().item()).isLessThan(1e-6);
    assertThat(tiled.get("0").abs().max().item()).isZero();
  }

  /// A row in which all is hidden is no NaN, not even in second derivatives of halves.
  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT32"})
  void hiddenRowsHaveSecondDerivatives(DType dtype) {
    Tensor x = Tensor.randomNormal(Shape.of(1, 2, 1, 3), 0, 1, 1).cast(dtype);
    Tensor mask = Tensor.of(false, false, true, true).reshape(2, 2);
    try (GradientTape outer = new GradientTape()) {
      outer.watch(x);
      Tensor slope;
      try (GradientTape tape = new GradientTape()) {
        tape.watch(x);
        Tensor y = new DotProductAttention().mask(mask).apply(x, x, x);
        slope = tape.gradient(y.square().sum(), x);
      }
      Tensor second = outer.gradient(slope.square().sum(), x);
      assertThat(second.isFinite().all().toBooleanArray()).containsExactly(true);
    }
  }

  @Test
  void theOperationSaysWhatItTakes() {
    Tensor x = Tensor.zeros(1, 2, 1, 3);
    assertThatThrownBy(() -> new ScaledDotProductAttention(1, false, false, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dotProductAttention: dropout must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> Tensor.apply(new ScaledDotProductAttention(1, true, true, 0), x, x, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dotProductAttention: takes query, key, value, mask; got [float32[1, 2, 1, 3],"
                + " float32[1, 2, 1, 3], float32[1, 2, 1, 3]]");
    assertThatThrownBy(
            () -> Tensor.apply(new ScaledDotProductAttention(1, true, false, 0.5), x, x, x, x, x))
        .isInstanceOf(DTypeException.class)
        .hasMessage(
            "dotProductAttention: needs key and counter as int64 scalars; got [float32[1, 2, 1,"
                + " 3], float32[1, 2, 1, 3]]");
  }

  private static Call call(boolean trains) {
    return trains
        ? Call.train(7, new Variable("step", Tensor.of(3L)).trainable(false))
        : Call.infer();
  }

  @Test
  void groupsShareKeysAndValues() {
    Tensor q = Tensor.arange(24).cast(DType.FLOAT32).div(24).reshape(1, 3, 4, 2);
    Tensor k = Tensor.arange(12).cast(DType.FLOAT32).div(6).reshape(1, 3, 2, 2);
    DotProductAttention attention = new DotProductAttention().causal(true);
    Tensor shared = attention.apply(q, k, k);
    Tensor repeated = attention.apply(q, k.repeat(2, 2), k.repeat(2, 2));
    assertThat(shared.toFloatArray()).containsExactly(repeated.toFloatArray());
    Tensor biased = new DotProductAttention().bias(Tensor.zeros(3, 3)).scale(0).apply(q, k, k);
    assertThat(biased.get("0, 0, 0").toFloatArray())
        .containsExactly(new float[] {4 / 6f, 5 / 6f}, within(1e-6f));
  }

  @Test
  void typesOfUnknownLengths() {
    assertThat(types(new MultiHeadAttention(2, 3), new long[] {-1, -1, 6}, new long[] {-1, -1, 5}))
        .containsExactly(new TensorType(DType.FLOAT32, Shape.of(-1, -1, 6)));
    assertThat(types(new MultiHeadAttention(2, 3), new long[] {-1, 4, 6}, new long[] {-1, 7, 5}))
        .containsExactly(new TensorType(DType.FLOAT32, Shape.of(-1, 4, 6)));
    assertThat(types(new AdditiveAttention(), new long[] {-1, -1, 6}, new long[] {-1, 4, 6}))
        .containsExactly(new TensorType(DType.FLOAT32, Shape.of(-1, -1, 6)));
    assertThat(types(new EinsumDense("abc,cde->abde", -1, 2, 3), new long[] {-1, 4, 6}))
        .containsExactly(new TensorType(DType.FLOAT32, Shape.of(-1, -1, 2, 3)));
  }

  @Test
  void penaltiesAreThoseOfTheProjections() {
    MultiHeadAttention layer =
        new MultiHeadAttention(1, 1)
            .kernelInitializer(new Constant(1))
            .kernelRegularizer(new L2(1))
            .activityRegularizer(new L2(0.5));
    Call call = Call.infer();
    layer.call(Values.of(QUERY, VALUE), call);
    assertThat(call.losses()).hasSize(8);
    // A kernel of two ones each.
    assertThat(call.losses().getLast().item()).isEqualTo(2);
  }

  @Test
  void weightsAreNamedAsInKeras() {
    MultiHeadAttention layer = new MultiHeadAttention(2, 3).useGate(true).named("att");
    layer.call(QUERY, VALUE);
    assertThat(layer.weights().stream().map(Variable::name))
        .startsWith("att/query/kernel", "att/query/bias", "att/key/kernel", "att/key/bias")
        .endsWith("att/attention_output/kernel", "att/attention_output/bias");
    assertThat(layer.children().keySet())
        .containsExactly("query_dense", "key_dense", "_gate_dense", "value_dense", "output_dense");
    GroupedQueryAttention grouped = new GroupedQueryAttention(2, 2, 1);
    grouped.call(QUERY, VALUE);
    assertThat(grouped.name()).isEqualTo("grouped_query_attention");
    assertThat(grouped.children().keySet())
        .containsExactly("_query_dense", "_key_dense", "_value_dense", "_output_dense");
  }

  @Test
  void theFirstKernelIsAsLargeAsItsInputsAndUnitsWant() {
    // 64 inputs and 4·4 units of one projection: limit √(6/80).
    EinsumDense layer = new EinsumDense("abc,cde->abde", -1, 4, 4);
    layer.call(Tensor.ones(1, 1, 64));
    float most = layer.weights().getFirst().value().abs().max().toFloatArray()[0];
    assertThat((double) most).isCloseTo(Math.sqrt(6.0 / 80), within(0.005));
  }

  static Stream<Layer> layers() {
    return Stream.of(
        new Attention().useScale(true).scoreMode(Attention.CONCAT).dropout(0.1),
        new AdditiveAttention().useScale(false),
        new MultiHeadAttention(2, 3)
            .valueDim(4)
            .outputShape(5, 6)
            .attentionAxes(1)
            .slidingWindow(3)
            .useGate(true)
            .useBias(false)
            .dropout(0.2)
            .activityRegularizer(new L2(0.1)),
        new GroupedQueryAttention(3, 4, 2).kernelRegularizer(new L2(0.1)),
        new EinsumDense("...ab,bc->...ac", -1, 4).biasAxes("c"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isWrittenAndReadAgain(Layer layer) {
    Map<String, @Nullable Object> written = Layers.TABLE.write(layer);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void configurationsAreThoseOfKeras() {
    assertThat(MultiHeadAttention.SCHEMA.write(new MultiHeadAttention(2, 3)))
        .containsEntry("value_dim", 3)
        .containsEntry("attention_axes", null)
        .containsEntry("output_shape", null)
        .containsEntry("activity_regularizer", null)
        .containsEntry("use_gate", false);
    assertThat(MultiHeadAttention.SCHEMA.write(new MultiHeadAttention(2, 3).attentionAxes(1)))
        .containsEntry("attention_axes", List.of(1));
    assertThat(EinsumDense.SCHEMA.write(new EinsumDense("abc,cd->abd", -1, 4)).get("output_shape"))
        .isEqualTo(Arrays.asList(null, 4));
  }

  record Wrong(String message, Class<? extends Throwable> type, Runnable call) {
    @Override
    public String toString() {
      return message;
    }
  }

  static Stream<Wrong> wrongCalls() {
    return Stream.of(
        argument("attention: dropout must be in [0, 1), got 1.0", () -> new Attention().dropout(1)),
        argument(
            "attention: score_mode must be dot or concat, got sum",
            () -> new Attention().scoreMode("sum")),
        argument(
            "attention: sliding_window must be at least 1, got 0",
            () -> new MultiHeadAttention(1, 1).slidingWindow(0)),
        argument(
            "multi-head attention: num_heads, key_dim and value_dim must be at least 1, got 0, 2,"
                + " 2",
            () -> new MultiHeadAttention(0, 2)),
        argument(
            "grouped-query attention: num_query_heads must be a multiple of num_key_value_heads,"
                + " and head_dim at least 1; got 3, 2, 4",
            () -> new GroupedQueryAttention(4, 3, 2)),
        argument(
            "dotProductAttention: takes bias or mask, not both; got bias=float32[2],"
                + " mask=float32[2]",
            () -> new DotProductAttention(Tensor.zeros(2), Tensor.zeros(2), null, false)),
        argument(
            "einsum dense: equation must have the form [X],[Y]->[Z], ...[X],[Y]->...[Z] or"
                + " [X]...,[Y]->[Z]..., got ab,bc",
            () -> new EinsumDense("ab,bc", 3)),
        argument(
            "einsum dense: each letter of the kernel must be in input or output; got ab,bd->ab,"
                + " 'd'",
            () -> new EinsumDense("ab,bd->ab", 3)),
        argument(
            "einsum dense: each letter of the output must be in input or kernel; got ab,bc->acd,"
                + " 'd'",
            () -> new EinsumDense("ab,bc->acd", 3, 4)),
        argument(
            "einsum dense: output_shape must have 2 lengths for abc,cd->abd, got [4]",
            () -> new EinsumDense("abc,cd->abd", 4)),
        argument(
            "einsum dense: output_shape must have lengths of at least 1, or −1, got [0]",
            () -> new EinsumDense("ab,bc->ac", 0)),
        argument(
            "einsum dense: bias_axes must be letters of the output \"ac\", got \"b\"",
            () -> new EinsumDense("ab,bc->ac", 3).biasAxes("b")),
        shape(
            "einsum dense: input does not have the axes of ab,bc->ac; got x=float32[2, 3, 4] (in"
                + " layer \"einsum_dense\")",
            () -> new EinsumDense("ab,bc->ac", 3).call(Tensor.zeros(2, 3, 4))),
        shape(
            "einsum dense: output_shape has 4 for 'b'; got x=float32[2, 3, 4] (in layer"
                + " \"einsum_dense\")",
            () -> new EinsumDense("abc,cd->abd", 4, 5).call(Tensor.zeros(2, 3, 4))),
        shape(
            "einsum dense: the length of 'd' in abc,cd->abd must be known; got x=float32[2, 3, 4],"
                + " output_shape [-1, -1] (in layer \"einsum_dense\")",
            () -> new EinsumDense("abc,cd->abd", -1, -1).call(Tensor.zeros(2, 3, 4))),
        shape(
            "attention: needs query, value and perhaps key, each [batch, length, features]; got"
                + " [float32[2, 3, 4]] (in layer \"attention\")",
            () -> new Attention().call(Tensor.zeros(2, 3, 4))),
        shape(
            "attention: needs query, value and perhaps key, each [batch, length, features]; got"
                + " [float32[2, 3, 4], float32[2, 4]] (in layer \"multi_head_attention\")",
            () -> new MultiHeadAttention(2, 2).call(Tensor.zeros(2, 3, 4), Tensor.zeros(2, 4))),
        shape(
            "attention: value and key must have the same lengths but for features; got"
                + " [float32[2, 3, 4], float32[2, 3, 4], float32[2, 5, 4]] (in layer"
                + " \"multi_head_attention\")",
            () ->
                new MultiHeadAttention(2, 2)
                    .call(Tensor.zeros(2, 3, 4), Tensor.zeros(2, 3, 4), Tensor.zeros(2, 5, 4))),
        shape(
            "attention: attention_axes must be axes between samples and features, each once; got"
                + " [2], query=float32[2, 3, 4] (in layer \"multi_head_attention\")",
            () ->
                new MultiHeadAttention(2, 2)
                    .attentionAxes(2)
                    .call(Tensor.zeros(2, 3, 4), Tensor.zeros(2, 3, 4))),
        shape(
            "dotProductAttention: needs query [batch, T, heads, d], key [batch, S, groups, d] and"
                + " value [batch, S, groups, e], heads a multiple of groups; got"
                + " query=float32[1, 2, 3, 4], key=float32[1, 2, 2, 4], value=float32[1, 2, 2, 4]",
            () ->
                new DotProductAttention()
                    .apply(
                        Tensor.zeros(1, 2, 3, 4),
                        Tensor.zeros(1, 2, 2, 4),
                        Tensor.zeros(1, 2, 2, 4))));
  }

  private static Wrong argument(String message, Runnable call) {
    return new Wrong(message, IllegalArgumentException.class, call);
  }

  private static Wrong shape(String message, Runnable call) {
    return new Wrong(message, ShapeException.class, call);
  }

  @ParameterizedTest
  @MethodSource("wrongCalls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.call()::run).isInstanceOf(wrong.type()).hasMessage(wrong.message());
  }
}
