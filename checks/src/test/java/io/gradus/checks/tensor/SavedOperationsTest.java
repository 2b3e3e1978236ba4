package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.testkit.OpContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/// Models with operations between their layers are saved as Keras' operations.
class SavedOperationsTest {
  @Test
  void everyOperationIsWrittenAsKerasOperationsOrRefused() {
    ConcurrentSkipListSet<String> problems = new ConcurrentSkipListSet<>();
    Map<String, Boolean> written = new ConcurrentHashMap<>();
    OpTable.rows()
        .parallel()
        .forEach(row -> {
          String name = row.op().getName().replace("io.gradus.tensor.", "");
          try {
            written.merge(name, OpContract.saved(row), Boolean::logicalOr);
          } catch (RuntimeException | AssertionError e) {
            problems.add(row + ": " + e);
          }
        });
    assertThat(problems).isEmpty();
    assertThat(written.keySet().stream().filter(name -> !written.getOrDefault(name, false)))
        .containsExactlyInAnyOrder(
            // gradients, which no function of Keras is
            "Indexing$Embed",
            "Pooling$AveragePoolGradient",
            "Pooling$MaxPoolGradient",
            "Pooling$PickAtMaxima",
            "ProbabilityCrossEntropy$Gradient",
            "ScaledDotProductAttention$Gradient",
            "SpecialFunctions$GammaDensity",
            "SoftmaxCrossEntropy$Gradient",
            "Standardize$Gradient",
            // random numbers, which are no operations in Keras
            "Sampling$RandomNormal",
            "Sampling$RandomUniform",
            // whose labels may name no class here
            "ProbabilityCrossEntropy",
            "SoftmaxCrossEntropy",
            // a loop
            "Cumulative$Recurrence");
  }
}
