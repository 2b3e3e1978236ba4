package io.gradus.selection.tuning;

import java.util.List;

/// Which values a hyper-parameter may have. Its text says them, such as `integers from 32 to 512 by
/// 32`; of two that allow the same it is the same.
public sealed interface HyperParameter permits IntegerRange, RealRange, Choice {
  /// {@return the value that a builder gets outside of a search}
  Object defaultValue();

  /// {@return the value at a share of the values from 0 up to but not including 1, each of them
  /// equally likely, or as its scale has it}
  Object at(double share);

  /// {@return the share of the values at which a value is: [#at] gives it back}
  double share(Object value);

  /// {@return the values that a grid has, in order: all, or ten of a range without a step}
  List<Object> grid();

  /// {@return a value of a file or of the user, as one of these}
  ///
  /// @throws IllegalArgumentException if it is none of them
  Object valueOf(Object given);

  /// {@return the number of coordinates that [#coordinates] gives}
  default int dimensions() {
    return 1;
  }

  /// Writes where a value is in a space in which near values are alike: from 0 to 1 on one axis, or
  /// as far from every other one.
  default void coordinates(Object value, double[] to, int at) {
    to[at] = share(value);
  }

  /// {@return the exception for a value that is not among these}
  default IllegalArgumentException outside(Object given) {
    return new IllegalArgumentException("needs %s; got %s".formatted(this, given));
  }
}
