package io.gradus.testkit;

import io.gradus.tensor.type.DType;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What an operand of a case is filled with.
///
/// @param dtype the operand's type; null for the type that the case is run with
/// @param fill the numbers
public record Sample(@Nullable DType dtype, Fill fill) {
  /// Makes numbers.
  public interface Fill {
    /// {@return `n` numbers}
    double[] numbers(SplittableRandom random, int n);
  }

  /// {@return numbers from an interval; cut to whole ones for integer types}
  public static Sample uniform(double low, double high) {
    return new Sample(null, (random, n) -> random.doubles(n, low, high).toArray());
  }

  /// {@return numbers of an interval whose distance from 0 is at least `gap`, for operations with a
  /// kink or a pole there}
  public static Sample awayFromZero(double high, double gap) {
    return new Sample(
        null,
        (random, n) ->
            random.doubles(n, gap, high).map(x -> random.nextBoolean() ? x : -x).toArray());
  }

  /// {@return numbers that all differ, in random order, for operations with a kink where two are
  /// equal}
  public static Sample distinct() {
    return new Sample(
        null,
        (random, n) -> {
          double[] numbers = new double[n];
          for (int i = 0; i < n; i++) {
            int other = random.nextInt(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = (i - n / 2) * 0.25;
          }
          return numbers;
        });
  }

  /// {@return `int32` numbers from `low` up to but not including `high`, for indices}
  public static Sample indices(int low, int high) {
    return new Sample(
        DType.INT32, (random, n) -> random.doubles(n, low, high).map(Math::floor).toArray());
  }

  /// {@return whole numbers from `low` up to but not including `high`, of which some are equal}
  public static Sample whole(int low, int high) {
    return new Sample(null, indices(low, high).fill());
  }

  /// {@return truth values}
  public static Sample truths() {
    return new Sample(
        DType.BOOL,
        (random, n) -> Arrays.stream(random.ints(n, 0, 2).toArray()).asDoubleStream().toArray());
  }

  /// {@return the type of the operand when the case is run with `type`}
  DType typeFor(DType type) {
    return dtype == null ? type : dtype;
  }
}
