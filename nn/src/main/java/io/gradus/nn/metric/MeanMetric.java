package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
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
    average(values(yTrue, yPred), weights);
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights, @Nullable Tensor mask) {
    update(yTrue, yPred, mask == null ? weights : counted(mask, weights));
  }

  /// {@return the mask as weights, times the weights there are; both belong to the first axes}
  static Tensor counted(Tensor mask, @Nullable Tensor weights) {
    Tensor counted = mask.cast(DType.FLOAT32);
    if (weights == null) {
      return counted;
    }
    Tensor w = weights;
    while (w.rank() < counted.rank()) {
      w = w.expandDims(-1);
    }
    while (counted.rank() < w.rank()) {
      counted = counted.expandDims(-1);
    }
    return counted.mul(w);
  }

  /// Takes in the values of a batch.
  final void average(Tensor values, @Nullable Tensor weights) {
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
