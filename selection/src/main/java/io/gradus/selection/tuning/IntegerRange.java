package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Whole numbers of a range (`Int` of KerasTuner), the ends included.
///
/// @param min the least
/// @param max the largest
/// @param step what is between two of them, by a logarithmic scale the factor; 0 for every whole
///   number
/// @param scale how they are spread
/// @param defaultValue what a builder gets outside of a search
public record IntegerRange(int min, int max, int step, Scale scale, Integer defaultValue)
    implements HyperParameter {
  private static final String NAME = "integers";

  /// A range.
  ///
  /// @throws IllegalArgumentException if the minimum is above the maximum, the scale is logarithmic
  ///   and the minimum not above 0, the step does not lead on, or the default is none of the values
  public IntegerRange {
    scale.check(NAME, min, max, step);
    if (defaultValue < min || defaultValue > max) {
      throw new IllegalArgumentException(
          "integers: the default must be from %d to %d; got %d".formatted(min, max, defaultValue));
    }
  }

  /// {@return every whole number from `min` to `max`, with `min` as the default}
  ///
  /// @throws IllegalArgumentException if `min` is above `max`
  public static IntegerRange of(int min, int max) {
    return new IntegerRange(min, max, 0, Scale.LINEAR, min);
  }

  /// {@return these with a step between them, or a factor}
  ///
  /// @throws IllegalArgumentException if the step does not lead on
  public IntegerRange step(int step) {
    if (step < 1) {
      throw new IllegalArgumentException("integers: the step must be above 0; got " + step);
    }
    return new IntegerRange(min, max, step, scale, defaultValue);
  }

  /// {@return these, spread by another scale}
  ///
  /// @throws IllegalArgumentException if it is logarithmic and the minimum not above 0
  public IntegerRange scale(Scale scale) {
    return new IntegerRange(min, max, step, scale, defaultValue);
  }

  /// {@return these with another value for a builder outside of a search}
  ///
  /// @throws IllegalArgumentException if it is not within the range
  public IntegerRange defaultValue(int value) {
    return new IntegerRange(min, max, step, scale, value);
  }

  private int count() {
    return step == 0 ? 0 : scale.count(min, max, step);
  }

  private Integer stepped(int index) {
    return (int) Math.round(scale.stepped(min, max, step, index));
  }

  @Override
  public Integer at(double share) {
    if (step != 0) {
      return stepped((int) (share * count()));
    }
    // One more than the maximum, so that it is as likely as the others.
    double value = scale.value(min, max + 1.0, share);
    return Math.clamp((long) Math.floor(value), min, max);
  }

  @Override
  public double share(Object value) {
    int number = (Integer) value;
    if (step == 0) {
      return scale.share(min, max + 1.0, number + 0.5);
    }
    return (grid().indexOf(number) + 0.5) / count();
  }

  @Override
  public List<Object> grid() {
    if (step != 0) {
      return new ArrayList<>(IntStream.range(0, count()).mapToObj(this::stepped).toList());
    }
    Set<Object> values = new LinkedHashSet<>();
    for (int i = 0; i < RealRange.GRID; i++) {
      values.add(at((i + 0.5) / RealRange.GRID));
    }
    return new ArrayList<>(values);
  }

  @Override
  public Integer valueOf(Object given) {
    boolean isWhole = given instanceof Integer || given instanceof Long;
    if (!isWhole || !isAmong(((Number) given).longValue())) {
      throw outside(given);
    }
    return ((Number) given).intValue();
  }

  private boolean isAmong(long value) {
    return step == 0
        ? value >= min && value <= max
        : value == (int) value && grid().contains((int) value);
  }

  @Override
  public String toString() {
    return "integers from %d to %d%s%s"
        .formatted(min, max, step == 0 ? "" : " by " + step, scale.suffix());
  }
}
