package io.gradus.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.schedule.CosineDecay;
import io.gradus.nn.schedule.ExponentialDecay;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every optimizer.
class OptimizersTest {
  private static final Tensor MATRIX = Tensor.of(new float[][] {{1, -2, 3}, {0.5f, 4, -1}});
  private static final Tensor VECTOR = Tensor.of(2f, -3f, 0.5f);

  static Stream<StandardOptimizer<?>> all() {
    return Stream.of(
        new SGD(),
        new SGD().momentum(0.9),
        new SGD().momentum(0.9).nesterov(true),
        new RMSprop(),
        new RMSprop().momentum(0.5).centered(true).rho(0.8),
        new Adagrad(),
        new Adam(),
        new Adam().amsgrad(true).beta1(0.8),
        new AdamW(),
        new Adamax(),
        new Nadam(),
        new Adadelta(1),
        new Ftrl().l1(0.001).l2(0.002),
        new Lion(),
        new Lamb(),
        new Adafactor(),
        new Muon(),
        new ScheduleFreeAdamW().warmupSteps(3));
  }

  private static List<Variable> variables() {
    return List.of(
        new Variable("dense/kernel", MATRIX),
        new Variable("dense/bias", VECTOR),
        new Variable("scale", Tensor.of(new double[] {1.5, -0.5})));
  }

  private static Tensor loss(List<Variable> variables) {
    return variables.stream()
        .map(variable -> variable.square().sum().cast(DType.FLOAT32))
        .reduce(Tensor::add)
        .orElseThrow();
  }

  private static void step(BoundOptimizer bound) {
    try (var tape = new GradientTape()) {
      Tensor loss = bound.scaleLoss(loss(bound.targets()));
      bound.apply(tape.connected(loss, bound.targets()));
    }
  }

  private static Program program(BoundOptimizer bound) {
    Graph.Function code =
        _ -> {
          step(bound);
          return List.of();
        };
    return new Program(Graph.trace(code, List.of()), Device.current());
  }

