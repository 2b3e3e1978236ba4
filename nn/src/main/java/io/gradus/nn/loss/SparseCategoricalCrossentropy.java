package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Cross-entropy between labels that are class numbers and predicted probabilities: `−log p[label]`
/// (`keras.losses.SparseCategoricalCrossentropy`). Probabilities are scaled to sum to 1 and clipped
/// to [1e-7, 1 − 1e-7]; of logits it is computed without that.
///
/// Shapes: labels `[n, …]` or `[n, …, 1]`, prediction `[n, …, classes]`, losses `[n, …]`.
///
/// @param fromLogits whether predictions are logits, not probabilities
/// @param ignoreClass a label whose samples do not count, or null
/// @param axis the axis of the classes
/// @param settings what every loss can be told
public record SparseCategoricalCrossentropy(
    boolean fromLogits, @Nullable Integer ignoreClass, int axis, Settings settings)
    implements AdjustableLoss<SparseCategoricalCrossentropy> {
  private static final String NAME = "sparse_categorical_crossentropy";
  private static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);
  private static final ConfigKey<@Nullable Integer> IGNORE =
      new ConfigKey<>("ignore_class", Codec.INTEGER.orNull());
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<SparseCategoricalCrossentropy> SCHEMA =
      AdjustableLoss.<SparseCategoricalCrossentropy>schemaOf("SparseCategoricalCrossentropy", NAME)
          .optional(FROM_LOGITS, SparseCategoricalCrossentropy::fromLogits, false)
          .optional(IGNORE, SparseCategoricalCrossentropy::ignoreClass, null)
          .optional(AXIS, SparseCategoricalCrossentropy::axis, -1)
          .build(c ->
              new SparseCategoricalCrossentropy(
                  c.get(FROM_LOGITS), c.get(IGNORE), c.get(AXIS), new Settings(c)));

  /// The loss of probabilities, reduced to the mean.
  public SparseCategoricalCrossentropy() {
    this(false, null, -1, new Settings(NAME));
  }

  /// {@return this loss of logits, or of probabilities}
  public SparseCategoricalCrossentropy fromLogits(boolean value) {
    return new SparseCategoricalCrossentropy(value, ignoreClass, axis, settings);
  }

  /// {@return this loss without the samples of one label}
  public SparseCategoricalCrossentropy ignoreClass(int label) {
    return new SparseCategoricalCrossentropy(fromLogits, label, axis, settings);
  }

  /// {@return this loss with the classes along another axis}
  public SparseCategoricalCrossentropy axis(int value) {
    return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, value, settings);
  }

  @Override
  public SparseCategoricalCrossentropy with(Settings changed) {
    return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis, changed);
  }

  @Override
  public Schema<SparseCategoricalCrossentropy> schema() {
    return SCHEMA;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    var _ = ClassNumbers.checkedShape(yTrue, yPred, axis, ignoreClass);
  }

  private ClassNumbers numbers(Tensor yTrue, TensorType yPred) {
    return ClassNumbers.of(yTrue, yPred, axis, ignoreClass);
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    ClassNumbers numbers = numbers(yTrue, yPred.type());
    Tensor counted = counted(numbers.labels());
    Tensor p = yPred.cast(yPred.dtype().toFloating());
    if (counted != null) {
      // What is predicted for samples that do not count may be anything, NaN too.
      p = counted.expandDims(numbers.axis()).where(p, fromLogits ? 0 : 1);
    }
    Tensor rows = p.moveAxis(numbers.axis(), -1);
    Tensor losses =
        fromLogits
            ? rows.softmaxCrossEntropy(numbers.labels())
            : rows.probabilityCrossEntropy(numbers.labels(), Probabilities.EPSILON);
    return counted == null ? losses : counted.where(losses, 0);
  }

  @Override
  public @Nullable Tensor mask(Tensor yTrue, Tensor losses) {
    return ignoreClass == null ? null : counted(yTrue.cast(DType.INT64).reshape(losses.shape()));
  }

  private @Nullable Tensor counted(Tensor labels) {
    return ignoreClass == null ? null : labels.notEqual(ignoreClass);
  }
}
