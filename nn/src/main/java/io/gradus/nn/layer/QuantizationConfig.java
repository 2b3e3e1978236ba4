package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.SchemaTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How Keras was told to quantize a layer (`keras.quantizers.QuantizationConfig`), which its
/// configuration keeps. Whether the layer is quantized its [DTypePolicy] says.
///
/// @param mode the class
/// @param weights how weights were rounded, or null for the layer's way; here it is only kept
/// @param activations how inputs are rounded, or null where they are not
/// @param blockSize for [Quantization.Mode#INT4], as Keras writes it: null and −1 stand for one
///   scale of all inputs
record QuantizationConfig(
    Quantization.Mode mode,
    @Nullable AbsMaxQuantizer weights,
    @Nullable AbsMaxQuantizer activations,
    @Nullable Integer blockSize)
    implements Configured {
  private static final ConfigKey<@Nullable AbsMaxQuantizer> WEIGHTS =
      new ConfigKey<>("weight_quantizer", AbsMaxQuantizer.CODEC);
  private static final ConfigKey<@Nullable AbsMaxQuantizer> ACTIVATIONS =
      new ConfigKey<>("activation_quantizer", AbsMaxQuantizer.CODEC);
  private static final ConfigKey<@Nullable Integer> BLOCK_SIZE =
      new ConfigKey<>("block_size", Codec.INTEGER.orNull());

  private static final Schema<QuantizationConfig> INT8 =
      quantizers("Int8QuantizationConfig").build(c -> of(Quantization.Mode.INT8, c, null));
  private static final Schema<QuantizationConfig> INT4 =
      quantizers("Int4QuantizationConfig")
          .optional(BLOCK_SIZE, QuantizationConfig::blockSize, null)
          .build(c -> of(Quantization.Mode.INT4, c, c.get(BLOCK_SIZE)));
  private static final Schema<QuantizationConfig> TERNARY =
      Schema.<QuantizationConfig>of("TernaryQuantizationConfig")
          .build(_ -> new QuantizationConfig(Quantization.Mode.TERNARY, null, null, null));

  /// The key that layers with kernels have.
  static final ConfigKey<@Nullable QuantizationConfig> KEY =
      new ConfigKey<>(
          "quantization_config",
          Codec.object(
                  new SchemaTable<QuantizationConfig>(
                      QuantizationConfig.class,
                      "quantization config",
                      "keras.quantizers",
                      List.of(INT8, INT4, TERNARY)))
              .orNull());

  QuantizationConfig {
    if (blockSize != null && blockSize != -1 && blockSize < 1) {
      throw new IllegalArgumentException(
          "Int4QuantizationConfig: block_size must be −1 or at least 1, got " + blockSize);
    }
  }

  private static Schema.Builder<QuantizationConfig> quantizers(String className) {
    return Schema.<QuantizationConfig>of(className)
        .optional(WEIGHTS, QuantizationConfig::weights, null)
        .optional(ACTIVATIONS, QuantizationConfig::activations, null);
  }

  private static QuantizationConfig of(
      Quantization.Mode mode, Config config, @Nullable Integer blockSize) {
    return new QuantizationConfig(mode, config.get(WEIGHTS), config.get(ACTIVATIONS), blockSize);
  }

  /// {@return how inputs are rounded: as Keras was told, else in `int8` only}
  static @Nullable AbsMaxQuantizer activations(
      @Nullable QuantizationConfig config, Quantization quantization) {
    return activations(
        config, quantization.mode() == Quantization.Mode.INT8 ? AbsMaxQuantizer.DEFAULT : null);
  }

  /// {@return how inputs are rounded}
  ///
  /// @param config what Keras was told, or null
  /// @param standard how they are where it was told nothing
  static @Nullable AbsMaxQuantizer activations(
      @Nullable QuantizationConfig config, @Nullable AbsMaxQuantizer standard) {
    return config == null ? standard : config.activations;
  }

  /// {@return how many inputs have a scale in common: of the configuration, else of the policy; 0
  /// for all}
  static int blockSize(@Nullable QuantizationConfig config, Quantization quantization) {
    if (config == null || config.mode != Quantization.Mode.INT4) {
      return quantization.blockSize();
    }
    Integer size = config.blockSize;
    return size == null || size == -1 ? 0 : size;
  }

  @Override
  public Schema<QuantizationConfig> schema() {
    return switch (mode) {
      case INT8 -> INT8;
      case INT4 -> INT4;
      case TERNARY -> TERNARY;
    };
  }
}
