package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What batch, group and layer normalization can be told alike.
///
/// @param epsilon what is added to the variance, above 0
/// @param center whether `beta` is added
/// @param scale whether `gamma` multiplies
/// @param beta what is said of `beta`
/// @param gamma what is said of `gamma`
record NormalizationOptions(
    double epsilon, boolean center, boolean scale, WeightOptions beta, WeightOptions gamma) {
  /// Epsilon 1e-3, `beta` of zeros, `gamma` of ones.
  static final NormalizationOptions DEFAULT =
      new NormalizationOptions(
          1e-3, true, true, new WeightOptions(new Zeros()), new WeightOptions(new Ones()));

  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<Boolean> CENTER = new ConfigKey<>("center", Codec.TRUTH);
  private static final ConfigKey<Boolean> SCALE = new ConfigKey<>("scale", Codec.TRUTH);
  private static final ConfigKey<Initializer> BETA =
      new ConfigKey<>("beta_initializer", Initializers.CODEC);
  private static final ConfigKey<Initializer> GAMMA =
      new ConfigKey<>("gamma_initializer", Initializers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> BETA_PENALTY =
      new ConfigKey<>("beta_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> GAMMA_PENALTY =
      new ConfigKey<>("gamma_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Constraint> BETA_BOUND =
      new ConfigKey<>("beta_constraint", Constraints.CODEC);
  private static final ConfigKey<@Nullable Constraint> GAMMA_BOUND =
      new ConfigKey<>("gamma_constraint", Constraints.CODEC);

  /// Adds the keys of these options to a schema. Returns it.
  static <L extends Layer> Schema.Builder<L> keys(
      Schema.Builder<L> schema, Function<L, NormalizationOptions> of) {
    return schema
        .optional(EPSILON, layer -> of.apply(layer).epsilon, DEFAULT.epsilon)
        .optional(CENTER, layer -> of.apply(layer).center, true)
        .optional(SCALE, layer -> of.apply(layer).scale, true)
        .optional(BETA, layer -> of.apply(layer).beta.initializer(), new Zeros())
        .optional(GAMMA, layer -> of.apply(layer).gamma.initializer(), new Ones())
        .optional(BETA_PENALTY, layer -> of.apply(layer).beta.regularizer(), null)
        .optional(GAMMA_PENALTY, layer -> of.apply(layer).gamma.regularizer(), null)
        .optional(BETA_BOUND, layer -> of.apply(layer).beta.constraint(), null)
        .optional(GAMMA_BOUND, layer -> of.apply(layer).gamma.constraint(), null);
  }

  /// {@return the options in a configuration}
  static NormalizationOptions of(Config config) {
    return new NormalizationOptions(
        config.get(EPSILON),
        config.get(CENTER),
        config.get(SCALE),
        new WeightOptions(config.get(BETA), config.get(BETA_PENALTY), config.get(BETA_BOUND)),
        new WeightOptions(config.get(GAMMA), config.get(GAMMA_PENALTY), config.get(GAMMA_BOUND)));
  }

  NormalizationOptions epsilon(double changed) {
    return new NormalizationOptions(changed, center, scale, beta, gamma);
  }

  NormalizationOptions center(boolean changed) {
    return new NormalizationOptions(epsilon, changed, scale, beta, gamma);
  }

  NormalizationOptions scale(boolean changed) {
    return new NormalizationOptions(epsilon, center, changed, beta, gamma);
  }

  NormalizationOptions beta(WeightOptions changed) {
    return new NormalizationOptions(epsilon, center, scale, changed, gamma);
  }

  NormalizationOptions gamma(WeightOptions changed) {
    return new NormalizationOptions(epsilon, center, scale, beta, changed);
  }

  /// {@return `gamma` and `beta`, declared among a layer's weights as far as they are wanted}
  ///
  /// @param shape their shape
  /// @param aligned that shape as it broadcasts to the layer's input, with axes of length 1
  ScaleAndShift declare(Weights weights, Shape shape, Shape aligned) {
    Variable factor = scale ? weights.add("gamma", shape, gamma) : null;
    Variable shift = center ? weights.add("beta", shape, beta) : null;
    return new ScaleAndShift(factor, shift, aligned);
  }
}
