package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How often the class of highest probability is the target's class number
/// (`keras.metrics.SparseCategoricalAccuracy`).
public final class SparseCategoricalAccuracy implements Metric {
  private static final String NAME = "sparse_categorical_accuracy";

  /// The configuration, as Keras writes it.
  public static final Schema<SparseCategoricalAccuracy> SCHEMA =
      Schema.<SparseCategoricalAccuracy>of("SparseCategoricalAccuracy")
          .optional(Mean.NAME, SparseCategoricalAccuracy::name, NAME)
          .absent("dtype", "float32")
          .build(SparseCategoricalAccuracy::new);

  private final Mean mean;

  /// The metric under Keras' name.
  public SparseCategoricalAccuracy() {
    this(NAME);
  }

  /// The metric under another name.
  public SparseCategoricalAccuracy(String name) {
    this.mean = new Mean(name);
  }

  private SparseCategoricalAccuracy(Config config) {
    this(config.get(Mean.NAME));
  }

  @Override
  public String name() {
    return mean.name();
  }

  @Override
  public Schema<SparseCategoricalAccuracy> schema() {
    return SCHEMA;
  }

  @Override
  public List<Variable> variables() {
    return mean.variables();
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    boolean column = yTrue.rank() == yPred.rank() && yTrue.dim(-1) == 1;
    Tensor labels = column ? yTrue.reshape(yTrue.shape().slice(0, yTrue.rank() - 1)) : yTrue;
    Tensor predicted = yPred.argMax(-1);
    if (!labels.shape().equals(predicted.shape())) {
      throw new ShapeException(
          "%s: targets need the prediction's shape without the classes; got y=%s, prediction=%s"
              .formatted(name(), yTrue.type(), yPred.type()));
    }
    mean.update(labels.equal(predicted), weights);
  }

  @Override
  public Tensor result() {
    return mean.result();
  }
}
