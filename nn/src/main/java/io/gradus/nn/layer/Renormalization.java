package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Initializer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Batch renormalization (Ioffe 2017; `renorm` of `keras.layers.BatchNormalization`): what a
/// batch's statistics normalize is corrected, `x·r + d`, towards what the running statistics would
/// give. Gradients do not flow through `r = σ/σ_running` and `d = (μ − μ_running)/σ_running`.
///
/// @param rmin the least r, or null for no bound
/// @param rmax the greatest r, or null for no bound
/// @param dmax the greatest distance of d from 0, or null for no bound
/// @param momentum the share of the running statistics that is kept in a step
record Renormalization(
    @Nullable Double rmin, @Nullable Double rmax, @Nullable Double dmax, double momentum) {
  private static final ConfigKey<Boolean> RENORM = new ConfigKey<>("renorm", Codec.TRUTH);
  private static final ConfigKey<@Nullable Map<String, @Nullable Double>> CLIPPING =
      new ConfigKey<>(
          "renorm_clipping", new Codec<>(Renormalization::readClipping, clipping -> clipping));
  private static final ConfigKey<Double> MOMENTUM =
      new ConfigKey<>("renorm_momentum", Codec.NUMBER);
  private static final double STANDARD_MOMENTUM = 0.99;

  Renormalization {
    if (rmin != null && rmax != null && rmax < rmin) {
      throw new IllegalArgumentException(
          "batch normalization: rmax must not be less than rmin, got rmin=%s, rmax=%s"
              .formatted(rmin, rmax));
    }
    if (dmax != null && dmax < 0) {
      throw new IllegalArgumentException(
          "batch normalization: dmax must not be negative, got " + dmax);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "batch normalization: the momentum of renorm must be in [0, 1], got " + momentum);
    }
  }

  /// Adds the keys to a schema. Returns it.
  static <L extends Layer> Schema.Builder<L> keys(
      Schema.Builder<L> schema, Function<L, @Nullable Renormalization> of) {
    return schema
        .optional(RENORM, layer -> of.apply(layer) != null, false)
        .optional(CLIPPING, layer -> clipping(of.apply(layer)), null)
        .optional(MOMENTUM, layer -> momentum(of.apply(layer)), STANDARD_MOMENTUM);
  }

  private static double momentum(@Nullable Renormalization renorm) {
    return renorm == null ? STANDARD_MOMENTUM : renorm.momentum;
  }

  private static @Nullable Map<String, @Nullable Double> clipping(
      @Nullable Renormalization renorm) {
    if (renorm == null) {
      return null;
    }
    Map<String, @Nullable Double> clipping = new LinkedHashMap<>();
    put(clipping, "rmin", renorm.rmin);
    put(clipping, "rmax", renorm.rmax);
    put(clipping, "dmax", renorm.dmax);
    return clipping;
  }

  private static void put(
      Map<String, @Nullable Double> clipping, String name, @Nullable Double bound) {
    if (bound != null) {
      clipping.put(name, bound);
    }
  }

  private static @Nullable Map<String, @Nullable Double> readClipping(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> given)) {
      if (value == null) {
        return null;
      }
      throw new IllegalArgumentException("expected rmin, rmax and dmax, got " + value);
    }
    Map<String, @Nullable Double> clipping = new LinkedHashMap<>();
    given.forEach((name, bound) -> {
      if (!(name instanceof String text) || !Set.of("rmin", "rmax", "dmax").contains(text)) {
        throw new IllegalArgumentException(
            "unknown bound \"%s\"; known: [rmin, rmax, dmax]".formatted(name));
      }
      clipping.put(text, Codec.NUMBER.orNull().read().apply(bound));
    });
    return clipping;
  }

  /// {@return what a configuration says, or null if there is no renormalization}
  static @Nullable Renormalization of(Config config) {
    if (!config.get(RENORM)) {
      return null;
    }
    Map<String, @Nullable Double> clipping = config.get(CLIPPING);
    Map<String, @Nullable Double> bounds = clipping == null ? Map.of() : clipping;
    return new Renormalization(
        bounds.get("rmin"), bounds.get("rmax"), bounds.get("dmax"), config.get(MOMENTUM));
  }

  /// The running statistics.
  ///
  /// @param deviation the running deviation that the moving variance follows from
  /// @param mean the running mean that corrections are towards
  /// @param spread the running deviation that corrections are towards
  record Running(Variable deviation, Variable mean, Variable spread) {}

  /// {@return the running statistics, declared among a layer's weights}
  Running declare(Weights weights, Shape channels, Initializer mean, Initializer variance) {
    return new Running(
        weights.addState("moving_stddev", channels, new Root(variance)),
        weights.addState("renorm_mean", channels, mean),
        weights.addState("renorm_stddev", channels, new Root(variance)));
  }

  /// {@return a batch's deviation beside the running one}
  Tensor r(Running running, Tensor deviation, double epsilon, Call call) {
    Tensor r = deviation.div(spread(running, deviation, epsilon, call));
    r = rmin == null ? r : r.maximum(rmin);
    return (rmax == null ? r : r.minimum(rmax)).stopGradient();
  }

  /// {@return how far a batch's mean is from the running one, in running deviations}
  Tensor d(Running running, Tensor mean, double epsilon, Call call) {
    Tensor running0 = call.updated(running.mean).cast(mean.dtype());
    Tensor d = mean.sub(running0).div(spread(running, mean, epsilon, call));
    return (dmax == null ? d : d.clip(-dmax, dmax)).stopGradient();
  }

  // Never so small that early steps divide by zero.
  private static Tensor spread(Running running, Tensor like, double epsilon, Call call) {
    return call.updated(running.spread).cast(like.dtype()).maximum(Math.sqrt(epsilon));
  }

  /// The root of what another initializer gives.
  private record Root(Initializer variance) implements Initializer {
    @Override
    public Tensor initialize(TensorType type, long key) {
      return variance.initialize(type, key).sqrt();
    }

    @Override
    public Schema<?> schema() {
      return variance.schema();
    }
  }
}
