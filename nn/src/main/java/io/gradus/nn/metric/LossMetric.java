package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The weighted mean of a loss over the samples. `new LossMetric(new MeanAbsoluteError())` is
/// Keras' `keras.metrics.MeanAbsoluteError`, and so are its other metrics that share their name
/// with a loss: `MeanSquaredError`, `BinaryCrossentropy`, `KLDivergence`, `Hinge` and so on. The
/// loss's own reduction does not matter.
public final class LossMetric extends MeanMetric implements Configured {
  private static final List<Twin> TWINS =
      List.of(
          new Twin("MeanSquaredError", "mean_squared_error"),
          new Twin("MeanAbsoluteError", "mean_absolute_error"),
          new Twin("MeanAbsolutePercentageError", "mean_absolute_percentage_error"),
          new Twin("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error"),
          new Twin("LogCoshError", "logcosh", "LogCosh"),
          new Twin("Hinge", "hinge"),
          new Twin("SquaredHinge", "squared_hinge"),
          new Twin("CategoricalHinge", "categorical_hinge"),
          new Twin("KLDivergence", "kl_divergence"),
          new Twin("Poisson", "poisson"),
          new Twin(
              "BinaryCrossentropy",
              "binary_crossentropy",
              "BinaryCrossentropy",
              Setting.FROM_LOGITS,
              Setting.SMOOTHING),
          new Twin(
              "CategoricalCrossentropy",
              "categorical_crossentropy",
              "CategoricalCrossentropy",
              Setting.FROM_LOGITS,
              Setting.SMOOTHING,
              Setting.AXIS),
          new Twin(
              "SparseCategoricalCrossentropy",
              "sparse_categorical_crossentropy",
              "SparseCategoricalCrossentropy",
              Setting.FROM_LOGITS,
              Setting.IGNORE,
              Setting.AXIS));

  private final Loss loss;

  /// A key that the configurations of a metric and its loss share.
  private record Setting<V extends @Nullable Object>(ConfigKey<V> key, @Nullable V standard) {
    static final Setting<Boolean> FROM_LOGITS = new Setting<>(Keys.FROM_LOGITS, false);
    static final Setting<Double> SMOOTHING =
        new Setting<>(new ConfigKey<>("label_smoothing", Codec.PLAIN_NUMBER), 0.0);
    static final Setting<@Nullable Integer> IGNORE =
        new Setting<>(new ConfigKey<>("ignore_class", Codec.INTEGER.orNull()), null);
    static final Setting<Integer> AXIS = new Setting<>(Keys.AXIS, -1);

    void declare(Schema.Builder<LossMetric> builder) {
      builder.optional(key, metric -> of(metric.settings()), standard);
    }

    // A loss leaves out what Keras' losses do.
    private V of(Map<?, ?> lossConfig) {
      String name = key.name();
      @Nullable Object written = lossConfig.containsKey(name) ? lossConfig.get(name) : standard;
      return key.codec().read().apply(written);
    }

    @Nullable Object written(Config config) {
      return key.codec().write().apply(config.get(key));
    }
  }

  /// A metric of Keras and the loss that it is the mean of.
  private record Twin(String lossClass, String name, Schema<LossMetric> schema) {
    Twin(String className, String name) {
      this(className, name, className);
    }

    Twin(String className, String name, String lossClass, Setting<?>... settings) {
      this(lossClass, name, schema(className, name, lossClass, List.of(settings)));
    }

    private static Schema<LossMetric> schema(
        String className, String name, String lossClass, List<Setting<?>> settings) {
      Schema.Builder<LossMetric> builder = Keys.schema(className, name);
      settings.forEach(setting -> setting.declare(builder));
      return builder.build(config -> {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        settings.forEach(setting -> read.put(setting.key.name(), setting.written(config)));
        Loss loss = Losses.TABLE.read(Map.of("class_name", lossClass, "config", read));
        return new LossMetric(config.get(Keys.NAME), loss);
      });
    }
  }

  /// The mean of this loss, under the name that Keras gives the metric of the loss.
  ///
  /// @throws IllegalArgumentException if Keras has no metric of the loss; it needs a name then
  public LossMetric(Loss loss) {
    this(twin(loss).name, loss);
  }

  /// The mean of this loss under a name.
  public LossMetric(String name, Loss loss) {
    super(name);
    this.loss = loss;
  }

  /// {@return the schemas of all metrics of Keras that are the mean of a loss}
  static Stream<Schema<LossMetric>> schemas() {
    return TWINS.stream().map(Twin::schema);
  }

  private static Twin twin(Loss loss) {
    String className = loss.schema().className();
    return TWINS.stream()
        .filter(twin -> twin.lossClass.equals(className))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "metric: Keras has none of the loss %s; give it a name".formatted(className)));
  }

  /// {@return the schema of Keras' metric of the loss}
  ///
  /// @throws IllegalArgumentException if Keras has none
  @Override
  public Schema<LossMetric> schema() {
    return twin(loss).schema;
  }

  private Map<?, ?> settings() {
    return (Map<?, ?>) Objects.requireNonNull(Losses.TABLE.write(loss).get("config"));
  }

  /// {@return this metric with the given name and a state of its own}
  public LossMetric named(String name) {
    return new LossMetric(name, loss);
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    return loss.call(yTrue, yPred.cast(yPred.dtype().promote(DType.FLOAT32)));
  }

  /// Takes in a batch. What the loss leaves out counts as 0 without weights and not at all with
  /// them, as in Keras.
  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Tensor losses = values(yTrue, yPred);
    Tensor mask = loss.mask(yTrue, losses);
    average(losses, mask == null || weights == null ? weights : counted(mask, weights));
  }
}
