package io.gradus.nn.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulesTest {
  private static final Tensor STEPS = Tensor.arange(40);

  /// A schedule and its formula.
  record Row(Schedule schedule, DoubleUnaryOperator formula) {
    @Override
    public String toString() {
      return schedule.toString();
    }
  }

  private static double cosine(double part) {
    return (1 + Math.cos(Math.PI * part)) / 2;
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row(new ExponentialDecay(0.1, 7, 0.5), t -> 0.1 * Math.pow(0.5, t / 7)),
        new Row(
            new ExponentialDecay(0.1, 7, 0.5).staircase(true),
            t -> 0.1 * Math.pow(0.5, Math.floor(t / 7))),
        new Row(new InverseTimeDecay(0.1, 7, 0.5), t -> 0.1 / (1 + 0.5 * t / 7)),
        new Row(
            new InverseTimeDecay(0.1, 7, 0.5).staircase(true),
            t -> 0.1 / (1 + 0.5 * Math.floor(t / 7))),
        new Row(
            new PiecewiseConstantDecay(List.of(3.0, 20.0), List.of(1.0, 0.5, 0.2)),
            t -> t <= 3 ? 1 : t <= 20 ? 0.5 : 0.2),
        new Row(
            new PolynomialDecay(0.1, 20).power(2).endLearningRate(0.01),
            t -> 0.09 * Math.pow(1 - Math.min(t, 20) / 20, 2) + 0.01),
        new Row(
            new PolynomialDecay(0.1, 8).cycle(true).endLearningRate(0),
            t -> 0.1 * (1 - t / (8 * Math.max(1, Math.ceil(t / 8))))),
        new Row(new CosineDecay(0.1, 20), t -> 0.1 * cosine(Math.min(t, 20) / 20)),
        new Row(
            new CosineDecay(0.02, 20).alpha(0.25).warmup(0.1, 5),
            t ->
                t < 5
                    ? 0.02 + 0.08 * t / 5
                    : 0.1 * (0.75 * cosine(Math.min(t - 5, 20) / 20) + 0.25)),
        new Row(
            new CosineDecayRestarts(0.1, 5).mMul(0.5).alpha(0.1),
            t -> {
              double start = 0;
              double length = 5;
              double height = 1;
              while (t >= start + length) {
                start += length;
                length *= 2;
                height /= 2;
              }
              return 0.1 * (0.9 * height * cosine((t - start) / length) + 0.1);
            }),
        new Row(
            new CosineDecayRestarts(0.1, 5).tMul(1), t -> 0.1 * cosine(t / 5 - Math.floor(t / 5))));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void followsItsFormula(Row row) {
    double[] got = row.schedule().rate(STEPS).toDoubleArray();
    for (int step = 0; step < got.length; step++) {
      assertThat(got[step])
          .as("step %d", step)
          .isCloseTo(row.formula().applyAsDouble(step), within(1e-7));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isAFloatOfTheShapeOfTheSteps(Row row) {
    assertThat(row.schedule().rate(Tensor.of(3L)).type()).hasToString("float32[]");
    assertThat(row.schedule().rate(Tensor.of(3L)).item())
        .isEqualTo(row.schedule().rate(STEPS).toDoubleArray()[3]);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isWrittenAndReadAgain(Row row) {
    Object written = Schedules.CODEC.write().apply(row.schedule());
    assertThat(Schedules.CODEC.read().apply(written)).isEqualTo(row.schedule());
  }
}
