package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted mean of values (`keras.metrics.Mean`); 0 before the first.
public final class Mean implements Metric, Configured {
  /// The configuration, as Keras writes it.
  public static final Schema<Mean> SCHEMA = Keys.<Mean>schema("Mean", "mean").build(Mean::new);

  private final String name;
  private final Variable total = State.zeros("total");
  private final Variable count = State.zeros("count");

  /// A mean under the name `mean`.
  public Mean() {
    this("mean");
  }

  /// A mean of the given name.
  public Mean(String name) {
    this.name = name;
  }

  private Mean(Config config) {
    this(config.get(Keys.NAME));
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
  ///
  /// @throws io.gradus.tensor.type.ShapeException if the weights do not fit the values
  @Override
  public void update(Tensor values, @Nullable Tensor weights) {
    SampleValues samples = SampleValues.of(name, values, weights, Tensor::mean);
    Tensor w = samples.weights();
    total.assignAdd(samples.values().sum());
    count.assignAdd(
        w == null ? Tensor.scalar(DType.FLOAT32, (double) samples.values().size()) : w.sum());
  }

  @Override
  public Tensor result() {
    return Quotient.orZero(total, count);
  }
}
