package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The weighted mean of values (`keras.metrics.Mean`); 0 before the first.
public final class Mean implements Metric {
  static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<Mean> SCHEMA =
      Schema.<Mean>of("Mean")
          .optional(NAME, Mean::name, "mean")
          .absent("dtype", "float32")
          .build(Mean::new);

  private final String name;
  private final Variable total;
  private final Variable count;

  /// A mean of the given name.
  public Mean(String name) {
    this.name = name;
    this.total = new Variable("total", Tensor.scalar(DType.FLOAT32, 0)).trainable(false);
    this.count = new Variable("count", Tensor.scalar(DType.FLOAT32, 0)).trainable(false);
  }

  private Mean(Config config) {
    this(config.get(NAME));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema<Mean> schema() {
    return SCHEMA;
  }

  @Override
  public List<Variable> variables() {
    return List.of(total, count);
  }

  /// Takes in values; the predictions are not looked at.
  @Override
  public void update(Tensor values, Tensor yPred, @Nullable Tensor weights) {
    update(values, weights);
  }

  /// Takes in values. A sample with several counts with their mean, as in Keras; weights are those
  /// of samples or of single values, or null where all count the same.
  public void update(Tensor values, @Nullable Tensor weights) {
    Tensor x = values.cast(DType.FLOAT32);
    if (weights == null) {
      Tensor samples = meanFrom(1, x);
      total.assignAdd(samples.sum());
      count.assignAdd(Tensor.scalar(DType.FLOAT32, (double) samples.size()));
      return;
    }
    Tensor w = weights.cast(DType.FLOAT32);
    if (w.rank() == x.rank() + 1 && w.dim(-1) == 1) {
      w = w.reshape(w.shape().slice(0, x.rank()));
    }
    x = meanFrom(w.rank(), x);
    w = w.broadcastTo(x.shape());
    total.assignAdd(meanFrom(1, x.mul(w)).sum());
    count.assignAdd(meanFrom(1, w).sum());
  }

  private static Tensor meanFrom(int axis, Tensor x) {
    return x.rank() <= axis ? x : x.mean(IntStream.range(axis, x.rank()).toArray());
  }

  @Override
  public Tensor result() {
    Tensor n = count.value();
    Tensor zero = Tensor.scalar(DType.FLOAT32, 0);
    return n.equal(0).where(zero, total.div(n));
  }
}
