package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The intersection of targets and predictions over their union, `TP/(TP + FP + FN)`, as the mean
/// over classes that occur. It is taken from a confusion matrix, `int32` unless another type is
/// chosen: as in Keras weights are converted to it, so that fractions need a floating type. Samples
/// whose target or prediction is no class do not count.
///
/// Shapes: targets and predictions are flattened. Result scalar, `float32`.
///
/// @param <M> the metric
abstract sealed class Overlap<M extends Overlap<M>> implements Metric, Configured
    permits BinaryIoU, ClassOverlap {
  static final ConfigKey<Integer> NUM_CLASSES = new ConfigKey<>("num_classes", Codec.INTEGER);
  static final ConfigKey<List<Integer>> TARGETS =
      new ConfigKey<>("target_class_ids", Codec.of(Overlap::readTargets));
  static final ConfigKey<@Nullable Integer> IGNORE =
      new ConfigKey<>("ignore_class", Codec.INTEGER.orNull());
  static final ConfigKey<Boolean> SPARSE_Y_TRUE = new ConfigKey<>("sparse_y_true", Codec.TRUTH);
  static final ConfigKey<Boolean> SPARSE_Y_PRED = new ConfigKey<>("sparse_y_pred", Codec.TRUTH);
  static final ConfigKey<DType> DTYPE =
      new ConfigKey<>("dtype", new Codec<>(Overlap::readType, DType::toString));

  private static final double EPSILON = 1e-7;

  /// A class is said to occur above this.
  private static final double NONE = 1e-9;

  private final Options options;
  private final Variable matrix;

  /// The settings.
  record Options(
      String name,
      int numClasses,
      List<Integer> targets,
      @Nullable Integer ignored,
      boolean sparseTrue,
      boolean sparsePred,
      int axis,
      DType dtype) {
    Options {
      Checks.atLeast(1, name, "numClasses", numClasses);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException(name + ": needs at least one target class");
      }
      for (int target : targets) {
        if (target < 0 || target >= numClasses) {
          throw new IllegalArgumentException(
              "%s: target class %d is out of range for %d classes"
                  .formatted(name, target, numClasses));
        }
      }
      targets = List.copyOf(targets);
    }

    /// {@return settings of class numbers}
    static Options of(String name, int numClasses, List<Integer> targets) {
      return new Options(name, numClasses, targets, null, true, true, -1, DType.INT32);
    }

    /// {@return settings of one-hot targets and a prediction for each class}
    Options oneHot() {
      return sparseTrue(false).sparsePred(false);
    }

    Options name(String name) {
      return new Options(name, numClasses, targets, ignored, sparseTrue, sparsePred, axis, dtype);
    }

    Options ignored(int ignored) {
      return new Options(name, numClasses, targets, ignored, sparseTrue, sparsePred, axis, dtype);
    }

    Options sparseTrue(boolean sparseTrue) {
      return new Options(name, numClasses, targets, ignored, sparseTrue, sparsePred, axis, dtype);
    }

    Options sparsePred(boolean sparsePred) {
      return new Options(name, numClasses, targets, ignored, sparseTrue, sparsePred, axis, dtype);
    }

    Options axis(int axis) {
      return new Options(name, numClasses, targets, ignored, sparseTrue, sparsePred, axis, dtype);
    }

    Options dtype(DType dtype) {
      return new Options(name, numClasses, targets, ignored, sparseTrue, sparsePred, axis, dtype);
    }
  }

  Overlap(Options options) {
    this.options = options;
    long n = options.numClasses;
    this.matrix =
        new Variable("total_confusion_matrix", Tensor.zeros(TensorType.of(options.dtype, n, n)))
            .trainable(false);
  }

  /// {@return a schema with the keys of all}
  static <M extends Overlap<M>> Schema.Builder<M> schema(String className, String name) {
    return Schema.<M>of(className)
        .optional(Keys.NAME, Metric::name, name)
        .optional(DTYPE, metric -> metric.options().dtype, DType.INT32);
  }

  /// {@return the numbers of all classes}
  static List<Integer> all(int numClasses) {
    return IntStream.range(0, numClasses).boxed().toList();
  }

  static List<Integer> list(int... targets) {
    return Arrays.stream(targets).boxed().toList();
  }

  abstract M with(Options changed);

  final Options options() {
    return options;
  }

  /// {@return this metric with the given name and a state of its own}
  public M named(String name) {
    return with(options.name(name));
  }

  /// {@return this metric with its confusion matrix in another type, a floating one for weights
  /// that are no whole numbers}
  public M dtype(DType dtype) {
    return with(options.dtype(dtype));
  }

  @Override
  public String name() {
    return options.name;
  }

  @Override
  public List<Variable> variables() {
    return List.of(matrix);
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Options o = options;
    Tensor targets = classes(o.sparseTrue ? whole(yTrue) : yTrue.argMax(o.axis));
    Tensor predictions = classes(o.sparsePred ? yPred : yPred.argMax(o.axis));
    if (!targets.shape().equals(predictions.shape())) {
      throw new ShapeException(
          "%s: targets and predictions must name as many classes; got y=%s, prediction=%s"
              .formatted(o.name, yTrue.type(), yPred.type()));
    }
    Tensor w = weights == null ? Tensor.scalar(o.dtype, 1) : weights.cast(o.dtype);
    w = Alignment.stretched(o.name, w.rank() > 1 ? w.reshape(-1) : w, targets);
    Tensor counts = inRange(targets).logicalAnd(inRange(predictions));
    if (o.ignored != null) {
      counts = counts.logicalAnd(targets.notEqual(o.ignored));
    }
    w = counts.where(w, Tensor.zeros(w.type()));
    Tensor cell = counts.where(targets.mul(o.numClasses).add(predictions), 0);
    long n = o.numClasses;
    Tensor counted = w.scatter(cell.expandDims(-1), Shape.of(n * n));
    matrix.assignAdd(counted.reshape(matrix.shape()));
  }

  private Tensor whole(Tensor targets) {
    return WholeNumbers.of(DType.INT32, options.name + ": target", "").of(targets);
  }

  // Of predictions, Keras cuts fractions off.
  private static Tensor classes(Tensor x) {
    return x.cast(DType.INT32).reshape(-1);
  }

  private Tensor inRange(Tensor classes) {
    return classes.greaterEqual(0).logicalAnd(classes.less(options.numClasses));
  }

  @Override
  public Tensor result() {
    Tensor counts = matrix.value();
    Tensor hits = targeted(counts.diagonal());
    Tensor union = targeted(counts.sum(0)).add(targeted(counts.sum(1))).sub(hits);
    Tensor occurs = union.greater(NONE);
    Tensor each = occurs.where(hits.div(union.add(EPSILON)), 0);
    return each.sum().div(occurs.cast(DType.FLOAT32).sum().add(EPSILON));
  }

  private Tensor targeted(Tensor byClass) {
    int[] targets = options.targets.stream().mapToInt(Integer::intValue).toArray();
    return byClass.gather(Tensor.of(targets), 0).cast(DType.FLOAT32);
  }

  private static List<Integer> readTargets(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Codec.INTEGER.read()).toList();
    }
    throw new IllegalArgumentException("expected a list of class numbers, got \"" + value + "\"");
  }

  private static DType readType(@Nullable Object value) {
    if (value == null) {
      return DType.INT32;
    }
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(value)) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("expected a dtype, got \"" + value + "\"");
  }
}