  private static List<double[]> values(BoundOptimizer bound) {
    return Stream.concat(bound.targets().stream(), bound.variables().stream())
        .map(variable -> variable.value().toDoubleArray())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void comesNearerToTheMinimum(StandardOptimizer<?> optimizer) {
    double rate = optimizer instanceof Adadelta ? 100 : 0.05;
    BoundOptimizer bound = optimizer.learningRate(rate).bind(variables());
    double before = loss(bound.targets()).item();
    for (int i = 0; i < 60; i++) {
      step(bound);
    }
    assertThat(loss(bound.targets()).item()).isLessThan(0.7 * before);
    assertThat(bound.iterations().value().item()).isEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isTheSameRecordedAndStepByStep(StandardOptimizer<?> optimizer) {
    List<Optimizer> cases =
        List.of(
            optimizer.weightDecay(0.01).clipnorm(0.5),
            optimizer.globalClipnorm(0.7).lossScaleFactor(128),
            optimizer.clipvalue(0.3).gradientAccumulationSteps(2),
            optimizer.useEma(true).emaMomentum(0.8).emaOverwriteFrequency(3),
            optimizer.learningRate(new ExponentialDecay(0.1, 3, 0.5)));
    for (Optimizer settings : cases) {
      BoundOptimizer byStep = settings.bind(variables());
      BoundOptimizer recorded = settings.bind(variables());
      Program program = program(recorded);
      for (int i = 0; i < 7; i++) {
        step(byStep);
        program.run(List.of());
        List<double[]> want = values(byStep);
        List<double[]> got = values(recorded);
        for (int j = 0; j < want.size(); j++) {
          assertThat(got.get(j)).as("%s, step %d, %d", settings, i, j).isEqualTo(want.get(j));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void followsALearningRateThatChangesBetweenRecordedSteps(StandardOptimizer<?> optimizer) {
    BoundOptimizer byStep = optimizer.learningRate(0.05).bind(variables());
    BoundOptimizer recorded = optimizer.learningRate(0.05).bind(variables());
    BoundOptimizer unchanged = optimizer.learningRate(0.05).bind(variables());
    Program program = program(recorded);
    for (int i = 0; i < 4; i++) {
      if (i == 2) {
        byStep.learningRate().assign(Tensor.of(0.01f));
        recorded.learningRate().assign(Tensor.of(0.01f));
      }
      step(byStep);
      step(unchanged);
      program.run(List.of());
    }
    float[] got = recorded.targets().getFirst().value().toFloatArray();
    assertThat(got).isEqualTo(byStep.targets().getFirst().value().toFloatArray());
    assertThat(got).isNotEqualTo(unchanged.targets().getFirst().value().toFloatArray());
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWrittenAndReadAgain(StandardOptimizer<?> optimizer) {
    List<Optimizer> cases =
        List.of(
            optimizer,
            optimizer.named("mine").learningRate(0.3).weightDecay(0.1).clipnorm(2),
            optimizer.useEma(true).emaMomentum(0.5).emaOverwriteFrequency(10),
            optimizer.gradientAccumulationSteps(4).lossScaleFactor(2).globalClipnorm(1),
            optimizer.clipvalue(1).learningRate(new CosineDecay(0.1, 20).warmup(0.2, 5)));
    for (Optimizer given : cases) {
      assertThat(Optimizers.TABLE.read(Optimizers.TABLE.write(given))).isEqualTo(given);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesFrozenVariablesAndThoseWithoutGradient(StandardOptimizer<?> optimizer) {
    List<Variable> variables = variables();
    variables.get(0).trainable(false);
    BoundOptimizer bound = optimizer.bind(variables);
    bound.apply(new Tensor[] {MATRIX, null, Tensor.of(new double[] {1, 1})});
    assertThat(variables.get(0).value().toFloatArray()).isEqualTo(MATRIX.toFloatArray());
    assertThat(variables.get(1).value().toFloatArray()).isEqualTo(VECTOR.toFloatArray());
    assertThat(variables.get(2).value().toDoubleArray()).isNotEqualTo(new double[] {1.5, -0.5});
  }

  @Test
  void haveTheDefaultsOfKeras() {
    Map<String, ?> written = Adam.SCHEMA.write(new Adam());
    assertThat(written.keySet())
        .containsExactly(
            "name",
            "learning_rate",
            "weight_decay",
            "clipnorm",
            "global_clipnorm",
            "clipvalue",
            "use_ema",
            "ema_momentum",
            "ema_overwrite_frequency",
            "loss_scale_factor",
            "gradient_accumulation_steps",
            "beta_1",
            "beta_2",
            "epsilon",
            "amsgrad");
    assertThat(written.get("learning_rate")).isEqualTo(0.001);
    assertThat(written.get("name")).isEqualTo("adam");
    assertThat(new AdamW().options().weightDecay()).isEqualTo(0.004);
  }

  @Test
  void areFoundByTheNamesOfKeras() {
    assertThat(Optimizer.of("sgd")).isEqualTo(new SGD());
    assertThat(Optimizer.of("RMSprop")).isEqualTo(new RMSprop());
    assertThat(Optimizer.of("adamw")).isEqualTo(new AdamW());
    assertThat(Optimizers.TABLE.names()).hasSize(16);
    for (String name : Optimizers.names()) {
      assertThat(Optimizer.of(name).schema().className()).isEqualToIgnoringCase(name);
    }
  }

  @Test
  void stateHasTheTypesOfTheVariables() {
    BoundOptimizer bound = new Adam().bind(variables());
    assertThat(bound.variables().stream().map(Variable::name))
        .startsWith("iteration", "learning_rate", "dense_kernel_momentum", "dense_kernel_velocity");
    TensorType matrix = MATRIX.type();
    assertThat(bound.slots(bound.targets().getFirst()).get("momentum").type()).isEqualTo(matrix);
    assertThat(bound.variables().getLast().type()).hasToString("float64[2]");
    assertThat(new SGD().stateBytes(bound.targets())).isEqualTo(8 + 4);
  }
}
