package io.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.kernel.Backends.Candidate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  private static final List<Candidate> BOTH =
      List.of(candidate("vector", null, null), candidate("scalar", null, null));

  private static Candidate candidate(
      String name, @Nullable String obstacle, @Nullable String drawback) {
    return new Candidate(name, Optional.ofNullable(obstacle), Optional.ofNullable(drawback));
  }

  private static Machine machine(String version, String vm, int processors, long heap) {
    return new Machine(
        Runtime.Version.parse(version),
        "Eclipse Adoptium",
        vm,
        "/jdk",
        processors,
        "amd64, Linux",
        heap);
  }

  private static Diagnosis diagnosis(Machine machine) {
    return new Diagnosis(machine, BOTH, "vector", "vector, 512 bits");
  }

  @Test
  void tellsWhatIsThere() {
    assertThat(diagnosis(machine("25.0.3+9", "OpenJDK, mixed mode", 2, 6L << 30)).text())
        .isEqualToNormalizingNewlines(
            """
            gradus      %s
            java        25.0.3+9, Eclipse Adoptium
                        OpenJDK, mixed mode
                        /jdk
            processors  2 (amd64, Linux)
            heap        at most 6.0 GiB
            backend     vector: used; vector, 512 bits
            backend     scalar: usable

            Nothing found that would make it faster.
            """
                .formatted(Version.text()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25+36", "25.0.1+8", "25.0.2"})
  void warnsOfThePinningBug(String version) {
    assertThat(diagnosis(machine(version, "OpenJDK, mixed mode", 2, 6L << 30)).advice())
        .containsExactly(
            "java "
                + version
                + " has a bug in G1 that can crash with pinned arrays: install 25.0.3 or later");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3+9", "25.0.4", "26+12"})
  void laterUpdatesHaveNoPinningBug(String version) {
    assertThat(diagnosis(machine(version, "OpenJDK, mixed mode", 2, 6L << 30)).advice()).isEmpty();
  }

  @Test
  void tellsAllThatWouldHelp() {
    Machine slow = machine("25.0.3", "OpenJDK, interpreted mode", 1, 256L << 20);
    List<Candidate> candidates =
        List.of(
            candidate("vector", "the Vector API is not there; add it", null),
            candidate("scalar", null, null));
    assertThat(new Diagnosis(slow, candidates, "scalar", "scalar").text())
        .contains(
            """
            backend     vector: not usable: the Vector API is not there; add it
            backend     scalar: used; scalar

            What would make it better:
            - java compiles nothing or only quickly: leave off -Xint and TieredStopAtLevel
            - backend vector: the Vector API is not there; add it
            - java may use one processor: give it more if there are more
            - the heap is small, the collector will run often: raise it, for example with -Xmx2g
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void aBackendThatIsSlowHereIsSaidToBe() {
    Machine old = machine("25.0.3", "OpenJDK, mixed mode", 2, 6L << 30);
    List<Candidate> candidates =
        List.of(candidate("vector", null, "no fma"), candidate("scalar", null, null));
    assertThat(new Diagnosis(old, candidates, "scalar", "plain").text())
        .contains(
            """
            backend     vector: not used: no fma
            backend     scalar: used; plain

            What would make it better:
            - backend vector: no fma
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void theCommandRunsHere() {
    Run run = Run.of("doctor");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("java        " + Runtime.version())
        .contains("processors  " + Runtime.getRuntime().availableProcessors())
        .containsPattern("backend {5}vector: ")
        .containsPattern("backend {5}scalar: ");
  }
}
