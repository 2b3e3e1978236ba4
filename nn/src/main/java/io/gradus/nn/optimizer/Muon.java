package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes the momentum of each matrix orthogonal (Jordan et al. 2024, Liu et al. 2025;
/// `keras.optimizers.Muon`): `m ← momentum·m + g`, `w ← w − rate·√max(rows,
/// columns)·rmsRate·orthogonal(g + momentum·m)`, or without Nesterov of `m`. Variables that are no
/// matrices, embeddings, and those of excluded layers have the step of [Adam].
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default, the
///   weight decay of matrices 0.004
/// @param momentum the share of the momentum that is kept, in [0, 1], 0.95 by default
/// @param nesterov whether the gradient counts as taken after the momentum, true by default
/// @param rmsRate scales the step to the size of Adam's, 0.2 by default; null leaves it as it is
/// @param iteration how matrices are made orthogonal
/// @param others what has Adam's step
public record Muon(
    OptimizerOptions options,
    double momentum,
    boolean nesterov,
    @Nullable Double rmsRate,
    NewtonSchulz iteration,
    Others others)
    implements StandardOptimizer<Muon> {
  private static final String OF = "muon";
  private static final String MOMENTUM_SLOT = "momentum";
  private static final String VELOCITY = "velocity";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("muon", LearningRate.of(0.001)).weightDecay(0.004);
  private static final ConfigKey<Double> BETA_1 = new ConfigKey<>("adam_beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> BETA_2 = new ConfigKey<>("adam_beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<List<String>> LAYERS =
      new ConfigKey<>("exclude_layers", Codec.listOf(Codec.TEXT));
  private static final ConfigKey<Double> A = new ConfigKey<>("muon_a", Codec.NUMBER);
  private static final ConfigKey<Double> B = new ConfigKey<>("muon_b", Codec.NUMBER);
  private static final ConfigKey<Double> C = new ConfigKey<>("muon_c", Codec.NUMBER);
  private static final ConfigKey<Double> RATIO =
      new ConfigKey<>("adam_lr_ratio", Codec.PLAIN_NUMBER);
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Integer> STEPS = new ConfigKey<>("ns_steps", Codec.INTEGER);
  private static final ConfigKey<Boolean> NESTEROV = new ConfigKey<>("nesterov", Codec.TRUTH);
  private static final ConfigKey<Boolean> EMBEDDINGS =
      new ConfigKey<>("exclude_embeddings", Codec.TRUTH);
  private static final ConfigKey<@Nullable Double> ADAM_DECAY =
      new ConfigKey<>("adam_weight_decay", Codec.NUMBER.orNull());
  private static final ConfigKey<@Nullable Double> RMS_RATE =
      new ConfigKey<>("rms_rate", Codec.NUMBER.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<Muon> SCHEMA =
      StandardOptimizer.<Muon>schemaOf("Muon", STANDARD)
          .optional(BETA_1, muon -> muon.others.adam.beta1(), 0.9)
          .optional(BETA_2, muon -> muon.others.adam.beta2(), 0.999)
          .optional(EPSILON, muon -> muon.others.adam.epsilon(), 1e-7)
          .optional(LAYERS, muon -> muon.others.layers, List.of())
          .optional(A, muon -> muon.iteration.a(), NewtonSchulz.STANDARD.a())
          .optional(B, muon -> muon.iteration.b(), NewtonSchulz.STANDARD.b())
          .optional(C, muon -> muon.iteration.c(), NewtonSchulz.STANDARD.c())
          .optional(RATIO, muon -> muon.others.ratio, 1.0)
          .optional(MOMENTUM, Muon::momentum, 0.95)
          .optional(STEPS, muon -> muon.iteration.steps(), NewtonSchulz.STANDARD.steps())
          .optional(NESTEROV, Muon::nesterov, true)
          .optional(EMBEDDINGS, muon -> muon.others.embeddings, true)
          .optional(ADAM_DECAY, muon -> muon.others.weightDecay, 0.004)
          .optional(RMS_RATE, Muon::rmsRate, 0.2)
          .build(Muon::new);

  /// Which variables have Adam's step although they may be matrices, and what that step is.
  ///
  /// @param layers regular expressions; a variable in whose name one is found has Adam's step
  /// @param embeddings whether one with "embedding" in its name has
  /// @param adam Adam's settings
  /// @param ratio the rate of Adam's step in learning rates, at least 0, 1 by default
  /// @param weightDecay the weight decay where Adam's step is taken, 0.004 by default, or null
  public record Others(
      List<String> layers,
      boolean embeddings,
      Adam adam,
      double ratio,
      @Nullable Double weightDecay) {
    /// Embeddings and no layers, with Adam's defaults.
    public static final Others STANDARD = new Others(List.of(), true, new Adam(), 1, 0.004);

    /// Checks the settings.
    public Others {
      layers = List.copyOf(layers);
      Limits.atLeast(OF, "adamLrRatio", ratio, 0);
      if (weightDecay != null) {
        Limits.atLeast(OF, "adamWeightDecay", weightDecay, 0);
      }
    }

    boolean has(Variable variable) {
      String name = variable.name();
      return variable.rank() != 2
          || (embeddings && name.toLowerCase(Locale.ROOT).contains("embedding"))
          || layers.stream().anyMatch(layer -> Pattern.compile(layer).matcher(name).find());
    }
  }

  /// Checks the settings.
  public Muon {
    Limits.within(OF, "momentum", momentum, 0, 1);
    if (rmsRate != null) {
      Limits.above(OF, "rmsRate", rmsRate, 0);
    }
  }

  /// Keras' defaults.
  public Muon() {
    this(STANDARD);
  }

  /// Keras' defaults at this rate.
  public Muon(double learningRate) {
    this(STANDARD.learningRate(LearningRate.of(learningRate)));
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Muon(Schedule learningRate) {
    this(STANDARD.learningRate(learningRate));
  }

  private Muon(OptimizerOptions options) {
    this(options, 0.95, true, 0.2, NewtonSchulz.STANDARD, Others.STANDARD);
  }

  private Muon(Config config) {
    this(
        StandardOptimizer.options(config),
        config.get(MOMENTUM),
        config.get(NESTEROV),
        config.get(RMS_RATE),
        new NewtonSchulz(config.get(A), config.get(B), config.get(C), config.get(STEPS)),
        new Others(
            config.get(LAYERS),
            config.get(EMBEDDINGS),
            new Adam()
                .beta1(config.get(BETA_1))
                .beta2(config.get(BETA_2))
                .epsilon(config.get(EPSILON)),
            config.get(RATIO),
            config.get(ADAM_DECAY)));
  }

  /// {@return this optimizer, keeping another share of the momentum}
  public Muon momentum(double changed) {
    return new Muon(options, changed, nesterov, rmsRate, iteration, others);
  }

  /// {@return this optimizer with or without Nesterov's form of momentum}
  public Muon nesterov(boolean changed) {
    return new Muon(options, momentum, changed, rmsRate, iteration, others);
  }

  /// {@return this optimizer with another scale of steps; null leaves them as they are}
  public Muon rmsRate(@Nullable Double changed) {
    return new Muon(options, momentum, nesterov, changed, iteration, others);
  }

  /// {@return this optimizer, making matrices orthogonal otherwise}
  public Muon iteration(NewtonSchulz changed) {
    return new Muon(options, momentum, nesterov, rmsRate, changed, others);
  }

  /// {@return this optimizer with Adam's step for others}
  public Muon others(Others changed) {
    return new Muon(options, momentum, nesterov, rmsRate, iteration, changed);
  }

  /// {@return this optimizer with Adam's step also for variables in whose names one of these
  /// regular expressions is found, such as the output layer's}
  public Muon excludeLayers(String... layers) {
    return others(
        new Others(
            List.of(layers), others.embeddings, others.adam, others.ratio, others.weightDecay));
  }

  @Override
  public Muon with(OptimizerOptions changed) {
    return new Muon(changed, momentum, nesterov, rmsRate, iteration, others);
  }

  @Override
  public Schema<Muon> schema() {
    return SCHEMA;
  }

  @Override
  public void declare(OptimizerState state) {
    state.each(target -> {
      Tensor zeros = Tensor.zeros(target.type());
      Slot first = OptimizerState.slot(target, MOMENTUM_SLOT, zeros);
      return others.has(target)
          ? List.of(first, OptimizerState.slot(target, VELOCITY, zeros))
          : List.of(first);
    });
  }

  @Override
  public @Nullable Double weightDecay(Variable variable) {
    return others.has(variable) ? others.weightDecay : options.weightDecay();
  }

  @Override
  public Rule rule(Step step) {
    Rule ofOthers = others.adam.rule(step, others.ratio);
    return (variable, gradient, slots) -> {
      if (others.has(variable)) {
        ofOthers.update(variable, gradient, slots);
        return;
      }
      Variable slot = slots.get(MOMENTUM_SLOT);
      Tensor velocity = slot.mul(momentum).add(gradient);
      slot.assign(velocity);
      Tensor ahead = nesterov ? velocity.mul(momentum).add(gradient) : velocity;
      double scale =
          rmsRate == null
              ? 1
              : Math.sqrt((double) Math.max(variable.dim(0), variable.dim(1))) * rmsRate;
      variable.assignSub(iteration.orthogonal(ahead).mul(step.rate().mul(scale)));
    };
  }
}
