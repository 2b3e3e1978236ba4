package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gradus.checks.training.WrongCallsTest.Wrong;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.MaxNorm;
import io.gradus.nn.constraint.MinMaxNorm;
import io.gradus.nn.constraint.UnitNorm;
import io.gradus.nn.initializer.Identity;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Orthogonal;
import io.gradus.nn.initializer.RandomNormal;
import io.gradus.nn.initializer.RandomUniform;
import io.gradus.nn.initializer.VarianceScaling;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.optimizer.Adam;
import io.gradus.nn.optimizer.AdamW;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.Ftrl;
import io.gradus.nn.optimizer.Lion;
import io.gradus.nn.optimizer.Muon;
import io.gradus.nn.optimizer.NewtonSchulz;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.nn.optimizer.SGD;
import io.gradus.nn.regularizer.L2;
import io.gradus.nn.regularizer.OrthogonalRegularizer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.schedule.CosineDecay;
import io.gradus.nn.schedule.ExponentialDecay;
import io.gradus.nn.schedule.PiecewiseConstantDecay;
import io.gradus.nn.schedule.PolynomialDecay;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said about wrong settings of optimizers, schedules, initializers, regularizers and
/// constraints.
class OptimizerWrongCallsTest {
  private static Wrong setting(String message, ThrowingCallable call) {
    return new Wrong(message, IllegalArgumentException.class, message, call);
  }

  private static Variable weight() {
    return new Variable("dense/kernel", Tensor.ones(2, 3));
  }

  private static BoundOptimizer bound() {
    return new SGD().bind(List.of(weight()));
  }

