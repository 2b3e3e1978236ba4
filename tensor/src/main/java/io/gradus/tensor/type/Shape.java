package io.gradus.tensor.type;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The lengths of a tensor's axes, from none (a scalar) to [#MAX_RANK]. In a model graph a length
/// may be unknown; asking for it then throws, naming the axis.
public final class Shape {
  /// The largest number of axes.
  public static final int MAX_RANK = 8;

  /// The length of an axis that is not known yet, as for the batch of an `Input`.
  public static final long UNKNOWN = -1;

  /// The shape of a scalar: no axes, one element.
  public static final Shape SCALAR = new Shape(new long[0]);

  private final long[] dims;

  private Shape(long[] dims) {
    this.dims = dims;
  }

  /// {@return the shape with these axis lengths; [#UNKNOWN] stands for one not known yet}
  ///
  /// @throws ShapeException if a length is negative or there are more than [#MAX_RANK] axes
  public static Shape of(long... dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    if (dims.length > MAX_RANK) {
      throw new ShapeException(
          "shape: at most " + MAX_RANK + " axes are supported, got " + Arrays.toString(dims));
    }
    for (long dim : dims) {
      if (dim < UNKNOWN) {
        throw new ShapeException(
            "shape: axis lengths must not be negative, got " + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  /// {@return the number of axes}
  public int rank() {
    return dims.length;
  }

  /// {@return the length of an axis; negative axes count from the end}
  ///
  /// @throws ShapeException if there is no such axis or its length is unknown
  public long dim(int axis) {
    long dim = dims[axis("shape", axis)];
    if (dim == UNKNOWN) {
      throw new ShapeException(
          "shape: the length of axis " + axis + " of " + this + " is not known yet");
    }
    return dim;
  }

  /// {@return whether the length of the axis is known}
  public boolean isKnown(int axis) {
    return dims[axis("shape", axis)] != UNKNOWN;
  }

  /// {@return whether all lengths are known}
  public boolean isKnown() {
    for (long dim : dims) {
      if (dim == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /// {@return the number of elements: the product of all lengths, 1 for a scalar}
  ///
  /// @throws ShapeException if a length is unknown or the product exceeds a `long`
  public long size() {
    long size = 1;
    try {
      for (int axis = 0; axis < dims.length; axis++) {
        size = Math.multiplyExact(size, dim(axis));
      }
    } catch (ArithmeticException _) {
      throw new ShapeException("shape: " + this + " has more elements than a long counts");
    }
    return size;
  }

  /// {@return the axis lengths, [#UNKNOWN] where not known; a copy}
  public long[] dims() {
    return dims.clone();
  }

  /// {@return `axis` counted from the front}
  ///
  /// @throws ShapeException naming `operation` if there is no such axis
  public int axis(String operation, int axis) {
    if (axis < -dims.length || axis >= dims.length) {
      throw new ShapeException(operation + ": axis " + axis + " is out of range for shape " + this);
    }
    return axis < 0 ? axis + dims.length : axis;
  }

  /// {@return this shape with one axis length replaced}
  public Shape withDim(int axis, long dim) {
    long[] changed = dims.clone();
    changed[axis("shape", axis)] = dim;
    return of(changed);
  }

  /// {@return this shape with another appended}
  public Shape concat(Shape other) {
    long[] both = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, both, dims.length, other.dims.length);
    return of(both);
  }

  /// {@return the axes from `from` (inclusive) to `to` (exclusive)}
  public Shape slice(int from, int to) {
    return of(Arrays.copyOfRange(dims, from, to));
  }

  /// {@return the axes from `from` on}
  public Shape from(int from) {
    return slice(from, dims.length);
  }

  /// {@return the shape both broadcast to by NumPy's rule; axes align at the end, a length of 1
  /// stretches, and an unknown length takes the other's unless that is 1}
  ///
  /// @throws ShapeException naming `operation` if they do not fit
  public static Shape broadcast(String operation, TensorType a, TensorType b) {
    long[] x = a.shape().dims;
    long[] y = b.shape().dims;
    long[] result = new long[Math.max(x.length, y.length)];
    for (int i = 1; i <= result.length; i++) {
      long p = i <= x.length ? x[x.length - i] : 1;
      long q = i <= y.length ? y[y.length - i] : 1;
      boolean fits = p == q || p == 1 || q == 1 || p == UNKNOWN || q == UNKNOWN;
      if (!fits) {
        throw new ShapeException(
            "%s: shapes do not broadcast: %s with %s, %d ≠ %d at axis -%d"
                .formatted(operation, a, b, p, q, i));
      }
      result[result.length - i] = p == 1 || (p == UNKNOWN && q != 1) ? q : p;
    }
    return of(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// {@return the lengths in brackets, such as `[128, 784]`; an unknown one is `?`}
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(dim -> dim == UNKNOWN ? "?" : Long.toString(dim))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
