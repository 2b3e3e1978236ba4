package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What [MultiHeadAttention] and [GroupedQueryAttention] share: projections of query, key and value
/// to heads, attention in each head, and a projection of all heads together.
///
/// @param <A> the layer itself
abstract class HeadAttention<A extends HeadAttention<A>> extends Layer {
  private static final ConfigKey<Double> DROPOUT = new ConfigKey<>("dropout", Codec.NUMBER);
  private static final ConfigKey<Boolean> USE_BIAS = new ConfigKey<>("use_bias", Codec.TRUTH);
  private static final ConfigKey<Boolean> USE_GATE = new ConfigKey<>("use_gate", Codec.TRUTH);
  private static final ConfigKey<@Nullable Integer> WINDOW =
      new ConfigKey<>("sliding_window", Codec.INTEGER.orNull());
  private static final ConfigKey<Initializer> KERNEL =
      new ConfigKey<>("kernel_initializer", Initializers.CODEC);
  private static final ConfigKey<Initializer> BIAS =
      new ConfigKey<>("bias_initializer", Initializers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> KERNEL_PENALTY =
      new ConfigKey<>("kernel_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> BIAS_PENALTY =
      new ConfigKey<>("bias_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> ACTIVITY =
      new ConfigKey<>("activity_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Constraint> KERNEL_BOUND =
      new ConfigKey<>("kernel_constraint", Constraints.CODEC);
  private static final ConfigKey<@Nullable Constraint> BIAS_BOUND =
      new ConfigKey<>("bias_constraint", Constraints.CODEC);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  private final Heads heads;
  private final Projections projections;

  /// How many heads there are, and how large.
  ///
  /// @param query the number of heads
  /// @param groups the number of heads of key and value, each shared by neighbouring ones
  /// @param keyDim the features of query and key in each head
  /// @param valueDim the features of the value in each head
  /// @param outputShape the last lengths of the output, or null for the query's features
  /// @param axes the axes that attention runs over, or null for all but samples and features
  record Heads(
      int query,
      int groups,
      int keyDim,
      int valueDim,
      @Nullable List<Integer> outputShape,
      @Nullable List<Integer> axes) {
    Heads outputShape(@Nullable List<Integer> changed) {
      return new Heads(query, groups, keyDim, valueDim, changed, axes);
    }

    Heads axes(@Nullable List<Integer> changed) {
      return new Heads(query, groups, keyDim, valueDim, outputShape, changed);
    }

    Heads valueDim(int changed) {
      return new Heads(query, groups, keyDim, changed, outputShape, axes);
    }
  }

  /// What the projections and the attention between them are told.
  record Projections(
      double dropout,
      boolean useBias,
      boolean useGate,
      @Nullable Integer window,
      WeightOptions kernel,
      WeightOptions bias,
      @Nullable Regularizer activity,
      @Nullable Integer seed) {
    static final Projections DEFAULT =
        new Projections(
            0,
            true,
            false,
            null,
            new WeightOptions(new GlorotUniform()),
            new WeightOptions(new Zeros()),
            null,
            null);

    Projections {
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("attention: dropout must be in [0, 1), got " + dropout);
      }
      if (window != null && window < 1) {
        throw new IllegalArgumentException(
            "attention: sliding_window must be at least 1, got " + window);
      }
    }

    static Projections of(Config config) {
      return new Projections(
          config.get(DROPOUT),
          config.get(USE_BIAS),
          config.get(USE_GATE),
          config.get(WINDOW),
          new WeightOptions(
              config.get(KERNEL), config.get(KERNEL_PENALTY), config.get(KERNEL_BOUND)),
          new WeightOptions(config.get(BIAS), config.get(BIAS_PENALTY), config.get(BIAS_BOUND)),
          config.get(ACTIVITY),
          config.get(SEED));
    }

    Projections attention(double changedDropout, @Nullable Integer changedWindow) {
      return new Projections(
          changedDropout, useBias, useGate, changedWindow, kernel, bias, activity, seed);
    }

    Projections parts(boolean changedBias, boolean changedGate) {
      return new Projections(
          dropout, changedBias, changedGate, window, kernel, bias, activity, seed);
    }

    Projections weights(
        WeightOptions changedKernel,
        WeightOptions changedBias,
        @Nullable Regularizer changedActivity) {
      return new Projections(
          dropout, useBias, useGate, window, changedKernel, changedBias, changedActivity, seed);
    }
  }

  /// The projections, once their weights exist.
  private record Parts(
      EinsumDense query,
      EinsumDense key,
      EinsumDense value,
      @Nullable EinsumDense gate,
      EinsumDense output,
      int[] axes) {}

  HeadAttention(Settings settings, Heads heads, Projections projections) {
    super(settings.activityRegularizer(null));
    this.heads = heads;
    this.projections = projections;
  }

  /// {@return an unbuilt layer of this class}
  abstract A with(Settings settings, Heads heads, Projections projections);

  /// {@return what begins the names of the projections as Keras' object has them}
  abstract String attributePrefix();

  /// {@return whether the argument `query_mask` of a call hides positions of the query; else only
  /// the mask of the query itself does}
  abstract boolean takesQueryMask();

  /// Adds the keys that tell about projections and dropout in Keras' order.
  static <L extends HeadAttention<L>> Schema.Builder<L> gates(Schema.Builder<L> builder) {
    return builder
        .optional(USE_BIAS, layer -> layer.projections().useBias, true)
        .optional(USE_GATE, layer -> layer.projections().useGate, false);
  }

  static <L extends HeadAttention<L>> Schema.Builder<L> dropout(Schema.Builder<L> builder) {
    return builder.optional(DROPOUT, layer -> layer.projections().dropout, 0.0);
  }

  static <L extends HeadAttention<L>> Schema.Builder<L> window(Schema.Builder<L> builder) {
    return builder.optional(WINDOW, layer -> layer.projections().window, null);
  }

  static <L extends HeadAttention<L>> Schema.Builder<L> weights(Schema.Builder<L> builder) {
    return builder
        .optional(KERNEL, layer -> layer.projections().kernel.initializer(), new GlorotUniform())
        .optional(BIAS, layer -> layer.projections().bias.initializer(), new Zeros())
        .optional(KERNEL_PENALTY, layer -> layer.projections().kernel.regularizer(), null)
        .optional(BIAS_PENALTY, layer -> layer.projections().bias.regularizer(), null)
        .optional(ACTIVITY, layer -> layer.projections().activity, null)
        .optional(KERNEL_BOUND, layer -> layer.projections().kernel.constraint(), null)
        .optional(BIAS_BOUND, layer -> layer.projections().bias.constraint(), null)
        .optional(SEED, layer -> layer.projections().seed, null)
        .ignored("flash_attention");
  }

  final Heads heads() {
    return heads;
  }

  final Projections projections() {
    return projections;
  }

  /// {@return this layer, unbuilt, with the given name}
  public final A named(String name) {
    return with(settings().named(name), heads, projections);
  }

  /// {@return this layer, unbuilt, with another share of weights dropped while training}
  public final A dropout(double rate) {
    return with(projections.attention(rate, projections.window));
  }

  /// {@return this layer, unbuilt, in which a position sees only those less than `width` away on
  /// either side}
  public final A slidingWindow(int width) {
    return with(projections.attention(projections.dropout, width));
  }

  /// {@return this layer, unbuilt, whose projections have a bias or not}
  public final A useBias(boolean useBias) {
    return with(projections.parts(useBias, projections.useGate));
  }

  /// {@return this layer, unbuilt, with or without a gate: a further projection of the query whose
  /// sigmoid multiplies what the heads give (Qiu et al., *Gated Attention for Large Language
  /// Models*, 2025)}
  public final A useGate(boolean useGate) {
    return with(projections.parts(projections.useBias, useGate));
  }

  /// {@return this layer, unbuilt, with other first values of the kernels}
  public final A kernelInitializer(Initializer changed) {
    return kernel(projections.kernel.initializer(changed));
  }

  /// {@return this layer, unbuilt, with other first values of the biases}
  public final A biasInitializer(Initializer changed) {
    return bias(projections.bias.initializer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the kernels that is part of the loss}
  public final A kernelRegularizer(Regularizer changed) {
    return kernel(projections.kernel.regularizer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the biases that is part of the loss}
  public final A biasRegularizer(Regularizer changed) {
    return bias(projections.bias.regularizer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on what each projection gives that is part of the
  /// loss}
  public final A activityRegularizer(Regularizer changed) {
    return with(projections.weights(projections.kernel, projections.bias, changed));
  }

  /// {@return this layer, unbuilt, with a constraint that each new kernel passes through}
  public final A kernelConstraint(Constraint changed) {
    return kernel(projections.kernel.constraint(changed));
  }

  /// {@return this layer, unbuilt, with a constraint that each new bias passes through}
  public final A biasConstraint(Constraint changed) {
    return bias(projections.bias.constraint(changed));
  }

  private A kernel(WeightOptions changed) {
    return with(projections.weights(changed, projections.bias, projections.activity));
  }

  private A bias(WeightOptions changed) {
    return with(projections.weights(projections.kernel, changed, projections.activity));
  }

  private A with(Projections changed) {
    return with(settings(), heads, changed);
  }

  /// {@return what the query `[batch, T, features]` finds in the values `[batch, S, …]`, which are
  /// the keys too, in inference}
  public final Tensor call(Tensor query, Tensor value) {
    return call(query, value, Arguments.NONE);
  }

  /// {@return what the query `[batch, T, features]` finds in the values `[batch, S, …]` by their
  /// keys `[batch, S, …]`, in inference}
  public final Tensor call(Tensor query, Tensor value, Tensor key) {
    return call(Values.of(query, value, key), Call.infer()).all().getFirst();
  }

  /// {@return what the query finds in the values, in inference}
  ///
  /// @param arguments such as `use_causal_mask` and `attention_mask`
  public final Tensor call(Tensor query, Tensor value, Arguments arguments) {
    return call(Values.of(query, value).with(arguments), Call.infer()).all().getFirst();
  }

  @Override
  public final boolean takesInputsApart() {
    return true;
  }

  @Override
  protected final Forward build(List<TensorType> inputs, Weights weights) {
    check(inputs);
    Parts parts = parts(inputs, weights);
    return (in, call) -> forward(in, call, parts);
  }

  private void check(List<TensorType> inputs) {
    boolean fits = inputs.size() == 2 || inputs.size() == 3;
    int rank = inputs.getFirst().shape().rank();
    for (TensorType input : inputs) {
      fits &= input.shape().rank() == rank && rank >= 3;
    }
    if (!fits) {
      throw new ShapeException(
          "attention: needs query, value and perhaps key, each [batch, length, features]; got "
              + inputs);
    }
    Shape value = inputs.get(1).shape();
    Shape key = inputs.getLast().shape();
    if (!value.slice(1, rank - 1).equals(key.slice(1, rank - 1))) {
      throw new ShapeException(
          "attention: value and key must have the same lengths but for features; got " + inputs);
    }
  }

  private Parts parts(List<TensorType> inputs, Weights weights) {
    TensorType query = inputs.getFirst();
    TensorType value = inputs.get(1);
    TensorType key = inputs.getLast();
    int rank = query.shape().rank();
    String prefix = attributePrefix();
    EinsumDense ofQuery =
        weights.child(
            prefix + "query_dense", projection(query, heads.query, heads.keyDim, "query"), query);
    EinsumDense ofKey =
        weights.child(
            prefix + "key_dense", projection(key, heads.groups, heads.keyDim, "key"), key);
    EinsumDense gate =
        projections.useGate
            ? weights.child(
                "_gate_dense",
                projection(query, heads.query, heads.valueDim, "gate")
                    .activation(Activation.SIGMOID),
                query)
            : null;
    EinsumDense ofValue =
        weights.child(
            prefix + "value_dense",
            projection(value, heads.groups, heads.valueDim, "value"),
            value);
    Shape joined = query.shape().slice(0, rank - 1).concat(Shape.of(heads.query, heads.valueDim));
    List<Integer> last =
        heads.outputShape == null
            ? List.of(Math.toIntExact(query.shape().dim(-1)))
            : heads.outputShape;
    EinsumDense output =
        weights.child(
            prefix + "output_dense",
            projection(query.shape().slice(0, rank - 1), 2, last, "attention_output"),
            query.withShape(joined));
    return new Parts(ofQuery, ofKey, ofValue, gate, output, axes(query));
  }

  private EinsumDense projection(TensorType of, int count, int features, String name) {
    Shape kept = of.shape().slice(0, of.shape().rank() - 1);
    return projection(kept, 1, List.of(count, features), name);
  }

  /// {@return a layer that keeps the first axes and puts the axes `last` in place of `bound`
  /// others}
  private EinsumDense projection(Shape first, int bound, List<Integer> last, String name) {
    int free = first.rank();
    String kept = letters(0, free);
    String gone = letters(free, bound);
    String made = letters(free + bound, last.size());
    int[] lengths =
        LongStream.concat(
                Arrays.stream(first.from(1).dims()), last.stream().mapToLong(Integer::longValue))
            .mapToInt(Math::toIntExact)
            .toArray();
    return new EinsumDense(kept + gone + "," + gone + made + "->" + kept + made, lengths)
        .biasAxes(projections.useBias ? made : null)
        .weights(projections.kernel, projections.bias)
        .with(
            Settings.DEFAULT
                .named(name)
                .policy(declaredPolicy())
                .activityRegularizer(projections.activity));
  }

  static String letters(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> String.valueOf((char) ('a' + i)))
        .reduce("", String::concat);
  }

  private int[] axes(TensorType query) {
    int rank = query.shape().rank();
    if (heads.axes == null) {
      return IntStream.range(1, rank - 1).toArray();
    }
    int[] axes = heads.axes.stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).toArray();
    if (Arrays.stream(axes).anyMatch(axis -> axis < 1 || axis > rank - 2)
        || Arrays.stream(axes).distinct().count() < axes.length) {
      throw new ShapeException(
          "attention: attention_axes must be axes between samples and features, each once; got %s"
                  .formatted(heads.axes)
              + ", query="
              + query);
    }
    return axes;
  }

  private Values forward(Values in, Call call, Parts parts) {
    Tensor query = in.all().getFirst();
    Tensor value = in.all().get(1);
    Tensor seen = seen(in);
    boolean causal = in.arguments().flag("use_causal_mask");
    boolean wanted = in.arguments().flag("return_attention_scores");
    Tensor q = one(parts.query, query, call);
    Tensor k = one(parts.key, in.all().getLast(), call);
    Tensor v = one(parts.value, value, call);
    Tensor joined;
    Tensor weights = null;
    if (!wanted && q.rank() == 4) {
      joined = tiled(q, k, v, seen, causal, call);
    } else {
      int shared = heads.query / heads.groups;
      WeightedHeads.Result result =
          new WeightedHeads(q.rank(), parts.axes, 1 / Math.sqrt(heads.keyDim), projections.dropout)
              .of(
                  q,
                  shared == 1 ? k : k.repeat(shared, -2),
                  shared == 1 ? v : v.repeat(shared, -2),
                  seen,
                  causal,
                  call);
      joined = result.output();
      weights = result.weights();
    }
    if (parts.gate != null) {
      joined = joined.mul(one(parts.gate, query, call));
    }
    Tensor output = one(parts.output, joined, call);
    Tensor mask = in.mask(0);
    return wanted && weights != null
        ? Values.of(output, weights).masked(Arrays.asList(mask, null))
        : Values.of(output).masked(mask);
  }

  private static Tensor one(Layer layer, Tensor x, Call call) {
    return layer.call(Values.of(x), call).one();
  }

  /// {@return all that hides something but the order, as one mask `[batch, T, S]`, or null}
  private @Nullable Tensor seen(Values in) {
    Shape query = in.all().getFirst().shape();
    Shape value = in.all().get(1).shape();
    if (!query.from(1).isKnown() || !value.from(1).isKnown()) {
      // Only types are looked for, which no mask changes.
      return null;
    }
    Tensor own = takesQueryMask() ? in.arguments().tensor("query_mask") : null;
    Tensor ofQuery = own == null ? in.mask(0) : own;
    Tensor seen = ofQuery == null ? null : ofQuery.cast(DType.BOOL).expandDims(-1);
    seen = AttentionMask.and(seen, keys(in, "value_mask", in.mask(1)));
    Tensor ofKey = in.all().size() > 2 ? in.mask(2) : null;
    seen = AttentionMask.and(seen, keys(in, "key_mask", ofKey));
    if (projections.window != null) {
      seen =
          AttentionMask.and(
              seen, AttentionMask.window(query.dim(1), value.dim(1), projections.window));
    }
    Tensor given = in.arguments().tensor("attention_mask");
    return AttentionMask.and(given == null ? null : given.cast(DType.BOOL), seen);
  }

  private static @Nullable Tensor keys(Values in, String name, @Nullable Tensor own) {
    Tensor given = in.arguments().tensor(name);
    Tensor mask = given == null ? own : given;
    return mask == null ? null : mask.cast(DType.BOOL).expandDims(-2);
  }

  /// {@return attention whose weights are there a tile at a time}
  private Tensor tiled(
      Tensor q, Tensor k, Tensor v, @Nullable Tensor seen, boolean causal, Call call) {
    Tensor mask = seen == null ? null : AttentionMask.beside(seen, 4, 1);
    double scale = 1 / Math.sqrt(heads.keyDim);
    DotProductAttention attention = new DotProductAttention(null, mask, scale, causal);
    if (projections.dropout == 0) {
      return attention.apply(q, k, v);
    }
    double rate = call.mode() == Mode.INFER ? 0 : projections.dropout;
    List<Tensor> words = rate == 0 ? List.of() : call.random().words();
    Tensor means = attention.tiles(List.of(q, k, v), rate, words);
    return mask == null ? means : seeing(mask, causal, q.dim(1), k.dim(1)).where(means, 0);
  }

  /// {@return which positions of the query see any, `[batch, T, heads or 1, 1]`: with dropout,
  /// Keras gives the others nothing}
  private static Tensor seeing(Tensor mask, boolean causal, long queries, long keys) {
    Tensor shown = causal ? mask.logicalAnd(AttentionMask.causal(queries, keys)) : mask;
    return shown.any(Axes.of(-1)).swapAxes(1, 2).expandDims(-1);
  }
}
