package io.gradus.nn.loss;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Cross-entropy between labels that are class numbers and predicted probabilities: `−log p[label]`
/// (`keras.losses.SparseCategoricalCrossentropy`). Probabilities are scaled to sum to 1 and clipped
/// to [1e-7, 1 − 1e-7]; of logits, or of a softmax that ends a model, it is computed without that.
///
/// Shapes: labels `[n, …]` or `[n, …, 1]`, prediction `[n, …, classes]`, losses `[n, …]`.
///
/// @param fromLogits whether predictions are logits, not probabilities
/// @param ignoreClass a label whose samples do not count, or null
/// @param axis the axis of the classes
/// @param reduction how the losses become one number
/// @param name the name
public record SparseCategoricalCrossentropy(
    boolean fromLogits, @Nullable Integer ignoreClass, int axis, Reduction reduction, String name)
    implements Loss {
  private static final double EPSILON = 1e-7;
  private static final String NAME = "sparse_categorical_crossentropy";

  private static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);
  private static final ConfigKey<@Nullable Integer> IGNORE =
      new ConfigKey<>("ignore_class", Codec.INTEGER.orNull());
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);
  private static final ConfigKey<String> NAMED = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<SparseCategoricalCrossentropy> SCHEMA =
      Schema.<SparseCategoricalCrossentropy>of("SparseCategoricalCrossentropy")
          .optional(FROM_LOGITS, SparseCategoricalCrossentropy::fromLogits, false)
          .optional(IGNORE, SparseCategoricalCrossentropy::ignoreClass, null)
          .optional(AXIS, SparseCategoricalCrossentropy::axis, -1)
          .optional(
              Reduction.KEY,
              SparseCategoricalCrossentropy::reduction,
              Reduction.SUM_OVER_BATCH_SIZE)
          .optional(NAMED, SparseCategoricalCrossentropy::name, NAME)
          .absent("dtype", null)
          .build(SparseCategoricalCrossentropy::new);

  /// The loss of probabilities, reduced to the mean.
  public SparseCategoricalCrossentropy() {
    this(false, null, -1, Reduction.SUM_OVER_BATCH_SIZE, NAME);
  }

  private SparseCategoricalCrossentropy(Config config) {
    this(
        config.get(FROM_LOGITS),
        config.get(IGNORE),
        config.get(AXIS),
        config.get(Reduction.KEY),
        config.get(NAMED));
  }

  /// {@return this loss of logits, or of probabilities}
  public SparseCategoricalCrossentropy fromLogits(boolean value) {
    return new SparseCategoricalCrossentropy(value, ignoreClass, axis, reduction, name);
  }

  /// {@return this loss without the samples of one label}
  public SparseCategoricalCrossentropy ignoreClass(int label) {
    return new SparseCategoricalCrossentropy(fromLogits, label, axis, reduction, name);
  }

  /// {@return this loss, reduced differently}
  public SparseCategoricalCrossentropy reduction(Reduction changed) {
    return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis, changed, name);
  }

  @Override
  public Schema<SparseCategoricalCrossentropy> schema() {
    return SCHEMA;
  }

  @Override
  public @Nullable Loss before(Activation activation) {
    boolean exact = activation.equals(Activation.SOFTMAX) && !fromLogits && lastAxis();
    return exact ? fromLogits(true) : null;
  }

  private boolean lastAxis() {
    return axis == -1;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Tensor labels = labels(yTrue, yPred.type());
    Tensor logarithms = fromLogits ? yPred.logSoftmax(axis) : probabilities(yPred).log();
    int classAxis = yPred.shape().axis("loss", axis);
    Tensor chosen = oneHot(labels, classAxis, yPred.shape());
    Tensor losses = chosen.where(logarithms, 0).sum(classAxis).neg();
    Tensor mask = mask(labels);
    return mask == null ? losses : mask.where(losses, 0);
  }

  @Override
  public @Nullable Tensor mask(Tensor yTrue) {
    return ignoreClass == null ? null : yTrue.cast(DType.INT64).notEqual(ignoreClass);
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    Tensor labels = labels(yTrue, yPred);
    if (labels.isSymbolic() || labels.size() == 0) {
      return;
    }
    long classes = yPred.shape().dim(axis);
    for (long label : labels.toLongArray()) {
      boolean ignored = ignoreClass != null && label == ignoreClass;
      if (!ignored && (label < 0 || label >= classes)) {
        throw new IllegalArgumentException(
            "loss: label %d is out of range for %d classes; got y=%s, prediction=%s"
                .formatted(label, classes, yTrue.type(), yPred));
      }
    }
  }

  private Tensor labels(Tensor yTrue, TensorType yPred) {
    int classAxis = yPred.shape().axis("loss", axis);
    boolean column = yTrue.rank() == yPred.shape().rank() && yTrue.shape().dim(-1) == 1;
    Tensor labels = column ? yTrue.reshape(yTrue.shape().slice(0, yTrue.rank() - 1)) : yTrue;
    boolean fits = labels.rank() == yPred.shape().rank() - 1;
    for (int i = 0; fits && i < labels.rank(); i++) {
      int beside = i < classAxis ? i : i + 1;
      fits = !yPred.shape().isKnown(beside) || labels.dim(i) == yPred.shape().dim(beside);
    }
    if (!fits) {
      String hint =
          yTrue.shape().equals(yPred.shape())
              ? "; one-hot labels need CategoricalCrossentropy"
              : "";
      throw new ShapeException(
          "loss: labels need the prediction's shape without the classes; got y=%s, prediction=%s%s"
              .formatted(yTrue.type(), yPred, hint));
    }
    return labels.cast(DType.INT64);
  }

  private static Tensor oneHot(Tensor labels, int classAxis, Shape shape) {
    long[] dims = new long[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    dims[classAxis] = shape.dim(classAxis);
    Tensor classes = Tensor.arange(Math.toIntExact(shape.dim(classAxis))).reshape(dims);
    return labels.expandDims(classAxis).equal(classes);
  }

  // The rounding of 1 − 1e-7 in the prediction's own type is Keras' too.
  private Tensor probabilities(Tensor given) {
    Tensor p = given.div(given.sum(Axes.of(axis).keep()));
    Tensor low = Tensor.scalar(p.dtype(), EPSILON);
    Tensor high = Tensor.scalar(p.dtype(), 1).sub(low);
    return p.less(low).where(low, p.greater(high).where(high, p));
  }
}
