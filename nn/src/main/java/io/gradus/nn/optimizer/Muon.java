package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
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

/// Makes the momentum of each matrix orthogonal by Newton and Schulz' iteration (Jordan et al.
/// 2024, Liu et al. 2025; `keras.optimizers.Muon`). Variables that are no matrices, embeddings, and
/// those of excluded layers have the step of [Adam].
///
/// `m ← momentum·m + g`, `x = orthogonal(g + momentum·m)` or without Nesterov `orthogonal(m)`, `w ←
/// w − rate·x·√max(rows, columns)·rmsRate`. One iteration is `x ← a·x + (b·A + c·A²)·x` with `A =
/// x·xᵀ`.
///
/// @param options the settings that every optimizer has; the learning rate is 0.001 by default, the
///   weight decay 0.004
/// @param adamBeta1 as `beta1` of Adam, 0.9 by default
/// @param adamBeta2 as `beta2` of Adam, 0.999 by default
/// @param epsilon as `epsilon` of Adam, 1e-7 by default
/// @param excludeLayers regular expressions; variables in whose names one is found have Adam's step
/// @param a the iteration's first factor, 3.4445 by default
/// @param b the iteration's second factor, −4.775 by default
/// @param c the iteration's third factor, 2.0315 by default
/// @param adamLrRatio the rate of Adam's step, in learning rates, 1 by default
/// @param momentum the share of the momentum that is kept, 0.95 by default
/// @param nsSteps the number of iterations, 5 by default
/// @param nesterov whether the gradient counts as taken after the momentum, true by default
/// @param excludeEmbeddings whether variables with "embedding" in their name have Adam's step, true
///   by default
/// @param adamWeightDecay the weight decay of variables with Adam's step, 0.004 by default
/// @param rmsRate scales the step to the size of Adam's, 0.2 by default; null leaves it
public record Muon(
    OptimizerOptions options,
    double adamBeta1,
    double adamBeta2,
    double epsilon,
    List<String> excludeLayers,
    double a,
    double b,
    double c,
    double adamLrRatio,
    double momentum,
    int nsSteps,
    boolean nesterov,
    boolean excludeEmbeddings,
    @Nullable Double adamWeightDecay,
    @Nullable Double rmsRate)
    implements StandardOptimizer<Muon> {
  private static final String OF = "muon";
  private static final OptimizerOptions STANDARD =
      new OptimizerOptions("muon", LearningRate.of(0.001)).weightDecay(0.004);
  private static final ConfigKey<Double> ADAM_BETA_1 = new ConfigKey<>("adam_beta_1", Codec.NUMBER);
  private static final ConfigKey<Double> ADAM_BETA_2 = new ConfigKey<>("adam_beta_2", Codec.NUMBER);
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<List<String>> EXCLUDE_LAYERS =
      new ConfigKey<>("exclude_layers", Codec.listOf(Codec.TEXT));
  private static final ConfigKey<Double> MUON_A = new ConfigKey<>("muon_a", Codec.NUMBER);
  private static final ConfigKey<Double> MUON_B = new ConfigKey<>("muon_b", Codec.NUMBER);
  private static final ConfigKey<Double> MUON_C = new ConfigKey<>("muon_c", Codec.NUMBER);
  private static final ConfigKey<Double> ADAM_LR_RATIO =
      new ConfigKey<>("adam_lr_ratio", Codec.NUMBER);
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Integer> NS_STEPS = new ConfigKey<>("ns_steps", Codec.INTEGER);
  private static final ConfigKey<Boolean> NESTEROV = new ConfigKey<>("nesterov", Codec.TRUTH);
  private static final ConfigKey<Boolean> EXCLUDE_EMBEDDINGS =
      new ConfigKey<>("exclude_embeddings", Codec.TRUTH);
  private static final ConfigKey<@Nullable Double> ADAM_WEIGHT_DECAY =
      new ConfigKey<>("adam_weight_decay", Codec.NUMBER.orNull());
  private static final ConfigKey<@Nullable Double> RMS_RATE =
      new ConfigKey<>("rms_rate", Codec.NUMBER.orNull());

  private static final String MOMENTUM_SLOT = "momentum";
  private static final String VELOCITY = "velocity";

  /// The configuration, as Keras writes it.
  public static final Schema<Muon> SCHEMA =
      StandardOptimizer.<Muon>schemaOf("Muon", STANDARD)
          .optional(ADAM_BETA_1, Muon::adamBeta1, 0.9)
          .optional(ADAM_BETA_2, Muon::adamBeta2, 0.999)
          .optional(EPSILON, Muon::epsilon, 1e-7)
          .optional(EXCLUDE_LAYERS, Muon::excludeLayers, List.of())
          .optional(MUON_A, Muon::a, 3.4445)
          .optional(MUON_B, Muon::b, -4.775)
          .optional(MUON_C, Muon::c, 2.0315)
          .optional(ADAM_LR_RATIO, Muon::adamLrRatio, 1.0)
          .optional(MOMENTUM, Muon::momentum, 0.95)
          .optional(NS_STEPS, Muon::nsSteps, 5)
          .optional(NESTEROV, Muon::nesterov, true)
          .optional(EXCLUDE_EMBEDDINGS, Muon::excludeEmbeddings, true)
          .optional(ADAM_WEIGHT_DECAY, Muon::adamWeightDecay, 0.004)
          .optional(RMS_RATE, Muon::rmsRate, 0.2)
          .build(c ->
              new Muon(
                  StandardOptimizer.options(c),
                  c.get(ADAM_BETA_1),
                  c.get(ADAM_BETA_2),
                  c.get(EPSILON),
                  c.get(EXCLUDE_LAYERS),
                  c.get(MUON_A),
                  c.get(MUON_B),
                  c.get(MUON_C),
                  c.get(ADAM_LR_RATIO),
                  c.get(MOMENTUM),
                  c.get(NS_STEPS),
                  c.get(NESTEROV),
                  c.get(EXCLUDE_EMBEDDINGS),
                  c.get(ADAM_WEIGHT_DECAY),
                  c.get(RMS_RATE)));

  /// Checks the settings.
  public Muon {
    excludeLayers = List.copyOf(excludeLayers);
    Limits.within(OF, "adamBeta1", adamBeta1, 0, 1);
    Limits.within(OF, "adamBeta2", adamBeta2, 0, 1);
    Limits.atLeast(OF, "epsilon", epsilon, 0);
    Limits.atLeast(OF, "adamLrRatio", adamLrRatio, 0);
    Limits.within(OF, "momentum", momentum, 0, 1);
    Limits.atLeast(OF, "nsSteps", nsSteps, 1);
    if (adamWeightDecay != null) {
      Limits.atLeast(OF, "adamWeightDecay", adamWeightDecay, 0);
    }
  }

  /// Keras' defaults.
  public Muon() {
    this(
        STANDARD, 0.9, 0.999, 1e-7, List.of(), 3.4445, -4.775, 2.0315, 1, 0.95, 5, true, true,
        0.004, 0.2);
  }

  /// Keras' defaults at this rate.
  public Muon(double learningRate) {
    this(
        STANDARD.learningRate(LearningRate.of(learningRate)),
        0.9,
        0.999,
        1e-7,
        List.of(),
        3.4445,
        -4.775,
        2.0315,
        1,
        0.95,
        5,
        true,
        true,
        0.004,
        0.2);
  }

  /// Keras' defaults at a rate that follows a schedule.
  public Muon(Schedule learningRate) {
    this(
        STANDARD.learningRate(learningRate),
        0.9,
        0.999,
        1e-7,
        List.of(),
        3.4445,
        -4.775,
        2.0315,
        1,
        0.95,
        5,
        true,
        true,
        0.004,
        0.2);
  }

  /// {@return this optimizer with another `beta1` of Adam's step}
  public Muon adamBeta1(double changed) {
    return new Muon(
        options,
        changed,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another `beta2` of Adam's step}
  public Muon adamBeta2(double changed) {
    return new Muon(
        options,
        adamBeta1,
        changed,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another `epsilon` of Adam's step}
  public Muon epsilon(double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        changed,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with Adam's step for variables in whose names one of these regular
  /// expressions is found}
  public Muon excludeLayers(List<String> changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        changed,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another first factor}
  public Muon a(double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        changed,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another second factor}
  public Muon b(double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        changed,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another third factor}
  public Muon c(double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        changed,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another rate of Adam's step}
  public Muon adamLrRatio(double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        changed,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer, keeping another share of the momentum}
  public Muon momentum(double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        changed,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another number of iterations}
  public Muon nsSteps(int changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        changed,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with or without Nesterov's form of momentum}
  public Muon nesterov(boolean changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        changed,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with or without Adam's step for embeddings}
  public Muon excludeEmbeddings(boolean changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        changed,
        adamWeightDecay,
        rmsRate);
  }

  /// {@return this optimizer with another weight decay where Adam's step is taken}
  public Muon adamWeightDecay(@Nullable Double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        changed,
        rmsRate);
  }

  /// {@return this optimizer with another scale of steps}
  public Muon rmsRate(@Nullable Double changed) {
    return new Muon(
        options,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        changed);
  }

  @Override
  public Muon with(OptimizerOptions changed) {
    return new Muon(
        changed,
        adamBeta1,
        adamBeta2,
        epsilon,
        excludeLayers,
        a,
        b,
        c,
        adamLrRatio,
        momentum,
        nsSteps,
        nesterov,
        excludeEmbeddings,
        adamWeightDecay,
        rmsRate);
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
      return usesAdam(target)
          ? List.of(first, OptimizerState.slot(target, VELOCITY, zeros))
          : List.of(first);
    });
  }

  @Override
  public @Nullable Double weightDecay(Variable variable) {
    return usesAdam(variable) ? adamWeightDecay : options.weightDecay();
  }

  @Override
  public Rule rule(Step step) {
    Tensor alpha = Adam.alpha(step, adamBeta1, adamBeta2).mul(adamLrRatio);
    return (variable, gradient, slots) -> {
      Variable slot = slots.get(MOMENTUM_SLOT);
      if (usesAdam(variable)) {
        Tensor mean = Adam.toward(slot, gradient, adamBeta1);
        Tensor squares = Adam.toward(slots.get(VELOCITY), gradient.square(), adamBeta2);
        variable.assignSub(mean.mul(alpha).div(squares.sqrt().add(epsilon)));
        return;
      }
      Tensor velocity = slot.mul(momentum).add(gradient);
      slot.assign(velocity);
      Tensor ahead = nesterov ? velocity.mul(momentum).add(gradient) : velocity;
      double scale =
          rmsRate == null
              ? 1
              : Math.sqrt((double) Math.max(variable.dim(0), variable.dim(1))) * rmsRate;
      variable.assignSub(orthogonal(ahead).mul(step.rate().mul(scale)));
    };
  }

  private boolean usesAdam(Variable variable) {
    String name = variable.name();
    return variable.rank() != 2
        || (excludeEmbeddings && name.toLowerCase(Locale.ROOT).contains("embedding"))
        || excludeLayers.stream().anyMatch(word -> Pattern.compile(word).matcher(name).find());
  }

  private Tensor orthogonal(Tensor x) {
    boolean tall = x.dim(0) > x.dim(1);
    Tensor wide = tall ? x.transpose() : x;
    wide = wide.div(wide.square().sum().sqrt().add(1e-7));
    for (int i = 0; i < nsSteps; i++) {
      Tensor square = wide.matmul(wide.transpose());
      Tensor polynomial = square.mul(b).add(square.mul(c).matmul(square));
      wide = wide.mul(a).add(polynomial.matmul(wide));
    }
    return tall ? wide.transpose() : wide;
  }
}
