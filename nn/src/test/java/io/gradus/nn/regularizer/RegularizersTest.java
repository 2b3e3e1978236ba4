package io.gradus.nn.regularizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizersTest {
  private static final Tensor X = Tensor.of(new double[][] {{1, -2}, {3, 4}, {0, 2}});

  static Stream<Regularizer> all() {
    return Stream.of(
        new L1(), new L2(0.3), new L1L2(0.1, 0.2), new OrthogonalRegularizer(0.5).mode("columns"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWrittenAndReadAgain(Regularizer regularizer) {
    Object written = Regularizers.CODEC.write().apply(regularizer);
    assertThat(Regularizers.CODEC.read().apply(written)).isEqualTo(regularizer);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isAScalarOfTheType(Regularizer regularizer) {
    assertThat(regularizer.penalty(X).type()).hasToString("float64[]");
  }

  @Test
  void sumsAbsoluteValuesAndSquares() {
    assertThat(new L1(0.1).penalty(X).item()).isCloseTo(1.2, within(1e-12));
    assertThat(new L2(0.1).penalty(X).item()).isCloseTo(3.4, within(1e-12));
    assertThat(new L1L2(0.1, 0.1).penalty(X).item()).isCloseTo(4.6, within(1e-12));
    assertThat(new L1L2(0, 0).penalty(X).item()).isZero();
    assertThat(new L1L2(0, 0.1).penalty(X).item()).isCloseTo(3.4, within(1e-12));
  }

  @Test
  void meansTheCosinesOfPairs() {
    // Columns (1, 3, 0) and (-2, 4, 2).
    double cosine = 10 / Math.sqrt(10.0 * 24);
    assertThat(new OrthogonalRegularizer(1).mode("columns").penalty(X).item())
        .isCloseTo(cosine, within(1e-12));
    double rows = 5 / Math.sqrt(5.0 * 25) + 4 / Math.sqrt(5.0 * 4) + 8 / Math.sqrt(25.0 * 4);
    assertThat(new OrthogonalRegularizer(1).penalty(X).item()).isCloseTo(rows / 3, within(1e-12));
  }

  @Test
  void areFoundByTheNamesOfKeras() {
    assertThat(Regularizer.of("l2")).isEqualTo(new L2());
    assertThat(Regularizer.of("L1")).isEqualTo(new L1());
    assertThat(Regularizer.of("l1_l2")).isEqualTo(new L1L2(0.01, 0.01));
    assertThat(Regularizer.of("orthogonal_regularizer")).isEqualTo(new OrthogonalRegularizer());
  }
}
