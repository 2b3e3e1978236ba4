package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted sum of values (`keras.metrics.Sum`).
public final class Sum implements Metric, Configured {
  /// The configuration, as Keras writes it.
  public static final Schema<Sum> SCHEMA = Keys.<Sum>schema("Sum", "sum").build(Sum::new);

  private final String name;
  private final Variable total = State.zeros("total");

  /// A sum under the name `sum`.
  public Sum() {
    this("sum");
  }

  /// A sum of the given name.
  public Sum(String name) {
    this.name = name;
  }

  private Sum(Config config) {
    this(config.get(Keys.NAME));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema<Sum> schema() {
    return SCHEMA;
  }

  @Override
  public List<Variable> variables() {
    return List.of(total);
  }

  /// Takes in values; the predictions are not looked at.
  @Override
  public void update(Tensor values, Tensor yPred, @Nullable Tensor weights) {
    update(values, weights);
  }

  /// Takes in values; weights are those of samples or of single values, or null where all count the
  /// same.
  ///
  /// @throws io.gradus.tensor.type.ShapeException if the weights do not fit the values
  @Override
  public void update(Tensor values, @Nullable Tensor weights) {
    total.assignAdd(SampleValues.of(name, values, weights, Tensor::sum).values().sum());
  }

  @Override
  public Tensor result() {
    return total.value();
  }
}
