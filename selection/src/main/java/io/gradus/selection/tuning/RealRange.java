package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Numbers of a range (`Float` of KerasTuner), the ends included.
///
/// @param min the least
/// @param max the largest
/// @param step what is between two of them, by a logarithmic scale the factor; 0 for any number
/// @param scale how they are spread
/// @param defaultValue what a builder gets outside of a search
public record RealRange(double min, double max, double step, Scale scale, Double defaultValue)
    implements HyperParameter {
  static final int GRID = 10;

  private static final String NAME = "reals";

  /// A range.
  ///
  /// @throws IllegalArgumentException if the minimum is above the maximum, the scale is logarithmic
  ///   and the minimum not above 0, the step does not lead on, or the default is not in the range
  public RealRange {
    scale.check(NAME, min, max, step);
    if (!(defaultValue >= min && defaultValue <= max)) {
      throw new IllegalArgumentException(
          "reals: the default must be from %s to %s; got %s"
              .formatted(Scale.text(min), Scale.text(max), defaultValue));
    }
  }

  /// {@return the numbers from `min` to `max`, with `min` as the default}
  ///
  /// @throws IllegalArgumentException if `min` is above `max`, or one is not finite
  public static RealRange of(double min, double max) {
    return new RealRange(min, max, 0, Scale.LINEAR, min);
  }

  /// {@return these with a step between them, or a factor}
  ///
  /// @throws IllegalArgumentException if the step does not lead on
  public RealRange step(double step) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("reals: the step must be above 0; got " + step);
    }
    return new RealRange(min, max, step, scale, defaultValue);
  }

  /// {@return these, spread by another scale}
  ///
  /// @throws IllegalArgumentException if it is logarithmic and the minimum not above 0
  public RealRange scale(Scale scale) {
    return new RealRange(min, max, step, scale, defaultValue);
  }

  /// {@return these with another value for a builder outside of a search}
  ///
  /// @throws IllegalArgumentException if it is not within the range
  public RealRange defaultValue(double value) {
    return new RealRange(min, max, step, scale, value);
  }

  private int count() {
    return step == 0 ? 0 : scale.count(min, max, step);
  }

  private Double stepped(int index) {
    return Math.clamp(scale.stepped(min, max, step, index), min, max);
  }

  @Override
  public Double at(double share) {
    return step == 0
        ? Math.clamp(scale.value(min, max, share), min, max)
        : stepped((int) (share * count()));
  }

  @Override
  public double share(Object value) {
    double number = (Double) value;
    if (step == 0) {
      return scale.share(min, max, number);
    }
    return (grid().indexOf(number) + 0.5) / count();
  }

  @Override
  public List<Object> grid() {
    return new ArrayList<>(
        step == 0
            ? IntStream.range(0, GRID).mapToObj(i -> at((i + 0.5) / GRID)).distinct().toList()
            : IntStream.range(0, count()).mapToObj(this::stepped).toList());
  }

  @Override
  public Double valueOf(Object given) {
    double value = given instanceof Number number ? number.doubleValue() : Double.NaN;
    boolean isAmong = step == 0 ? value >= min && value <= max : grid().contains(value);
    if (!isAmong) {
      throw outside(given);
    }
    return value;
  }

  @Override
  public String toString() {
    return "reals from %s to %s%s%s"
        .formatted(
            Scale.text(min),
            Scale.text(max),
            step == 0 ? "" : " by " + Scale.text(step),
            scale.suffix());
  }
}
