package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// The cross-entropy that the shapes of targets and predictions tell: what Keras' `compile` makes
/// of `loss="crossentropy"` and `"ce"`. One value for each sample makes it [BinaryCrossentropy],
/// class numbers beside a value for each class [SparseCategoricalCrossentropy], all else
/// [CategoricalCrossentropy], each with its defaults. Files name it by this text: it has no class
/// in Keras.
///
/// @param name the text: `crossentropy` or `ce`, in any case
public record Crossentropy(String name) implements Loss {
  static final String NAME = "crossentropy";
  private static final String SHORT = "ce";

  /// The configuration, which is the name.
  public static final Schema<Crossentropy> SCHEMA =
      Schema.<Crossentropy>of("Crossentropy").build(_ -> new Crossentropy());

  /// Checks the name.
  public Crossentropy {
    if (!isNamed(name)) {
      throw new IllegalArgumentException(
          "crossentropy: the name must be crossentropy or ce; got " + name);
    }
  }

  /// The loss under its long name.
  public Crossentropy() {
    this(NAME);
  }

  static boolean isNamed(String text) {
    return text.equalsIgnoreCase(NAME) || text.equalsIgnoreCase(SHORT);
  }

  private static Loss of(TensorType yTrue, TensorType yPred) {
    Shape targets = yTrue.shape();
    Shape predictions = yPred.shape();
    if (predictions.rank() == 0 || predictions.dim(-1) == 1) {
      return new BinaryCrossentropy();
    }
    boolean sparse = targets.rank() < predictions.rank() || targets.dim(-1) == 1;
    return sparse ? new SparseCategoricalCrossentropy() : new CategoricalCrossentropy();
  }

  @Override
  public Schema<Crossentropy> schema() {
    return SCHEMA;
  }

  @Override
  public Reduction reduction() {
    return Reduction.SUM_OVER_BATCH_SIZE;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    of(yTrue.type(), yPred).check(yTrue, yPred);
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return of(yTrue.type(), yPred.type()).call(yTrue, yPred);
  }
}
