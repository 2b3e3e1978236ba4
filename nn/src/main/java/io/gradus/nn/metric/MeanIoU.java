package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// Intersection over union, `TP/(TP + FP + FN)`, as the mean over all classes that occur
/// (`keras.metrics.MeanIoU`). Targets and predictions are class numbers unless said otherwise; the
/// counts are `int32` and weights cut to it unless another [#dtype(io.gradus.tensor.type.DType)] is
/// chosen.
///
/// Shapes: targets and predictions of one size, flattened; result scalar.
public final class MeanIoU extends ClassOverlap<MeanIoU> {
  private static final String NAME = "mean_io_u";

  /// The configuration, as Keras writes it.
  public static final Schema<MeanIoU> SCHEMA =
      Overlap.<MeanIoU>schema("MeanIoU", NAME)
          .required(NUM_CLASSES, metric -> metric.options().numClasses())
          .optional(IGNORE, metric -> metric.options().ignored(), null)
          .optional(SPARSE_Y_TRUE, metric -> metric.options().sparseTrue(), true)
          .optional(SPARSE_Y_PRED, metric -> metric.options().sparsePred(), true)
          .optional(Keys.AXIS, metric -> metric.options().axis(), -1)
          .build(MeanIoU::new);

  /// The metric over this number of classes.
  ///
  /// @throws IllegalArgumentException if there is no class
  public MeanIoU(int numClasses) {
    this(Options.of(NAME, numClasses, all(numClasses)));
  }

  private MeanIoU(Options options) {
    super(options);
  }

  private MeanIoU(Config config) {
    this(
        new Options(
            config.get(Keys.NAME),
            config.get(NUM_CLASSES),
            all(config.get(NUM_CLASSES)),
            config.get(IGNORE),
            config.get(SPARSE_Y_TRUE),
            config.get(SPARSE_Y_PRED),
            config.get(Keys.AXIS),
            config.get(DTYPE)));
  }

  @Override
  MeanIoU with(Options changed) {
    return new MeanIoU(changed);
  }

  /// {@return this metric of targets that are class numbers, or one-hot}
  public MeanIoU sparseYTrue(boolean value) {
    return with(options().sparseTrue(value));
  }

  @Override
  public Schema<MeanIoU> schema() {
    return SCHEMA;
  }
}
