package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metric that is the weighted mean of a value for each sample: subclasses say which.
public abstract class MeanMetric implements Metric {
  private final Mean mean;

  /// A metric of the given name.
  protected MeanMetric(String name) {
    this.mean = new Mean(name);
  }

  /// {@return a value for each sample, or several: `[n, …]`}
  protected abstract Tensor values(Tensor yTrue, Tensor yPred);

  @Override
  public final String name() {
    return mean.name();
  }

  @Override
  public final List<Variable> variables() {
    return mean.variables();
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    update(values(yTrue, yPred), weights);
  }

  /// Takes in the values of a batch.
  final void update(Tensor values, @Nullable Tensor weights) {
    mean.update(values, weights);
  }

  @Override
  public Tensor result() {
    return mean.result();
  }

  /// {@return the name}
  @Override
  public final String toString() {
    return name();
  }
}
