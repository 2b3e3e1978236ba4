package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An [Embedding] that also goes back: called with the argument `reverse`, it gives for each vector
/// a score for each number, `x·embeddingsᵀ` (`keras.layers.ReversibleEmbedding`; Press and Wolf,
/// *Using the Output Embedding to Improve Language Models*, 2016).
///
/// Shapes: forward input `[…]`, output `[…, outputDim]`; reverse input `[…, outputDim]`, output
/// `[…, inputDim]`. Weights: `embeddings` `[inputDim, outputDim]` and, where they are not tied,
/// `reverse_embeddings` `[outputDim, inputDim]`.
public final class ReversibleEmbedding extends Layer {
  private static final String LAYER = "reversible embedding";
  private static final ConfigKey<Boolean> TIED = new ConfigKey<>("tie_weights", Codec.TRUTH);
  private static final ConfigKey<@Nullable DTypePolicy> REVERSE_DTYPE =
      new ConfigKey<>(
          "reverse_dtype",
          new Codec<>(
              value -> value == null ? null : DTypePolicy.CODEC.read().apply(value),
              policy -> policy == null ? null : policy.compute().toString()));
  private static final ConfigKey<@Nullable Double> SOFT_CAP =
      new ConfigKey<>("logit_soft_cap", Codec.NUMBER.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<ReversibleEmbedding> SCHEMA =
      EmbeddingOptions.keys(
              Layer.<ReversibleEmbedding>schemaWithActivity("ReversibleEmbedding"),
              layer -> layer.options)
          .optional(TIED, layer -> layer.reverse.tied, true)
          .optional(REVERSE_DTYPE, layer -> layer.reverse.dtype, null)
          .optional(SOFT_CAP, layer -> layer.reverse.softCap, null)
          .build(ReversibleEmbedding::new);

  private final EmbeddingOptions options;
  private final Reverse reverse;

  private record Reverse(boolean tied, @Nullable DTypePolicy dtype, @Nullable Double softCap) {}

  /// A layer for numbers below `inputDim`, with vectors of `outputDim` elements, tied weights.
  ///
  /// @throws IllegalArgumentException if one of them is less than 1
  public ReversibleEmbedding(int inputDim, int outputDim) {
    this(
        Settings.DEFAULT, new EmbeddingOptions(inputDim, outputDim), new Reverse(true, null, null));
  }

  private ReversibleEmbedding(Settings settings, EmbeddingOptions options, Reverse reverse) {
    super(settings);
    this.options = options;
    this.reverse = reverse;
  }

  private ReversibleEmbedding(Config config) {
    this(
        settings(config),
        new EmbeddingOptions(config),
        new Reverse(config.get(TIED), config.get(REVERSE_DTYPE), config.get(SOFT_CAP)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public ReversibleEmbedding named(String name) {
    return new ReversibleEmbedding(settings().named(name), options, reverse);
  }

  /// {@return this layer, unbuilt, where 0 is padding or not; not by default}
  public ReversibleEmbedding maskZero(boolean maskZero) {
    return with(options.maskZero(maskZero));
  }

  /// {@return this layer, unbuilt, with other first values; by default uniform from −0.05 to 0.05}
  public ReversibleEmbedding embeddingsInitializer(Initializer changed) {
    return with(options.table(options.table().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on the vectors that is part of the loss}
  public ReversibleEmbedding embeddingsRegularizer(Regularizer changed) {
    return with(options.table(options.table().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that new vectors pass through}
  public ReversibleEmbedding embeddingsConstraint(Constraint changed) {
    return with(options.table(options.table().constraint(changed)));
  }

  /// {@return this layer, unbuilt, going back with the table itself or with a weight of its own}
  public ReversibleEmbedding tieWeights(boolean tied) {
    return with(new Reverse(tied, reverse.dtype, reverse.softCap));
  }

  /// {@return this layer, unbuilt, going back in another type than it computes in}
  public ReversibleEmbedding reverseDType(DType dtype) {
    return with(new Reverse(reverse.tied, new DTypePolicy(dtype, dtype), reverse.softCap));
  }

  /// {@return this layer, unbuilt, with scores held between −cap and cap: `cap·tanh(scores/cap)`}
  public ReversibleEmbedding logitSoftCap(double cap) {
    return with(new Reverse(reverse.tied, reverse.dtype, cap));
  }

  /// {@return this layer, unbuilt, whose vectors are not trained but adapted by a product of two
  /// matrices, see [Embedding#lora(int, double)]}
  public ReversibleEmbedding lora(int rank, double alpha) {
    return with(options.lora(new Lora(rank, alpha)));
  }

  private ReversibleEmbedding with(EmbeddingOptions changed) {
    return new ReversibleEmbedding(settings(), changed, reverse);
  }

  private ReversibleEmbedding with(Reverse changed) {
    return new ReversibleEmbedding(settings(), options, changed);
  }

  /// {@return for each vector along the last axis a score for each number}
  public Tensor reverse(Tensor x, Call call) {
    return call(Values.of(x).with(Arguments.NONE.with("reverse", true)), call).one();
  }

  @Override
  public Schema<ReversibleEmbedding> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Quantization quantization = policy().quantization();
    if (quantization != null) {
      return quantized(weights, quantization);
    }
    int in = options.inputDim();
    int out = options.outputDim();
    AdaptableWeight embeddings = options.declare(weights);
    Variable back =
        reverse.tied
            ? null
            : weights.add("reverse_embeddings", Shape.of(out, in), options.table().initializer());
    return (values, call) ->
        values.arguments().flag("reverse")
            ? Values.of(scores(values.one(), back == null ? back(embeddings) : back.value()))
            : options.rows(
                positions -> embeddings.rows(positions, policy().compute()),
                values.one(),
                LAYER,
                call);
  }

  // Going back, vectors are rounded to 8 bits, with tables of 4 bits too unless Keras was told
  // otherwise.
  private Forward quantized(Weights weights, Quantization quantization) {
    QuantizedMatrix table = options.declare(weights, quantization);
    QuantizedMatrix back = table;
    if (!reverse.tied) {
      var layout =
          new QuantizedMatrix.Layout(
              "reverse_embeddings", options.outputDim(), options.inputDim(), 0, 0);
      back =
          table.declareBeside(
              weights, layout, quantization.mode(), options.blockSize(quantization));
    }
    QuantizedMatrix backwards = back;
    AbsMaxQuantizer rounding =
        QuantizationConfig.activations(options.quantization(), AbsMaxQuantizer.DEFAULT);
    DType dtype = policy().compute();
    return (values, call) ->
        values.arguments().flag("reverse")
            ? Values.of(capped(backwards.scores(checked(values.one()).cast(dtype), rounding)))
            : options.rows(positions -> table.rows(positions, dtype), values.one(), LAYER, call);
  }

  @Override
  boolean quantizes(Quantization.Mode mode) {
    return mode != Quantization.Mode.TERNARY;
  }

  private Tensor back(AdaptableWeight embeddings) {
    return embeddings.value(policy().variable()).transpose();
  }

  private Tensor checked(Tensor x) {
    if (x.rank() < 1 || (x.shape().isKnown(-1) && x.dim(-1) != options.outputDim())) {
      throw new ShapeException(
          "reversible embedding: going back needs vectors of %d elements; got x=%s"
              .formatted(options.outputDim(), x.type()));
    }
    return x;
  }

  private Tensor scores(Tensor x, Tensor kernel) {
    DType dtype = reverse.dtype == null ? policy().compute() : reverse.dtype.compute();
    return capped(checked(x).cast(dtype).matmul(kernel.cast(dtype)));
  }

  private Tensor capped(Tensor scores) {
    Double cap = reverse.softCap;
    return cap == null ? scores : scores.div(cap).tanh().mul(cap);
  }
}
