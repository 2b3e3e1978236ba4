package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How often predictions equal targets (`keras.metrics.Accuracy`). Given to `compile` it is Keras'
/// `"accuracy"`: of class numbers beside predicted probabilities it becomes
/// [SparseCategoricalAccuracy].
public final class Accuracy implements Metric {
  /// The configuration, as Keras writes it.
  public static final Schema<Accuracy> SCHEMA =
      Schema.<Accuracy>of("Accuracy")
          .optional(Mean.NAME, Accuracy::name, "accuracy")
          .absent("dtype", "float32")
          .build(Accuracy::new);

  private final Mean mean;

  /// Accuracy under the name `accuracy`.
  public Accuracy() {
    this("accuracy");
  }

  /// Accuracy under another name.
  public Accuracy(String name) {
    this.mean = new Mean(name);
  }

  private Accuracy(Config config) {
    this(config.get(Mean.NAME));
  }

  @Override
  public String name() {
    return mean.name();
  }

  @Override
  public Schema<Accuracy> schema() {
    return SCHEMA;
  }

  @Override
  public List<Variable> variables() {
    return mean.variables();
  }

  @Override
  public Metric forTypes(TensorType yTrue, TensorType yPred) {
    Shape targets = yTrue.shape();
    Shape predictions = yPred.shape();
    boolean column = targets.rank() == predictions.rank() && targets.dim(-1) == 1;
    boolean classes = predictions.rank() > 1 && predictions.dim(-1) > 1;
    boolean sparse = targets.rank() == predictions.rank() - 1 || column;
    return sparse && classes ? new SparseCategoricalAccuracy(name()) : this;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    if (!yTrue.shape().equals(yPred.shape())) {
      throw new ShapeException(
          "accuracy: targets and predictions must have one shape; got y=%s, prediction=%s"
              .formatted(yTrue.type(), yPred.type()));
    }
    mean.update(yTrue.equal(yPred), weights);
  }

  @Override
  public Tensor result() {
    return mean.result();
  }
}
