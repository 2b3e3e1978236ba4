package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.Key;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted mean of values (`keras.metrics.Mean`); 0 before the first.
public final class Mean implements Metric {
  static final Key<String> NAME = new Key<>("name", Codec.TEXT);

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

  /// Takes in values, each of its own weight, or all of weight 1 where it is null.
  public void update(Tensor values, @Nullable Tensor weights) {
    Tensor x = values.cast(DType.FLOAT32);
    if (weights == null) {
      total.assignAdd(x.sum());
      count.assignAdd(Tensor.scalar(DType.FLOAT32, x.size()));
      return;
    }
    Tensor w = fitted(weights.cast(DType.FLOAT32), x);
    total.assignAdd(x.mul(w).sum());
    count.assignAdd(w.sum());
  }

  // A weight for each sample counts for all its values.
  private static Tensor fitted(Tensor weights, Tensor values) {
    Tensor result = weights;
    if (result.rank() == values.rank() + 1 && result.dim(-1) == 1) {
      result = result.reshape(result.shape().slice(0, values.rank()));
    }
    while (result.rank() < values.rank()) {
      result = result.expandDims(-1);
    }
    return result.broadcastTo(
        io.gradus.tensor.type.Shape.broadcast(
            "metric", result.type(), new TensorType(DType.FLOAT32, values.shape())));
  }

  @Override
  public Tensor result() {
    Tensor n = count.value();
    Tensor zero = Tensor.scalar(DType.FLOAT32, 0);
    return n.equal(0).where(zero, total.div(n));
  }
}
