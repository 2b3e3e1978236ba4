package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// Intersection over union, `TP/(TP + FP + FN)`, of one-hot targets and a prediction for each
/// class, as the mean over all classes that occur (`keras.metrics.OneHotMeanIoU`). The counts are
/// `int32` and weights cut to it unless another [#dtype(io.gradus.tensor.type.DType)] is chosen.
///
/// Shapes: targets and predictions `[…, classes]`; result scalar.
public final class OneHotMeanIoU extends ClassOverlap<OneHotMeanIoU> {
  private static final String NAME = "one_hot_mean_io_u";

  /// The configuration, as Keras writes it.
  public static final Schema<OneHotMeanIoU> SCHEMA =
      Overlap.<OneHotMeanIoU>schema("OneHotMeanIoU", NAME)
          .required(NUM_CLASSES, metric -> metric.options().numClasses())
          .optional(IGNORE, metric -> metric.options().ignored(), null)
          .optional(SPARSE_Y_PRED, metric -> metric.options().sparsePred(), false)
          .optional(Keys.AXIS, metric -> metric.options().axis(), -1)
          .build(OneHotMeanIoU::new);

  /// The metric over this number of classes.
  ///
  /// @throws IllegalArgumentException if there is no class
  public OneHotMeanIoU(int numClasses) {
    this(Options.of(NAME, numClasses, all(numClasses)).oneHot());
  }

  private OneHotMeanIoU(Options options) {
    super(options);
  }

  private OneHotMeanIoU(Config config) {
    this(
        new Options(
            config.get(Keys.NAME),
            config.get(NUM_CLASSES),
            all(config.get(NUM_CLASSES)),
            config.get(IGNORE),
            false,
            config.get(SPARSE_Y_PRED),
            config.get(Keys.AXIS),
            config.get(DTYPE)));
  }

  @Override
  OneHotMeanIoU with(Options changed) {
    return new OneHotMeanIoU(changed);
  }

  @Override
  public Schema<OneHotMeanIoU> schema() {
    return SCHEMA;
  }
}
