package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Encodes numbers of categories, 0 up to `numTokens − 1`, as vectors
/// (`keras.layers.CategoryEncoding`); see [OutputMode], of which it has all but `int` and `tf_idf`.
/// A number that is no category counts nowhere.
///
/// Shapes: input of integers `[batch]` or `[batch, sample]`; output `[batch, numTokens]`, in mode
/// `one_hot` `[…, numTokens]` for each number. The argument `count_weights`, in mode `count`, has
/// the input's shape and says what each number counts.
public final class CategoryEncoding extends Layer {
  private static final ConfigKey<Integer> TOKENS = new ConfigKey<>("num_tokens", Codec.INTEGER);
  private static final ConfigKey<OutputMode> MODE =
      new ConfigKey<>("output_mode", OutputMode.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<CategoryEncoding> SCHEMA =
      Layer.<CategoryEncoding>schemaOf("CategoryEncoding")
          .required(TOKENS, layer -> layer.tokens)
          .optional(MODE, layer -> layer.mode, OutputMode.MULTI_HOT)
          .optional(Sparse.KEY, _ -> false, false)
          .build(CategoryEncoding::new);

  private final int tokens;
  private final OutputMode mode;

  /// A layer for this many categories, in mode `multi_hot`.
  public CategoryEncoding(int numTokens) {
    this(numTokens, OutputMode.MULTI_HOT);
  }

  /// A layer for this many categories.
  public CategoryEncoding(int numTokens, OutputMode mode) {
    this(Settings.DEFAULT, numTokens, mode);
  }

  private CategoryEncoding(Settings settings, int tokens, OutputMode mode) {
    super(settings);
    if (tokens < 1) {
      throw new IllegalArgumentException(
          "category encoding: numTokens must be at least 1, got " + tokens);
    }
    this.tokens = tokens;
    this.mode =
        mode.oneOf("category encoding", OutputMode.ONE_HOT, OutputMode.MULTI_HOT, OutputMode.COUNT);
  }

  private CategoryEncoding(Config config) {
    this(settings(config), config.get(TOKENS), config.get(MODE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public CategoryEncoding named(String name) {
    return new CategoryEncoding(settings().named(name), tokens, mode);
  }

  /// {@return the counts of numbers in mode `count`, each by its weight}
  public Tensor call(Tensor numbers, Tensor countWeights) {
    Values in = Values.of(numbers).with(Arguments.NONE.with("count_weights", countWeights));
    return call(in, Call.infer()).one();
  }

  @Override
  public Schema<CategoryEncoding> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return (in, call) -> {
      Tensor counted = in.arguments().tensor("count_weights");
      if (counted != null && mode != OutputMode.COUNT) {
        throw new IllegalArgumentException(
            "category encoding: count_weights need output mode count, got " + mode);
      }
      DType dtype = policy().compute();
      String place = " (in " + call.place() + ")";
      String what = "category encoding: number";
      Tensor numbers = WholeNumbers.below(tokens, "tokens", what, DType.INT32, place).of(in.one());
      return Values.of(
          mode.encode(numbers, tokens, dtype, counted == null ? null : counted.cast(dtype)));
    };
  }
}
