package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// Intersection over union, `TP/(TP + FP + FN)`, of one-hot targets and a prediction for each
/// class, as the mean over some classes that occur (`keras.metrics.OneHotIoU`). The counts are
/// `int32` and weights cut to it unless another [#dtype(io.gradus.tensor.type.DType)] is chosen.
///
/// Shapes: targets and predictions `[…, classes]`; result scalar.
public final class OneHotIoU extends ClassOverlap<OneHotIoU> {
  private static final String NAME = "one_hot_io_u";

  /// The configuration, as Keras writes it.
  public static final Schema<OneHotIoU> SCHEMA =
      Overlap.<OneHotIoU>schema("OneHotIoU", NAME)
          .required(NUM_CLASSES, metric -> metric.options().numClasses())
          .required(TARGETS, metric -> metric.options().targets())
          .optional(IGNORE, metric -> metric.options().ignored(), null)
          .optional(SPARSE_Y_PRED, metric -> metric.options().sparsePred(), false)
          .optional(Keys.AXIS, metric -> metric.options().axis(), -1)
          .build(OneHotIoU::new);

  /// The metric over the given ones of these classes.
  ///
  /// @throws IllegalArgumentException if there is no target class, or one is not in [0, numClasses)
  public OneHotIoU(int numClasses, int... targetClassIds) {
    this(Options.of(NAME, numClasses, list(targetClassIds)).oneHot());
  }

  private OneHotIoU(Options options) {
    super(options);
  }

  private OneHotIoU(Config config) {
    this(
        new Options(
            config.get(Keys.NAME),
            config.get(NUM_CLASSES),
            config.get(TARGETS),
            config.get(IGNORE),
            false,
            config.get(SPARSE_Y_PRED),
            config.get(Keys.AXIS),
            config.get(DTYPE)));
  }

  @Override
  OneHotIoU with(Options changed) {
    return new OneHotIoU(changed);
  }

  @Override
  public Schema<OneHotIoU> schema() {
    return SCHEMA;
  }
}