  static Stream<Wrong> calls() {
    return Stream.of(
        setting("optimizer: learningRate must be at least 0, got -0.1", () -> new SGD(-0.1)),
        setting("optimizer: learningRate must be at least 0, got NaN", () -> new Adam(Double.NaN)),
        setting(
            "optimizer: learningRate must be at least 0, got Infinity",
            () -> new Adam().learningRate(Double.POSITIVE_INFINITY)),
        setting(
            "optimizer: only one of clipnorm, globalClipnorm and clipvalue may be set; "
                + "got clipnorm=1.0, globalClipnorm=null, clipvalue=0.5",
            () -> new SGD().clipnorm(1).clipvalue(0.5)),
        setting(
            "optimizer: only one of clipnorm, globalClipnorm and clipvalue may be set; "
                + "got clipnorm=1.0, globalClipnorm=2.0, clipvalue=null",
            () -> new SGD().clipnorm(1).globalClipnorm(2)),
        setting("optimizer: clipnorm must be at least 0, got -1", () -> new SGD().clipnorm(-1)),
        setting("optimizer: clipvalue must be at least 0, got -1", () -> new SGD().clipvalue(-1)),
        setting(
            "optimizer: weightDecay must be at least 0, got -0.5",
            () -> new SGD().weightDecay(-0.5)),
        setting(
            "optimizer: emaMomentum must be in [0, 1], got 1.5",
            () -> new SGD().useEma(true).emaMomentum(1.5)),
        setting(
            "optimizer: emaOverwriteFrequency must be at least 1, got 0",
            () -> new SGD().emaOverwriteFrequency(0)),
        setting(
            "optimizer: gradientAccumulationSteps must be at least 2, got 1",
            () -> new SGD().gradientAccumulationSteps(1)),
        setting(
            "optimizer: lossScaleFactor must be greater than 0, got 0",
            () -> new SGD().lossScaleFactor(0)),
        setting("rmsprop: rho must be in [0, 1], got 1.1", () -> new RMSprop().rho(1.1)),
        setting("rmsprop: momentum must be in [0, 1], got -1", () -> new RMSprop().momentum(-1)),
        setting("adam: beta1 must be in [0, 1], got 2", () -> new Adam().beta1(2)),
        setting("adam: epsilon must be at least 0, got -1.0E-7", () -> new Adam().epsilon(-1e-7)),
        setting(
            "adamW: weightDecay must be a number, got null",
            () -> new AdamW().with(new Adam().options())),
        setting("lion: beta1 must be greater than 0, got 0", () -> new Lion().beta1(0)),
        setting(
            "ftrl: learningRatePower must be at most 0, got 0.5",
            () -> new Ftrl().learningRatePower(0.5)),
        setting(
            "muon: nsSteps must be at least 1, got 0",
            () -> new Muon().iteration(new NewtonSchulz(1, 1, 1, 0))),
        setting("optimizer: unknown name \"adm\"; nearest: adam", () -> Optimizer.of("adm")),
        setting(
            "Adam: unknown key \"beta_3\"; known: [name, learning_rate, weight_decay, clipnorm, "
                + "global_clipnorm, clipvalue, use_ema, ema_momentum, ema_overwrite_frequency, "
                + "loss_scale_factor, gradient_accumulation_steps, beta_1, beta_2, epsilon, "
                + "amsgrad]",
            () -> Adam.SCHEMA.read(Map.of("beta_3", 1))),
        setting(
            "SGD: key \"learning_rate\": expected a number, got \"fast\"",
            () ->
                Optimizers.TABLE.read(
                    Map.of("class_name", "SGD", "config", Map.of("learning_rate", "fast")))),
        setting(
            "optimizer: needs a gradient for each variable; got 1 gradients, 0 variables",
            () -> bound().applyGradients(List.of(Tensor.ones(2, 3)), List.of())),
        setting(
            "optimizer: is not bound to variable b; bound to [dense/kernel]",
            () ->
                bound()
                    .applyGradients(
                        List.of(Tensor.ones(1)), List.of(new Variable("b", Tensor.ones(1))))),
        new Wrong(
            "a variable twice",
            IllegalArgumentException.class,
            "optimizer: a variable is there twice: dense/kernel",
            () -> {
              Variable weight = weight();
              new SGD().bind(List.of(weight, weight));
            }),
        new Wrong(
            "a gradient of another shape",
            ShapeException.class,
            "optimizer: a gradient must have its variable's shape; "
                + "got float32[3, 2] for variable dense/kernel float32[2, 3]",
            () -> bound().apply(List.of(Tensor.ones(3, 2)))),
        new Wrong(
            "setting a rate that follows a schedule",
            IllegalStateException.class,
            "optimizer: the learning rate follows a schedule, PolynomialDecay["
                + "initialLearningRate=0.1, decaySteps=5.0, endLearningRate=1.0E-4, power=1.0, "
                + "cycle=false, name=PolynomialDecay], and cannot be set",
            () -> new SGD(new PolynomialDecay(0.1, 5)).bind(List.of(weight())).learningRate()),
        new Wrong(
            "state that is not there",
            IllegalArgumentException.class,
            "optimizer: no state called velocity in [momentum]",
            () -> {
              Variable weight = weight();
              new SGD().momentum(0.5).bind(List.of(weight)).slots(weight).get("velocity");
            }),
        setting(
            "exponentialDecay: decaySteps must be greater than 0, got 0",
            () -> new ExponentialDecay(0.1, 0, 0.5)),
        setting(
            "cosineDecay: alpha must be in [0, 1], got 2", () -> new CosineDecay(0.1, 5).alpha(2)),
        setting(
            "piecewiseConstantDecay: needs at least one boundary and one more value; "
                + "got 2 boundaries, 2 values",
            () -> new PiecewiseConstantDecay(List.of(1.0, 2.0), List.of(0.1, 0.2))),
        setting(
            "piecewiseConstantDecay: boundaries must increase; got [2.0, 2.0]",
            () -> new PiecewiseConstantDecay(List.of(2.0, 2.0), List.of(0.1, 0.2, 0.3))),
        setting("randomNormal: stddev must be at least 0, got -1", () -> new RandomNormal(0, -1)),
        setting("randomUniform: maxval must be at least 1, got 0", () -> new RandomUniform(1, 0)),
        setting(
            "varianceScaling: mode must be one of [fan_in, fan_out, fan_avg], got fan",
            () -> new VarianceScaling(1, "fan", "uniform")),
        setting(
            "varianceScaling: distribution must be one of "
                + "[truncated_normal, untruncated_normal, uniform], got gamma",
            () -> new VarianceScaling(1, "fan_in", "gamma")),
        new Wrong(
            "an orthogonal vector",
            ShapeException.class,
            "orthogonal: needs at least two axes; got float32[3]",
            () -> new Orthogonal().initialize(TensorType.of(DType.FLOAT32, 3), 0)),
        new Wrong(
            "an identity of three axes",
            ShapeException.class,
            "identity: needs two axes; got float32[2, 2, 2]",
            () -> new Identity().initialize(TensorType.of(DType.FLOAT32, 2, 2, 2), 0)),
        setting(
            "initializer: unknown name \"glorot\"; nearest: glorot_normal, glorot_uniform",
            () -> Initializer.of("glorot")),
        setting("l2: l2 must be at least 0, got -1", () -> new L2(-1)),
        setting(
            "orthogonalRegularizer: mode must be rows or columns, got diagonals",
            () -> new OrthogonalRegularizer().mode("diagonals")),
        new Wrong(
            "an orthogonal penalty of a vector",
            ShapeException.class,
            "orthogonalRegularizer: needs a matrix; got x=float32[3]",
            () -> new OrthogonalRegularizer().penalty(Tensor.ones(3))),
        setting("regularizer: unknown name \"l3\"; nearest: l1, l2", () -> Regularizer.of("l3")),
        setting("minMaxNorm: maxValue must be at least 2, got 1", () -> new MinMaxNorm(2, 1)),
        setting("maxNorm: maxValue must be at least 0, got -1", () -> new MaxNorm(-1)),
        setting("unitNorm: needs at least one axis; got []", () -> new UnitNorm().axes(new int[0])),
        setting(
            "constraint: unknown name \"non_negative\"; nearest: non_neg",
            () -> Constraint.of("non_negative")),
        setting(
            "Dense: key \"kernel_constraint\": expected an object with class_name and config, "
                + "got \"3\"",
            () -> Dense.SCHEMA.read(Map.of("units", 2, "kernel_constraint", 3))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isAnsweredWith(Wrong wrong) {
    Throwable thrown = catchThrowable(wrong.call());
    assertThat(thrown).isExactlyInstanceOf(wrong.type()).hasMessage(wrong.message());
  }
}
