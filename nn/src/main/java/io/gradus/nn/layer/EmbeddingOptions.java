package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.RandomUniform;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What [Embedding] and [ReversibleEmbedding] have in common: a table with a row for each number.
///
/// @param inputDim how many numbers there are
/// @param outputDim the length of a row
/// @param table what the layer was told about the table
/// @param maskZero whether 0 is padding
/// @param lora how the table is adapted, or null if it is trained itself
/// @param quantization how Keras was told to quantize the layer, or null
record EmbeddingOptions(
    int inputDim,
    int outputDim,
    WeightOptions table,
    boolean maskZero,
    @Nullable Lora lora,
    @Nullable QuantizationConfig quantization) {
  private static final ConfigKey<Integer> INPUT_DIM = new ConfigKey<>("input_dim", Codec.INTEGER);
  private static final ConfigKey<Integer> OUTPUT_DIM = new ConfigKey<>("output_dim", Codec.INTEGER);
  private static final ConfigKey<Initializer> INITIALIZER =
      new ConfigKey<>("embeddings_initializer", Initializers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> PENALTY =
      new ConfigKey<>("embeddings_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Constraint> BOUND =
      new ConfigKey<>("embeddings_constraint", Constraints.CODEC);
  private static final ConfigKey<Boolean> MASK_ZERO = new ConfigKey<>("mask_zero", Codec.TRUTH);

  EmbeddingOptions {
    if (inputDim < 1 || outputDim < 1) {
      throw new IllegalArgumentException(
          "embedding: input_dim and output_dim must be at least 1, got %d and %d"
              .formatted(inputDim, outputDim));
    }
  }

  EmbeddingOptions(int inputDim, int outputDim) {
    this(inputDim, outputDim, new WeightOptions(new RandomUniform()), false, null, null);
  }

  EmbeddingOptions(Config config) {
    this(
        config.get(INPUT_DIM),
        config.get(OUTPUT_DIM),
        new WeightOptions(config.get(INITIALIZER), config.get(PENALTY), config.get(BOUND)),
        config.get(MASK_ZERO),
        Lora.of(config),
        config.get(QuantizationConfig.KEY));
  }

  static <L extends Layer> Schema.Builder<L> keys(
      Schema.Builder<L> schema, Function<L, EmbeddingOptions> options) {
    return Lora.keys(schema, layer -> options.apply(layer).lora)
        .required(INPUT_DIM, layer -> options.apply(layer).inputDim)
        .required(OUTPUT_DIM, layer -> options.apply(layer).outputDim)
        .optional(
            INITIALIZER, layer -> options.apply(layer).table.initializer(), new RandomUniform())
        .optional(PENALTY, layer -> options.apply(layer).table.regularizer(), null)
        .optional(BOUND, layer -> options.apply(layer).table.constraint(), null)
        .optional(MASK_ZERO, layer -> options.apply(layer).maskZero, false)
        .optional(QuantizationConfig.KEY, layer -> options.apply(layer).quantization, null);
  }

  EmbeddingOptions table(WeightOptions changed) {
    return new EmbeddingOptions(inputDim, outputDim, changed, maskZero, lora, quantization);
  }

  EmbeddingOptions maskZero(boolean changed) {
    return new EmbeddingOptions(inputDim, outputDim, table, changed, lora, quantization);
  }

  EmbeddingOptions lora(Lora changed) {
    return new EmbeddingOptions(inputDim, outputDim, table, maskZero, changed, quantization);
  }

  /// {@return the table, declared among a layer's weights}
  AdaptableWeight declare(Weights weights) {
    return AdaptableWeight.declare(
        weights, "embeddings", Shape.of(inputDim, outputDim), table, lora);
  }

  /// {@return the table of a quantized layer, declared among its weights}
  QuantizedMatrix declare(Weights weights, Quantization of) {
    Lora.refuse(lora, of);
    var layout = new QuantizedMatrix.Layout("embeddings", inputDim, outputDim, 1, 1);
    return QuantizedMatrix.declare(weights, layout, of.mode(), blockSize(of));
  }

  /// {@return how many elements of a row have a scale in common, 0 for all}
  int blockSize(Quantization of) {
    return QuantizationConfig.blockSize(quantization, of);
  }

  /// {@return the rows that the numbers name, with a mask where 0 is padding}
  ///
  /// @param rows gives the rows at positions
  /// @param layer the layer, in messages
  /// @throws IllegalArgumentException if a number is not whole, or not the number of a row
  Values rows(UnaryOperator<Tensor> rows, Tensor numbers, String layer, Call call) {
    String place = " (in " + call.place() + ")";
    Tensor positions = positions(numbers.dtype(), layer + ": index", place).of(numbers);
    Values found = Values.of(rows.apply(positions));
    return maskZero ? found.masked(numbers.notEqual(0)) : found;
  }

  private WholeNumbers positions(DType given, String what, String place) {
    DType dtype = given == DType.INT64 ? DType.INT64 : DType.INT32;
    // From 2ᵖ on a floating type of p bits holds some numbers only: others became their neighbours.
    long exact =
        switch (given) {
          case BFLOAT16 -> 1 << 8;
          case FLOAT16 -> 1 << 11;
          case FLOAT32 -> 1 << 24;
          default -> inputDim;
        };
    if (exact < inputDim) {
      String range = "beyond the whole numbers of %s, for %d rows".formatted(given, inputDim);
      return new WholeNumbers(what, dtype, 0, exact - 1, null, range, place);
    }
    return WholeNumbers.below(inputDim, "rows", what, dtype, place);
  }
}
