package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Orthogonal;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The configuration keys of [CellOptions].
final class CellKeys {
  private static final ConfigKey<Integer> UNITS = new ConfigKey<>("units", Codec.INTEGER);
  private static final ConfigKey<Integer> FILTERS = new ConfigKey<>("filters", Codec.INTEGER);
  private static final ConfigKey<Activation> ACTIVATION =
      new ConfigKey<>("activation", Activations.CODEC);
  private static final ConfigKey<Activation> RECURRENT_ACTIVATION =
      new ConfigKey<>("recurrent_activation", Activations.CODEC);
  private static final ConfigKey<Boolean> USE_BIAS = new ConfigKey<>("use_bias", Codec.TRUTH);
  private static final WeightKeys KERNEL = new WeightKeys("kernel");
  private static final WeightKeys RECURRENT = new WeightKeys("recurrent");
  private static final WeightKeys BIAS = new WeightKeys("bias");
  private static final ConfigKey<Boolean> FORGET = new ConfigKey<>("unit_forget_bias", Codec.TRUTH);
  private static final ConfigKey<Boolean> RESET_AFTER = new ConfigKey<>("reset_after", Codec.TRUTH);
  private static final ConfigKey<Double> DROPOUT = new ConfigKey<>("dropout", Codec.NUMBER);
  private static final ConfigKey<Double> RECURRENT_DROPOUT =
      new ConfigKey<>("recurrent_dropout", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  private CellKeys() {}

  private record WeightKeys(
      ConfigKey<Initializer> initializer,
      ConfigKey<@Nullable Regularizer> regularizer,
      ConfigKey<@Nullable Constraint> constraint) {
    WeightKeys(String name) {
      this(
          new ConfigKey<>(name + "_initializer", Initializers.CODEC),
          new ConfigKey<>(name + "_regularizer", Regularizers.CODEC),
          new ConfigKey<>(name + "_constraint", Constraints.CODEC));
    }

    <L> void addTo(
        Schema.Builder<L> schema, Function<L, WeightOptions> weight, Initializer standard) {
      schema
          .optional(initializer, layer -> weight.apply(layer).initializer(), standard)
          .optional(regularizer, layer -> weight.apply(layer).regularizer(), null)
          .optional(constraint, layer -> weight.apply(layer).constraint(), null);
    }

    WeightOptions read(Config config) {
      return new WeightOptions(
          config.get(initializer), config.get(regularizer), config.get(constraint));
    }
  }

  private static <L extends CellSetup<?>> Schema.Builder<L> common(Schema.Builder<L> schema) {
    schema
        .optional(ACTIVATION, layer -> layer.cellOptions().activation(), Activation.TANH)
        .optional(USE_BIAS, layer -> layer.cellOptions().useBias(), true);
    KERNEL.addTo(schema, layer -> layer.cellOptions().kernel(), new GlorotUniform());
    RECURRENT.addTo(schema, layer -> layer.cellOptions().recurrent(), new Orthogonal());
    BIAS.addTo(schema, layer -> layer.cellOptions().bias(), new Zeros());
    return schema
        .optional(DROPOUT, layer -> layer.cellOptions().dropout(), 0.0)
        .optional(RECURRENT_DROPOUT, layer -> layer.cellOptions().recurrentDropout(), 0.0);
  }

  private static CellOptions common(int units, Config config) {
    CellOptions options = new CellOptions(units);
    return options
        .activations(config.get(ACTIVATION), options.recurrentActivation())
        .weights(KERNEL.read(config), RECURRENT.read(config), BIAS.read(config))
        .flags(config.get(USE_BIAS), options.unitForgetBias(), options.resetAfter())
        .dropouts(config.get(DROPOUT), config.get(RECURRENT_DROPOUT), config.get(SEED));
  }

  private static <L extends CellSetup<?>> Schema.Builder<L> seed(Schema.Builder<L> schema) {
    return schema.optional(SEED, layer -> layer.cellOptions().seed(), null);
  }

  private static <L extends CellSetup<?>> Schema.Builder<L> gated(Schema.Builder<L> schema) {
    return seed(schema)
        .optional(
            RECURRENT_ACTIVATION,
            layer -> layer.cellOptions().recurrentActivation(),
            Activation.SIGMOID);
  }

  private static CellOptions gated(CellOptions options, Config config) {
    return options.activations(options.activation(), config.get(RECURRENT_ACTIVATION));
  }

  private static <L extends CellSetup<?>> Schema.Builder<L> units(Schema.Builder<L> schema) {
    return common(schema.required(UNITS, layer -> layer.cellOptions().units()));
  }

  /// The keys of [SimpleRNNCell].
  static <L extends CellSetup<?>> Schema.Builder<L> simpleCell(Schema.Builder<L> schema) {
    return seed(units(schema));
  }

  /// The keys of [SimpleRNN]; Keras does not write its seed.
  static <L extends CellSetup<?>> Schema.Builder<L> simple(Schema.Builder<L> schema) {
    return units(schema).extra(SEED, layer -> layer.cellOptions().seed(), null);
  }

  static CellOptions simple(Config config) {
    return common(config.get(UNITS), config);
  }

  /// The keys of [LSTM] and its cell.
  static <L extends CellSetup<?>> Schema.Builder<L> lstm(Schema.Builder<L> schema) {
    return forgetting(gated(units(schema)));
  }

  static CellOptions lstm(Config config) {
    return forgetting(gated(simple(config), config), config);
  }

  /// The keys of [GRU] and its cell.
  static <L extends CellSetup<?>> Schema.Builder<L> gru(Schema.Builder<L> schema) {
    return gated(units(schema))
        .optional(RESET_AFTER, layer -> layer.cellOptions().resetAfter(), true);
  }

  static CellOptions gru(Config config) {
    CellOptions options = gated(simple(config), config);
    return options.flags(options.useBias(), options.unitForgetBias(), config.get(RESET_AFTER));
  }

  /// The keys of an LSTM of filters.
  static <L extends CellSetup<?>> Schema.Builder<L> convolutional(Schema.Builder<L> schema) {
    return forgetting(
        gated(common(schema.required(FILTERS, layer -> layer.cellOptions().units()))));
  }

  static CellOptions convolutional(Config config) {
    return forgetting(gated(common(config.get(FILTERS), config), config), config);
  }

  private static <L extends CellSetup<?>> Schema.Builder<L> forgetting(Schema.Builder<L> schema) {
    return schema.optional(FORGET, layer -> layer.cellOptions().unitForgetBias(), true);
  }

  private static CellOptions forgetting(CellOptions options, Config config) {
    return options.flags(options.useBias(), config.get(FORGET), options.resetAfter());
  }
}
