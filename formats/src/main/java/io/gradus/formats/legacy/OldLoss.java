package io.gradus.formats.legacy;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.MeanMetric;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import io.gradus.tensor.Tensor;
import java.util.Map;
import java.util.function.BinaryOperator;

/// A loss that gave other numbers before Keras 3 than the one of its name gives today. Its class in
/// configurations is none that Keras knows.
///
/// @param form which it is
public record OldLoss(Form form) implements Loss {
  static final String COSINE = "Keras1CosineProximity";
  static final String COSINE_SUM = "Keras2CosineProximity";
  private static final String COSINE_SIMILARITY = "CosineSimilarity";
  static final String HINGE = "Keras2Hinge";
  static final String SQUARED_HINGE = "Keras2SquaredHinge";

  // What l2_normalize holds a sum of squares above.
  private static final double LEAST_SQUARES = 1e-12;

  /// The losses.
  public enum Form {
    /// `−mean(y/‖y‖ · p/‖p‖)` over the last axis, up to Keras 2.0.8.
    COSINE(
        OldLoss.COSINE, OldLoss.COSINE_SIMILARITY, (y, p) -> unit(y).mul(unit(p)).mean(-1).neg()),

    /// The sum of the same; as a loss it is that of Keras 3.
    COSINE_SUM(
        OldLoss.COSINE_SUM,
        OldLoss.COSINE_SIMILARITY,
        (y, p) -> unit(y).mul(unit(p)).sum(-1).neg()),

    /// `mean(max(1 − y·p, 0))` with targets as they are, up to Keras 2.2.
    HINGE(OldLoss.HINGE, "Hinge", (y, p) -> margin(y, p).mean(-1)),

    /// `mean(max(1 − y·p, 0)²)` with targets as they are, up to Keras 2.2.
    SQUARED_HINGE(OldLoss.SQUARED_HINGE, "SquaredHinge", (y, p) -> margin(y, p).square().mean(-1));

    private final Schema<OldLoss> loss;
    private final Schema<OldMetric> metric;
    private final BinaryOperator<Tensor> function;
    private final String current;

    Form(String className, String current, BinaryOperator<Tensor> function) {
      this.current = current;
      this.function = function;
      this.loss = Schema.<OldLoss>of(className).build(_ -> new OldLoss(this));
      this.metric =
          Schema.<OldMetric>of(className)
              .required(OldMetric.NAME, OldMetric::name)
              .build(config -> new OldMetric(config.get(OldMetric.NAME), this));
    }

    private Tensor apply(Tensor yTrue, Tensor yPred) {
      return function.apply(yTrue.cast(yPred.dtype()), yPred);
    }
  }

  private static Tensor unit(Tensor x) {
    return x.div(x.square().sum(-1).maximum(LEAST_SQUARES).sqrt().expandDims(-1));
  }

  private static Tensor margin(Tensor y, Tensor p) {
    return y.mul(p).neg().add(1).relu();
  }

  /// The mean of such a loss.
  private static final class OldMetric extends MeanMetric implements Configured {
    private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);
    private final Form form;

    OldMetric(String name, Form form) {
      super(name);
      this.form = form;
    }

    @Override
    public Schema<OldMetric> schema() {
      return form.metric;
    }

    @Override
    protected Tensor values(Tensor yTrue, Tensor yPred) {
      return form.apply(yTrue, yPred);
    }
  }

  /// {@return all losses that a configuration can name, these too}
  public static SchemaTable<Loss> losses() {
    SchemaTable<Loss> table = Losses.TABLE;
    for (Form form : Form.values()) {
      table = table.with(form.loss);
    }
    return table;
  }

  /// {@return all metrics that a configuration can name, the means of these losses too}
  public static SchemaTable<Metric> metrics() {
    SchemaTable<Metric> table = Metrics.TABLE;
    for (Form form : Form.values()) {
      table = table.with(form.metric);
    }
    return table;
  }

  /// {@return what Keras 3 has under the same name}
  public Loss current() {
    return Loss.of(form.current);
  }

  /// {@return what Keras 3 has under the name of a metric; itself if it is Keras 3's}
  public static Metric current(Metric metric) {
    return metric instanceof OldMetric old
        ? Metrics.TABLE.read(
            Map.of("class_name", old.form.current, "config", Map.of("name", old.name())))
        : metric;
  }

  @Override
  public Schema<OldLoss> schema() {
    return form.loss;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return form.apply(yTrue, yPred);
  }

  @Override
  public Reduction reduction() {
    return Reduction.SUM_OVER_BATCH_SIZE;
  }
}
