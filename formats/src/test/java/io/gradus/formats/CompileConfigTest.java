package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.Configured;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.model.Compilation;
import io.gradus.nn.model.Objective;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is compiled, in the forms that Keras takes.
class CompileConfigTest {
  private static final List<String> ZY = List.of("z", "y");

  private static Compilation read(List<String> outputs, @Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> config = new HashMap<>(Map.of("optimizer", "sgd"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      config.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return CompileConfig.read(config, outputs);
  }

  private static String text(Objective objective) {
    Loss loss = objective.loss();
    return "%s %s %s %s %s"
        .formatted(
            objective.output(),
            loss instanceof Configured configured ? configured.schema().className() : loss,
            objective.weight(),
            objective.metrics().stream().map(metric -> metric.name()).toList(),
            objective.weightedMetrics().stream().map(metric -> metric.name()).toList());
  }

  @Test
  void oneLossGoesWithNamedMetrics() {
    Compilation read = read(ZY, "loss", "mse", "metrics", Map.of("y", List.of("mae")));
    assertThat(read.objectives().stream().map(CompileConfigTest::text))
        .containsExactly("z MeanSquaredError 1.0 [] []", "y MeanSquaredError 1.0 [mae] []");
  }

  @Test
  void textsThatStandForWhatFitsTheShapesAreKept() {
    Compilation read =
        read(
            ZY,
            "loss",
            Map.of("z", "CE", "y", "crossentropy"),
            "metrics",
            List.of(List.of("Acc"), List.of("ACCURACY")));
    assertThat(read.objectives().stream().map(CompileConfigTest::text))
        .containsExactly("z Crossentropy 1.0 [Acc] []", "y Crossentropy 1.0 [ACCURACY] []");
    assertThat(CompileConfig.write(read).toString())
        .contains("loss={z=CE, y=crossentropy}", "metrics={z=[Acc], y=[ACCURACY]}");
  }

  @Test
  void namedLossesGoWithListsOfWeightsAndMetrics() {
    Compilation read =
        read(
            ZY,
            "loss",
            Map.of("z", "mse", "y", "mae"),
            "loss_weights",
            List.of(0.5, 2),
            "weighted_metrics",
            Arrays.asList(null, List.of("mse", "mae")));
    assertThat(read.objectives().stream().map(CompileConfigTest::text))
        .containsExactly("z MeanSquaredError 0.5 [] []", "y MeanAbsoluteError 2.0 [] [mse, mae]");
  }

  @Test
  void metricsOfTheOnlyOutputMayBeNested() {
    for (Object metrics :
        List.of(
            List.of("mae", "mse"),
            List.of(List.of("mae", "mse")),
            List.of("mae", List.of("mse")),
            Map.of("z", List.of("mae", "mse")))) {
      Compilation read = read(List.of("z"), "loss", List.of("mse"), "metrics", metrics);
      assertThat(read.shared()).isTrue();
      assertThat(text(read.objectives().getFirst()))
          .isEqualTo("null MeanSquaredError 1.0 [mae, mse] []");
    }
  }

  @Test
  void nothingForAnOutputThatIsNotThereIsDropped() {
    assertThatThrownBy(() -> read(ZY, "loss", "mse", "metrics", Map.of("x", "mae")))
        .hasMessage("compile: output \"x\" is not among [z, y]");
    assertThatThrownBy(() -> read(ZY, "loss", Map.of("z", "mse"), "metrics", List.of("mae")))
        .hasMessage("compile: metrics has 1 entries; the model has 2 outputs");
  }
}
