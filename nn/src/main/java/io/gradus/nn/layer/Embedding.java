package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;

/// Turns whole numbers from 0 to `inputDim − 1` into learned vectors (`keras.layers.Embedding`).
/// With [#maskZero] the number 0 is padding: the output's mask is false there. The numbers may be
/// of any type; one that is not whole, or not in the range, is refused. A model's input of integers
/// is `InputLayer.of(DType.INT32, 40)`.
///
/// Shapes: input `[…]`, `embeddings` `[inputDim, outputDim]`, output `[…, outputDim]`.
public final class Embedding extends Layer {
  /// The configuration, as Keras writes it.
  public static final Schema<Embedding> SCHEMA =
      EmbeddingOptions.keys(
              Layer.<Embedding>schemaWithActivity("Embedding"), layer -> layer.options)
          .build(config -> new Embedding(settings(config), new EmbeddingOptions(config)));

  private final EmbeddingOptions options;

  /// A layer for numbers below `inputDim`, with vectors of `outputDim` elements.
  ///
  /// @throws IllegalArgumentException if one of them is less than 1
  public Embedding(int inputDim, int outputDim) {
    this(Settings.DEFAULT, new EmbeddingOptions(inputDim, outputDim));
  }

  private Embedding(Settings settings, EmbeddingOptions options) {
    super(settings);
    this.options = options;
  }

  /// {@return this layer, unbuilt, with the given name}
  public Embedding named(String name) {
    return new Embedding(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, where 0 is padding or not; not by default}
  public Embedding maskZero(boolean maskZero) {
    return new Embedding(settings(), options.maskZero(maskZero));
  }

  /// {@return this layer, unbuilt, with other first values; by default uniform from −0.05 to 0.05}
  public Embedding embeddingsInitializer(Initializer changed) {
    return table(options.table().initializer(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the vectors that is part of the loss}
  public Embedding embeddingsRegularizer(Regularizer changed) {
    return table(options.table().regularizer(changed));
  }

  /// {@return this layer, unbuilt, with a constraint that new vectors pass through}
  public Embedding embeddingsConstraint(Constraint changed) {
    return table(options.table().constraint(changed));
  }

  /// {@return this layer, unbuilt, with a penalty on the outputs that is part of the loss}
  public Embedding activityRegularizer(Regularizer changed) {
    return new Embedding(settings().activityRegularizer(changed), options);
  }

  /// {@return this layer, unbuilt, whose vectors are not trained but adapted by a product of two
  /// matrices of this inner length, see [Dense#lora(int, double)]}
  public Embedding lora(int rank) {
    return lora(rank, rank);
  }

  /// {@return this layer, unbuilt, whose vectors are not trained but adapted by a product of two
  /// matrices, `[inputDim, rank]` and `[rank, outputDim]`, see [Dense#lora(int, double)]}
  public Embedding lora(int rank, double alpha) {
    return new Embedding(settings(), options.lora(new Lora(rank, alpha)));
  }

  private Embedding table(WeightOptions table) {
    return new Embedding(settings(), options.table(table));
  }

  @Override
  public Schema<Embedding> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    UnaryOperator<Tensor> rows = table(weights);
    return (in, call) -> options.rows(rows, in.one(), "embedding", call);
  }

  private UnaryOperator<Tensor> table(Weights weights) {
    DType dtype = policy().compute();
    Quantization quantization = policy().quantization();
    if (quantization != null) {
      QuantizedMatrix table = options.declare(weights, quantization);
      return positions -> table.rows(positions, dtype);
    }
    AdaptableWeight table = options.declare(weights);
    return positions -> table.rows(positions, dtype);
  }

  @Override
  boolean quantizes(Quantization.Mode mode) {
    return mode != Quantization.Mode.TERNARY;
  }
}
