package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// How often predictions equal targets (`keras.metrics.Accuracy`). Given to `compile` it is Keras'
/// `"accuracy"`, which takes its form from the shapes of targets and predictions: one value for
/// each sample makes it [BinaryAccuracy], class numbers beside a value for each class
/// [SparseCategoricalAccuracy], all else [CategoricalAccuracy].
public final class Accuracy extends MeanMetric implements Configured {
  private static final String NAME = "accuracy";

  private final boolean isExact;

  /// The configuration, as Keras writes it.
  public static final Schema<Accuracy> SCHEMA =
      Keys.<Accuracy>schema("Accuracy", NAME).alias(NAME).build(Accuracy::new);

  /// Accuracy under the name `accuracy`.
  public Accuracy() {
    this(NAME, false);
  }

  private Accuracy(String name, boolean isExact) {
    super(name);
    this.isExact = isExact;
  }

  private Accuracy(Config config) {
    this(config.get(Keys.NAME), false);
  }

  /// {@return this metric with the given name and a state of its own}
  public Accuracy named(String name) {
    return new Accuracy(name, isExact);
  }

  /// {@return this metric, with a state of its own, which compares predictions with targets as they
  /// are, whatever their types: what an object of Keras' class does, other than its name in text}
  public Accuracy exact() {
    return new Accuracy(name(), true);
  }

  /// {@return whether Keras' `compile` takes the text for what fits the shapes: `accuracy` or
  /// `acc`, in any case}
  public static boolean isText(String text) {
    return text.equalsIgnoreCase(NAME) || text.equalsIgnoreCase("acc");
  }

  /// {@return whether predictions and targets are compared as they are}
  public boolean isExact() {
    return isExact;
  }

  @Override
  public Schema<Accuracy> schema() {
    return SCHEMA;
  }

  @Override
  public Metric forTypes(TensorType yTrue, TensorType yPred) {
    if (isExact) {
      return this;
    }
    Shape targets = yTrue.shape();
    Shape predictions = yPred.shape();
    if (predictions.rank() < 2 || predictions.dim(-1) == 1) {
      return new BinaryAccuracy().named(name());
    }
    boolean sparse = targets.rank() < predictions.rank() || targets.dim(-1) == 1;
    return sparse
        ? new SparseCategoricalAccuracy().named(name())
        : new CategoricalAccuracy().named(name());
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    return aligned.yTrue().equal(aligned.yPred());
  }
}
