package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [Attention] and [AdditiveAttention] share: all but how well a query and a key agree.
abstract class ScoredAttention extends Layer {
  static final ConfigKey<Boolean> USE_SCALE = new ConfigKey<>("use_scale", Codec.TRUTH);
  static final ConfigKey<Double> DROPOUT = new ConfigKey<>("dropout", Codec.NUMBER);
  static final ConfigKey<@Nullable Integer> SEED = new ConfigKey<>("seed", Codec.INTEGER.orNull());

  // Far below all scores, yet finite in the type.
  private static final double HIDDEN = 1e9;
  private static final double HIDDEN_IN_FLOAT16 = 65_504;

  private final Options options;

  record Options(boolean useScale, double dropout, @Nullable Integer seed) {
    Options {
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("attention: dropout must be in [0, 1), got " + dropout);
      }
    }

    Options useScale(boolean changed) {
      return new Options(changed, dropout, seed);
    }

    Options dropout(double changed) {
      return new Options(useScale, changed, seed);
    }
  }

  /// How well each position of the query agrees with each of the key.
  interface Scores {
    /// {@return scores `[batch, T, S]` for query `[batch, T, d]` and key `[batch, S, d]`}
    Tensor of(Tensor query, Tensor key);
  }

  ScoredAttention(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  final Options options() {
    return options;
  }

  /// {@return the share of weights dropped while training}
  public final double dropout() {
    return options.dropout;
  }

  /// {@return for each position of the query `[batch, T, d]` the mean of the values `[batch, S, e]`
  /// weighted by how well it agrees with them, in inference: `[batch, T, e]`}
  public final Tensor call(Tensor query, Tensor value) {
    return call(Values.of(query, value), Call.infer()).one();
  }

  /// {@return for each position of the query `[batch, T, d]` the mean of the values `[batch, S, e]`
  /// weighted by how well it agrees with their keys `[batch, S, d]`, in inference: `[batch, T, e]`}
  public final Tensor call(Tensor query, Tensor value, Tensor key) {
    return call(Values.of(query, value, key), Call.infer()).one();
  }

  /// Declares the weights for queries of this type.
  abstract Scores scores(TensorType query, Weights weights);

  @Override
  protected final Forward build(List<TensorType> inputs, Weights weights) {
    check(inputs);
    Scores scores = scores(inputs.getFirst(), weights);
    return (in, call) -> attend(in, call, scores);
  }

  private void check(List<TensorType> inputs) {
    boolean fits = inputs.size() == 2 || inputs.size() == 3;
    for (TensorType input : inputs) {
      fits &= input.shape().rank() >= 2;
    }
    if (!fits) {
      throw new ShapeException(
          "attention: needs query, value and perhaps key, each [batch, length, features]; got "
              + inputs);
    }
  }

  private Values attend(Values in, Call call, Scores scores) {
    Tensor query = in.all().getFirst();
    Tensor value = in.all().get(1);
    Tensor key = in.all().getLast();
    Tensor weights = shown(scores.of(query, key), in).softmax(-1);
    Tensor kept = dropped(weights, options.dropout, call);
    Tensor output = kept.matmul(value);
    Tensor asked = in.mask(0);
    if (asked != null) {
      output = asked.cast(DType.BOOL).expandDims(-1).where(output, 0);
    }
    return in.arguments().flag("return_attention_scores")
        ? Values.of(output, kept).masked(Arrays.asList(asked, null))
        : Values.of(output).masked(asked);
  }

  /// {@return the weights of which training drops a share, scaling the others}
  static Tensor dropped(Tensor weights, double rate, Call call) {
    if (call.mode() == Mode.INFER || rate == 0) {
      return weights;
    }
    // As attention in tiles draws them.
    TensorType drawn = weights.type().withDType(weights.dtype().computed());
    return call.random().uniform(drawn).greaterEqual(rate).where(weights.div(1 - rate), 0);
  }

  // Scores of what is masked are far lower than all others.
  private static Tensor shown(Tensor scores, Values in) {
    Tensor mask = in.mask(1);
    Tensor seen = mask == null ? null : mask.cast(DType.BOOL).expandDims(-2);
    if (in.arguments().flag("use_causal_mask")) {
      seen = AttentionMask.and(seen, AttentionMask.causal(scores.shape()));
    }
    double far = scores.dtype() == DType.FLOAT16 ? HIDDEN_IN_FLOAT16 : HIDDEN;
    return seen == null ? scores : seen.where(scores, scores.sub(far));
  }
}
