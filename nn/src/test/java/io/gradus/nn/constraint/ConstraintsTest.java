package io.gradus.nn.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstraintsTest {
  // Columns of norm 5 and 0.5.
  private static final Tensor W = Tensor.of(new double[][] {{3, 0.3}, {-4, -0.4}});

  static Stream<Constraint> all() {
    return Stream.of(
        new MaxNorm(1),
        new MaxNorm(2).axes(0, 1),
        new MinMaxNorm(0.5, 2).rate(0.5),
        new NonNeg(),
        new UnitNorm().axes(1));
  }

  private static double[] norms(Tensor w) {
    return w.square().sum(0).sqrt().toDoubleArray();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWrittenAndReadAgain(Constraint constraint) {
    Object written = Constraints.CODEC.write().apply(constraint);
    assertThat(Constraints.CODEC.read().apply(written)).isEqualTo(constraint);
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsTheType(Constraint constraint) {
    assertThat(constraint.apply(W).type()).isEqualTo(W.type());
  }

  @Test
  void boundsNorms() {
    assertThat(norms(new MaxNorm(1).apply(W))).containsExactly(new double[] {1, 0.5}, within(1e-6));
    assertThat(norms(new UnitNorm().apply(W))).containsExactly(new double[] {1, 1}, within(1e-6));
    assertThat(norms(new MinMaxNorm(1, 2).apply(W)))
        .containsExactly(new double[] {2, 1}, within(1e-6));
    assertThat(norms(new MinMaxNorm(1, 2).rate(0.5).apply(W)))
        .containsExactly(new double[] {3.5, 0.75}, within(1e-6));
  }

  @Test
  void takesNegativeElementsAway() {
    assertThat(new NonNeg().apply(W).toDoubleArray()).containsExactly(3, 0.3, 0, 0);
  }

  @Test
  void aZeroVectorStaysZero() {
    assertThat(new UnitNorm().apply(Tensor.zeros(2, 1)).toFloatArray()).containsExactly(0, 0);
  }

  @Test
  void oneAxisIsWrittenAsANumber() {
    assertThat(UnitNorm.SCHEMA.write(new UnitNorm())).isEqualTo(Map.of("axis", 0));
    assertThat(UnitNorm.SCHEMA.write(new UnitNorm().axes(0, 1)))
        .isEqualTo(Map.of("axis", List.of(0, 1)));
  }

  @Test
  void areFoundByTheNamesOfKeras() {
    assertThat(Constraint.of("non_neg")).isEqualTo(new NonNeg());
    assertThat(Constraint.of("max_norm")).isEqualTo(new MaxNorm());
    assertThat(Constraint.of("MinMaxNorm")).isEqualTo(new MinMaxNorm());
  }
}
