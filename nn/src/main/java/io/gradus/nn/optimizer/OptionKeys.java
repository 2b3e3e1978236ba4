package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedules;
import org.jspecify.annotations.Nullable;

/// The keys of the common options, in Keras' order.
final class OptionKeys {
  private static final Codec<@Nullable Double> NUMBER = Codec.NUMBER.orNull();
  private static final Codec<@Nullable Integer> INTEGER = Codec.INTEGER.orNull();
  private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);
  private static final ConfigKey<LearningRate> RATE =
      new ConfigKey<>("learning_rate", Schedules.CODEC);
  private static final ConfigKey<@Nullable Double> DECAY = new ConfigKey<>("weight_decay", NUMBER);
  private static final ConfigKey<@Nullable Double> CLIPNORM = new ConfigKey<>("clipnorm", NUMBER);
  private static final ConfigKey<@Nullable Double> GLOBAL_CLIPNORM =
      new ConfigKey<>("global_clipnorm", NUMBER);
  private static final ConfigKey<@Nullable Double> CLIPVALUE = new ConfigKey<>("clipvalue", NUMBER);
  private static final ConfigKey<Boolean> USE_EMA = new ConfigKey<>("use_ema", Codec.TRUTH);
  private static final ConfigKey<Double> EMA_MOMENTUM =
      new ConfigKey<>("ema_momentum", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> EMA_FREQUENCY =
      new ConfigKey<>("ema_overwrite_frequency", INTEGER);
  private static final ConfigKey<@Nullable Double> LOSS_SCALE =
      new ConfigKey<>("loss_scale_factor", NUMBER);
  private static final ConfigKey<@Nullable Integer> ACCUMULATION =
      new ConfigKey<>("gradient_accumulation_steps", INTEGER);

  private OptionKeys() {}

  static <O extends Optimizer> Schema.Builder<O> schemaOf(
      String className, OptimizerOptions standard) {
    return Schema.<O>of(className)
        .optional(NAME, o -> o.options().name(), standard.name())
        .optional(RATE, o -> o.options().learningRate(), standard.learningRate())
        .optional(DECAY, o -> o.options().weightDecay(), standard.weightDecay())
        .optional(CLIPNORM, o -> o.options().clipping().norm(), null)
        .optional(GLOBAL_CLIPNORM, o -> o.options().clipping().globalNorm(), null)
        .optional(CLIPVALUE, o -> o.options().clipping().value(), null)
        .optional(USE_EMA, o -> o.options().averaging().use(), false)
        .optional(EMA_MOMENTUM, o -> o.options().averaging().momentum(), 0.99)
        .optional(EMA_FREQUENCY, o -> o.options().averaging().overwriteFrequency(), null)
        .optional(LOSS_SCALE, o -> o.options().lossScaleFactor(), null)
        .optional(ACCUMULATION, o -> o.options().gradientAccumulationSteps(), null);
  }

  static OptimizerOptions read(Config config) {
    return new OptimizerOptions(
        config.get(NAME),
        config.get(RATE),
        config.get(DECAY),
        new Clipping(config.get(CLIPNORM), config.get(GLOBAL_CLIPNORM), config.get(CLIPVALUE)),
        new Averaging(config.get(USE_EMA), config.get(EMA_MOMENTUM), config.get(EMA_FREQUENCY)),
        config.get(LOSS_SCALE),
        config.get(ACCUMULATION));
  }
}
