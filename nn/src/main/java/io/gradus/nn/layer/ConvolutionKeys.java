package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Conv;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The configuration keys of convolution layers.
final class ConvolutionKeys {
  static final ConfigKey<Integer> FILTERS = new ConfigKey<>("filters", Codec.INTEGER);
  static final ConfigKey<Integer> MULTIPLIER = new ConfigKey<>("depth_multiplier", Codec.INTEGER);
  static final ConfigKey<Integer> GROUPS = new ConfigKey<>("groups", Codec.INTEGER);
  // Output padding that is not given is an empty list here.
  static final ConfigKey<List<Integer>> OUTPUT_PADDING =
      new ConfigKey<>(
          "output_padding",
          new Codec<>(
              value -> value == null ? List.of() : Codec.INTEGERS.read().apply(value),
              padding -> padding.isEmpty() ? null : padding));
  static final WeightKeys KERNEL = WeightKeys.of("kernel", ConvolutionOptions::kernel);
  static final WeightKeys DEPTHWISE = WeightKeys.of("depthwise", ConvolutionOptions::kernel);
  static final WeightKeys POINTWISE = WeightKeys.of("pointwise", ConvolutionOptions::pointwise);
  static final WeightKeys BIAS = WeightKeys.of("bias", ConvolutionOptions::bias);

  // Unlike other lists a single length is written as a list too.
  private static final Codec<List<Integer>> LENGTHS =
      new Codec<>(Codec.INTEGERS.read(), lengths -> lengths);
  static final ConfigKey<List<Integer>> SIZE = new ConfigKey<>("kernel_size", LENGTHS);
  static final ConfigKey<List<Integer>> STRIDES = new ConfigKey<>("strides", LENGTHS);
  static final ConfigKey<List<Integer>> DILATION = new ConfigKey<>("dilation_rate", LENGTHS);
  static final ConfigKey<Conv.Border> PADDING =
      new ConfigKey<>("padding", new Codec<>(ConvolutionKeys::border, ConvolutionKeys::name));
  static final ConfigKey<Boolean> CHANNELS_FIRST =
      new ConfigKey<>(
          "data_format",
          new Codec<>(
              ConvolutionKeys::isChannelsFirst,
              first -> first ? "channels_first" : "channels_last"));
  private static final ConfigKey<Activation> ACTIVATION =
      new ConfigKey<>("activation", Activations.CODEC);
  private static final ConfigKey<Boolean> USE_BIAS = new ConfigKey<>("use_bias", Codec.TRUTH);

  private ConvolutionKeys() {}

  /// The keys of one weight.
  record WeightKeys(
      ConfigKey<Initializer> initializer,
      ConfigKey<@Nullable Regularizer> regularizer,
      ConfigKey<@Nullable Constraint> constraint,
      Function<ConvolutionOptions, WeightOptions> of) {
    static WeightKeys of(String name, Function<ConvolutionOptions, WeightOptions> of) {
      return new WeightKeys(
          new ConfigKey<>(name + "_initializer", Initializers.CODEC),
          new ConfigKey<>(name + "_regularizer", Regularizers.CODEC),
          new ConfigKey<>(name + "_constraint", Constraints.CODEC),
          of);
    }

    WeightOptions read(Config config) {
      return new WeightOptions(
          config.get(initializer), config.get(regularizer), config.get(constraint));
    }
  }

  /// Adds size, strides, padding and, if it is a transposed convolution, output padding, then
  /// format and dilation.
  static <L extends Convolutional<L>> void addWindow(
      Schema.Builder<L> schema, int axes, boolean transposed) {
    List<Integer> ones = Collections.nCopies(axes, 1);
    schema.required(SIZE, layer -> layer.window().size());
    schema.optional(STRIDES, layer -> layer.window().conv().strides(), ones);
    schema.optional(PADDING, layer -> layer.window().conv().border(), Conv.Border.VALID);
    if (transposed) {
      schema.optional(OUTPUT_PADDING, layer -> layer.window().conv().outputPadding(), List.of());
    }
    schema.optional(CHANNELS_FIRST, layer -> layer.window().channelsFirst(), false);
    schema.optional(DILATION, layer -> layer.window().conv().dilation(), ones);
  }

  /// Adds activation, bias and the options of these weights.
  static <L extends Convolutional<L>> void addRest(
      Schema.Builder<L> schema, ConvolutionOptions standard, WeightKeys... weights) {
    schema.optional(ACTIVATION, layer -> layer.options().activation(), Activation.LINEAR);
    schema.optional(USE_BIAS, layer -> layer.options().useBias(), true);
    for (WeightKeys keys : weights) {
      schema.optional(
          keys.initializer,
          layer -> keys.of.apply(layer.options()).initializer(),
          keys.of.apply(standard).initializer());
    }
    for (WeightKeys keys : weights) {
      schema.optional(
          keys.regularizer, layer -> keys.of.apply(layer.options()).regularizer(), null);
    }
    for (WeightKeys keys : weights) {
      schema.optional(keys.constraint, layer -> keys.of.apply(layer.options()).constraint(), null);
    }
  }

  /// {@return the options with what a configuration says of window, activation and bias}
  static ConvolutionOptions read(
      Config config, ConvolutionOptions standard, List<Integer> outputPadding, int groups) {
    Conv conv =
        new Conv(
            config.get(PADDING), config.get(STRIDES), config.get(DILATION), groups, outputPadding);
    ConvolutionOptions.Window window =
        new ConvolutionOptions.Window(
            standard.window().axes(),
            config.get(SIZE),
            conv,
            standard.window().isCausalAllowed(),
            config.get(CHANNELS_FIRST));
    return standard
        .window(window)
        .activation(config.get(ACTIVATION))
        .useBias(config.get(USE_BIAS))
        .bias(BIAS.read(config));
  }

  /// {@return the border of Keras' name}
  static Conv.Border border(@Nullable Object name) {
    String wanted = String.valueOf(name).toLowerCase(Locale.ROOT);
    for (Conv.Border border : Conv.Border.values()) {
      if (name(border).equals(wanted)) {
        return border;
      }
    }
    throw Names.unknown("padding", wanted, List.of("valid", "same", "causal"));
  }

  private static String name(Conv.Border border) {
    return border.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isChannelsFirst(@Nullable Object name) {
    if (name == null || name.equals("channels_last")) {
      return false;
    }
    if (name.equals("channels_first")) {
      return true;
    }
    throw Names.unknown(
        "data_format", String.valueOf(name), List.of("channels_last", "channels_first"));
  }
}
