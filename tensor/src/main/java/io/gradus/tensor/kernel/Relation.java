package io.gradus.tensor.kernel;

/// An element-wise comparison of two operands of one type.
public interface Relation {
  /// {@return whether the relation holds; `float`s are compared as `double`s, exactly}
  boolean holds(double x, double y);

  /// {@return whether the relation holds between integers}
  boolean holds(long x, long y);
}
