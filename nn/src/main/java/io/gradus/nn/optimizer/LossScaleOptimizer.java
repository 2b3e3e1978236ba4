package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Variable;
import org.jspecify.annotations.Nullable;

/// Another optimizer, for losses that are multiplied by a changing factor before their gradients
/// are taken, so that small ones do not vanish in `float16` (Micikevicius et al. 2018;
/// `keras.optimizers.LossScaleOptimizer`). The gradients are divided by it again.
///
/// A step with a gradient that is infinite or NaN changes nothing but the factor, which it halves;
/// after so many steps without one the factor is doubled.
///
/// @param inner the optimizer, whose own `lossScaleFactor` does not count
/// @param initialScale the first factor, above 0, 32768 by default
/// @param dynamicGrowthSteps the steps until the factor is doubled, at least 1, 2000 by default
/// @param name the name
public record LossScaleOptimizer(
    Optimizer inner, double initialScale, int dynamicGrowthSteps, String name)
    implements Optimizer {
  private static final String OF = "lossScale";
  private static final String NAME = "loss_scale_optimizer";
  private static final ConfigKey<String> NAMED = new ConfigKey<>("name", Codec.TEXT);
  // The table has this class too, so it is asked for only when it is there.
  private static final ConfigKey<Optimizer> INNER =
      new ConfigKey<>(
          "inner_optimizer",
          new Codec<>(
              value -> Codec.object(Optimizers.TABLE).read().apply(value),
              inner -> Optimizers.TABLE.write(inner)));
  private static final ConfigKey<Double> INITIAL = new ConfigKey<>("initial_scale", Codec.NUMBER);
  private static final ConfigKey<Integer> GROWTH =
      new ConfigKey<>("dynamic_growth_steps", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<LossScaleOptimizer> SCHEMA =
      Schema.<LossScaleOptimizer>of("LossScaleOptimizer")
          .optional(NAMED, LossScaleOptimizer::name, NAME)
          .required(INNER, LossScaleOptimizer::inner)
          .optional(INITIAL, LossScaleOptimizer::initialScale, 32768.0)
          .optional(GROWTH, LossScaleOptimizer::dynamicGrowthSteps, 2000)
          // Keras up to 3.10 writes the keys of every optimizer, of which only the inner one's
          // count.
          .ignored("weight_decay")
          .ignored("clipnorm")
          .ignored("global_clipnorm")
          .ignored("clipvalue")
          .ignored("use_ema")
          .ignored("ema_momentum")
          .ignored("ema_overwrite_frequency")
          .ignored("loss_scale_factor")
          .ignored("gradient_accumulation_steps")
          .build(c ->
              new LossScaleOptimizer(c.get(INNER), c.get(INITIAL), c.get(GROWTH), c.get(NAMED)));

  /// Checks the settings.
  public LossScaleOptimizer {
    Limits.above(OF, "initialScale", initialScale, 0);
    if (dynamicGrowthSteps < 1) {
      throw new IllegalArgumentException(
          "lossScale: dynamicGrowthSteps must be at least 1, got " + dynamicGrowthSteps);
    }
    if (inner instanceof LossScaleOptimizer) {
      throw new IllegalArgumentException("lossScale: the loss is scaled once, not twice");
    }
  }

  /// Keras' defaults around this optimizer.
  public LossScaleOptimizer(Optimizer inner) {
    this(inner, 32768, 2000, NAME);
  }

  /// {@return this optimizer with another first factor}
  public LossScaleOptimizer initialScale(double changed) {
    return new LossScaleOptimizer(inner, changed, dynamicGrowthSteps, name);
  }

  /// {@return this optimizer, doubling the factor after other numbers of steps}
  public LossScaleOptimizer dynamicGrowthSteps(int changed) {
    return new LossScaleOptimizer(inner, initialScale, changed, name);
  }

  /// {@return this optimizer with another name}
  public LossScaleOptimizer named(String changed) {
    return new LossScaleOptimizer(inner, initialScale, dynamicGrowthSteps, changed);
  }

  @Override
  public Schema<LossScaleOptimizer> schema() {
    return SCHEMA;
  }

  @Override
  public OptimizerOptions options() {
    return inner.options().lossScaleFactor(null).named(name);
  }

  @Override
  public void declare(OptimizerState state) {
    inner.declare(state);
  }

  @Override
  public void begin(Step step) {
    inner.begin(step);
  }

  @Override
  public Rule rule(Step step) {
    return inner.rule(step);
  }

  @Override
  public @Nullable Double weightDecay(Variable variable) {
    return inner.weightDecay(variable);
  }
}
