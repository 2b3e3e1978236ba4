package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// Intersection over union, `TP/(TP + FP + FN)`, as the mean over some classes that occur
/// (`keras.metrics.IoU`). Targets and predictions are class numbers unless said otherwise; the
/// counts are `int32` and weights cut to it unless another [#dtype(io.gradus.tensor.type.DType)] is
/// chosen.
///
/// Shapes: targets and predictions of one size, flattened; result scalar.
public final class IoU extends ClassOverlap<IoU> {
  private static final String NAME = "io_u";

  /// The configuration, as Keras writes it.
  public static final Schema<IoU> SCHEMA =
      Overlap.<IoU>schema("IoU", NAME)
          .required(NUM_CLASSES, metric -> metric.options().numClasses())
          .required(TARGETS, metric -> metric.options().targets())
          .optional(IGNORE, metric -> metric.options().ignored(), null)
          .optional(SPARSE_Y_TRUE, metric -> metric.options().sparseTrue(), true)
          .optional(SPARSE_Y_PRED, metric -> metric.options().sparsePred(), true)
          .optional(Keys.AXIS, metric -> metric.options().axis(), -1)
          .build(IoU::new);

  /// The metric over the given ones of these classes.
  ///
  /// @throws IllegalArgumentException if there is no target class, or one is not in [0, numClasses)
  public IoU(int numClasses, int... targetClassIds) {
    this(Options.of(NAME, numClasses, list(targetClassIds)));
  }

  private IoU(Options options) {
    super(options);
  }

  private IoU(Config config) {
    this(
        new Options(
            config.get(Keys.NAME),
            config.get(NUM_CLASSES),
            config.get(TARGETS),
            config.get(IGNORE),
            config.get(SPARSE_Y_TRUE),
            config.get(SPARSE_Y_PRED),
            config.get(Keys.AXIS),
            config.get(DTYPE)));
  }

  @Override
  IoU with(Options changed) {
    return new IoU(changed);
  }

  /// {@return this metric of targets that are class numbers, or one-hot}
  public IoU sparseYTrue(boolean value) {
    return with(options().sparseTrue(value));
  }

  @Override
  public Schema<IoU> schema() {
    return SCHEMA;
  }
}
