package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rectifier with its settings (`keras.layers.ReLU`): `maxValue` where `x ≥ maxValue`, `x` from
/// the threshold on, `negativeSlope·(x − threshold)` below. By default `max(x, 0)`.
public final class ReLU extends Layer {
  private static final ConfigKey<@Nullable Double> MAX_VALUE =
      new ConfigKey<>("max_value", Codec.NUMBER.orNull());
  private static final ConfigKey<Double> NEGATIVE_SLOPE =
      new ConfigKey<>("negative_slope", Codec.NUMBER);
  private static final ConfigKey<Double> THRESHOLD = new ConfigKey<>("threshold", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<ReLU> SCHEMA =
      Layer.<ReLU>schemaOf("ReLU")
          .optional(MAX_VALUE, relu -> relu.options.maxValue, null)
          .optional(NEGATIVE_SLOPE, relu -> relu.options.negativeSlope, 0.0)
          .optional(THRESHOLD, relu -> relu.options.threshold, 0.0)
          .build(ReLU::new);

  private final Options options;

  private record Options(@Nullable Double maxValue, double negativeSlope, double threshold) {
    Options {
      if (maxValue != null) {
        check("max_value", maxValue);
      }
      check("negative_slope", negativeSlope);
      // Keras 2 has negative ones in its files.
      if (!Double.isFinite(threshold)) {
        throw new IllegalArgumentException("reLU: threshold must be finite, got " + threshold);
      }
    }

    private static void check(String name, double value) {
      if (!(value >= 0)) {
        throw new IllegalArgumentException(
            "reLU: %s must be at least 0, got %s".formatted(name, value));
      }
    }
  }

  /// The plain rectifier.
  public ReLU() {
    this(Settings.DEFAULT, new Options(null, 0, 0));
  }

  private ReLU(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private ReLU(Config config) {
    this(
        settings(config),
        new Options(config.get(MAX_VALUE), config.get(NEGATIVE_SLOPE), config.get(THRESHOLD)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public ReLU named(String name) {
    return new ReLU(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with a largest result, at least 0}
  public ReLU maxValue(double maxValue) {
    return new ReLU(settings(), new Options(maxValue, options.negativeSlope, options.threshold));
  }

  /// {@return this layer, unbuilt, with a slope below the threshold, at least 0}
  public ReLU negativeSlope(double negativeSlope) {
    return new ReLU(settings(), new Options(options.maxValue, negativeSlope, options.threshold));
  }

  /// {@return this layer, unbuilt, opening at the threshold, at least 0}
  public ReLU threshold(double threshold) {
    Options.check("threshold", threshold);
    return new ReLU(settings(), new Options(options.maxValue, options.negativeSlope, threshold));
  }

  @Override
  public Schema<ReLU> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Activation relu = Activation.relu(options.negativeSlope, options.maxValue, options.threshold);
    return Forward.single((x, _) -> relu.apply(x));
  }
}
