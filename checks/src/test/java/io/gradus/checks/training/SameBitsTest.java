package io.gradus.checks.training;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.checks.launch.Java;
import io.gradus.checks.training.Digits.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same seed gives the same bits: weights, losses and metrics.
class SameBitsTest {
  private static final class Reference {
    static final Outcome VECTOR = Digits.trainOn("vector", 2);
    static final Outcome SCALAR = Digits.trainOn("scalar", 2);
    static final Outcome LITTLE_VECTOR = Digits.trainLittleOn("vector", 2);
    static final Outcome LITTLE_SCALAR = Digits.trainLittleOn("scalar", 2);
  }

  @Test
  void theTrainingLearns() {
    List<Double> losses = Reference.VECTOR.history().get("loss");
    assertThat(losses).hasSize(2);
    assertThat(losses.get(1)).isLessThan(losses.get(0)).isLessThan(1.1);
    assertThat(Reference.VECTOR.history().last("accuracy")).isGreaterThan(0.7);
  }

  @Test
  void stepByStepInJavaAndAsARecordedProgram() {
    assertThat(Digits.train(true)).isEqualTo(Reference.VECTOR);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void forAnyNumberOfThreads(int threads) {
    assertThat(Digits.trainOn("vector", threads)).isEqualTo(Reference.VECTOR);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void forAnyNumberOfThreadsOnTheScalarBackendToo(int threads) {
    assertThat(Digits.trainOn("scalar", threads)).isEqualTo(Reference.SCALAR);
  }

  @Test
  void coldAndHotInOneProcess() {
    Outcome cold = Reference.VECTOR;
    for (int i = 0; i < 6; i++) {
      assertThat(Digits.train(false)).isEqualTo(cold);
      assertThat(Digits.trainLittle()).isEqualTo(Reference.LITTLE_VECTOR);
    }
  }

  @Test
  void theBackendsAgreeButForRounding() {
    Map<String, List<Double>> scalar = Reference.SCALAR.history().values();
    Reference.VECTOR
        .history()
        .values()
        .forEach((name, values) -> {
          for (int epoch = 0; epoch < values.size(); epoch++) {
            assertThat(values.get(epoch))
                .as("%s after epoch %d", name, epoch + 1)
                .isCloseTo(scalar.get(name).get(epoch), within(2e-3));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "-Dgradus.vector.bits=128",
    "-Dgradus.vector.bits=256",
    "-Dgradus.vector.bits=512",
    "-Dgradus.threads=1",
  })
  void inAProcessWith(String option) {
    assertThat(inAProcess(List.of(option), "whole", "little"))
        .containsExactly("vector", line(Reference.VECTOR), line(Reference.LITTLE_VECTOR));
  }

  @Test
  void compiledByTheQuickCompilerOnly() {
    String quick = "-XX:TieredStopAtLevel=1";
    assertThat(inAProcess(List.of(quick, "-Dgradus.backend=vector"), "little"))
        .containsExactly("vector", line(Reference.LITTLE_VECTOR));
    assertThat(inAProcess(List.of(quick), "little"))
        .containsExactly("scalar", line(Reference.LITTLE_SCALAR));
  }

  @Test
  void interpretedOnly() {
    assertThat(inAProcess(List.of("-Xint", "-Dgradus.backend=vector"), "little"))
        .containsExactly("vector", line(Reference.LITTLE_VECTOR));
    assertThat(inAProcess(List.of("-Xint", "-Dgradus.backend=scalar"), "little"))
        .containsExactly("scalar", line(Reference.LITTLE_SCALAR));
  }

  @Test
  void inAProcessOnTheScalarBackend() {
    assertThat(inAProcess(List.of("-Dgradus.backend=scalar"), "whole", "little"))
        .containsExactly("scalar", line(Reference.SCALAR), line(Reference.LITTLE_SCALAR));
  }

  private static String line(Outcome outcome) {
    return outcome.weights() + " " + outcome.history();
  }

  private static List<String> inAProcess(List<String> options, String... trainings) {
    List<Object> command = new ArrayList<>(options);
    command.addAll(List.of("-p", LIB, "--add-modules", "io.gradus"));
    command.addAll(List.of("-cp", Java.location(TrainingProgram.class)));
    command.add(TrainingProgram.class.getName());
    command.addAll(List.of(trainings));
    Java.Result result = Java.run(command.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return result.out().lines().toList();
  }
}
