package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Intersection over union, `TP/(TP + FP + FN)`, of targets 0 and 1 and of predictions that count
/// as 1 from a threshold on, 0.5 unless given, as the mean over both classes or one
/// (`keras.metrics.BinaryIoU`). The counts are `int32` and weights cut to it unless another
/// [#dtype(io.gradus.tensor.type.DType)] is chosen.
///
/// Shapes: targets and predictions of one size, flattened; result scalar.
public final class BinaryIoU extends Overlap<BinaryIoU> {
  private static final String NAME = "binary_io_u";
  private static final ConfigKey<Double> THRESHOLD = new ConfigKey<>("threshold", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<BinaryIoU> SCHEMA =
      Overlap.<BinaryIoU>schema("BinaryIoU", NAME)
          .optional(TARGETS, metric -> metric.options().targets(), all(2))
          .optional(THRESHOLD, metric -> metric.threshold, 0.5)
          .build(BinaryIoU::new);

  private final double threshold;

  /// The mean over both classes at the threshold 0.5.
  public BinaryIoU() {
    this(Options.of(NAME, 2, all(2)), 0.5);
  }

  private BinaryIoU(Options options, double threshold) {
    super(options);
    this.threshold = threshold;
  }

  private BinaryIoU(Config config) {
    this(
        new Options(
            config.get(Keys.NAME), 2, config.get(TARGETS), null, true, true, -1, config.get(DTYPE)),
        config.get(THRESHOLD));
  }

  @Override
  BinaryIoU with(Options changed) {
    return new BinaryIoU(changed, threshold);
  }

  /// {@return this metric over the given ones of the classes 0 and 1}
  ///
  /// @throws IllegalArgumentException if there is none, or one is not 0 or 1
  public BinaryIoU targetClassIds(int... ids) {
    Options o = options();
    return with(new Options(o.name(), 2, list(ids), null, true, true, -1, o.dtype()));
  }

  /// {@return this metric with another threshold}
  public BinaryIoU threshold(double changed) {
    return new BinaryIoU(options(), changed);
  }

  @Override
  public Schema<BinaryIoU> schema() {
    return SCHEMA;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    super.update(yTrue, yPred.greaterEqual(threshold), weights);
  }
}
