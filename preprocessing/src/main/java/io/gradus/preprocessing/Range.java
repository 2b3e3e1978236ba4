package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Numbers from a low to a high one; Keras writes both as a list.
///
/// @param low the lowest
/// @param high the highest
record Range(double low, double high) {
  /// Reads one number f as the range from −f to f.
  static final Codec<Range> AROUND_ZERO =
      new Codec<>(value -> read(value, true), range -> List.of(range.low, range.high));

  /// The same, but a range from −f to f is written as f, for layers that Keras writes as given.
  static final Codec<Range> AROUND_ZERO_AS_GIVEN =
      new Codec<>(
          AROUND_ZERO.read(),
          range -> range.isAroundZero() ? range.high : AROUND_ZERO.write().apply(range));

  /// Reads one number f as the range from 0 to f. Keras' own bound is a whole number.
  static final Codec<Range> FROM_ZERO =
      new Codec<>(
          value -> read(value, false),
          range -> Arrays.asList(Codec.PLAIN_NUMBER.write().apply(range.low), range.high));

  /// The same, but a range from 0 to f is written as f, for layers that Keras writes as given.
  static final Codec<Range> FROM_ZERO_AS_GIVEN =
      new Codec<>(
          FROM_ZERO.read(), range -> range.low == 0 ? range.high : FROM_ZERO.write().apply(range));

  /// The values of images, in Keras two whole numbers: `[0, 255]`.
  static final Codec<Range> VALUES =
      new Codec<>(
          FROM_ZERO.read(),
          range -> Stream.of(range.low, range.high).map(Codec.PLAIN_NUMBER.write()).toList());

  /// {@return the range between two numbers in any order}
  static Range of(double a, double b) {
    return new Range(Math.min(a, b), Math.max(a, b));
  }

  /// {@return the range from −f to f}
  static Range around(double f) {
    return of(-f, f);
  }

  private static Range read(@Nullable Object value, boolean around) {
    return switch (value) {
      case Number f -> around ? around(f.doubleValue()) : of(0, f.doubleValue());
      case List<?> list
          when list.size() == 2
              && list.get(0) instanceof Number a
              && list.get(1) instanceof Number b ->
          of(a.doubleValue(), b.doubleValue());
      case null, default ->
          throw new IllegalArgumentException("expected one or two numbers, got \"" + value + "\"");
    };
  }

  /// {@return this range, which must lie in [least, most]}
  Range within(String layer, String name, double least, double most) {
    if (!(low >= least && high <= most)) {
      throw new IllegalArgumentException(
          "%s: %s must be in [%s, %s], got [%s, %s]"
              .formatted(layer, name, least, most, low, high));
    }
    return this;
  }

  /// {@return whether it goes from −f to f}
  boolean isAroundZero() {
    return low == -high;
  }

  /// {@return the length}
  double length() {
    return high - low;
  }

  /// {@return uniform numbers of [0, 1) brought into this range}
  Tensor of(Tensor uniform) {
    return uniform.mul(length()).add(low);
  }

  /// {@return numbers of this range brought into another}
  Tensor to(Range other, Tensor x) {
    return equals(other) ? x : x.sub(low).div(length()).mul(other.length()).add(other.low);
  }

  /// {@return the numbers, those outside replaced by the nearest in the range}
  Tensor clip(Tensor x) {
    return x.clip(low, high);
  }
}
