package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A view of storage: the element at index `(i₀, i₁, …)` lies at `offset + Σ iₖ·strideₖ`. Slices,
/// permutations and broadcasts of a view are views of the same storage.
public final class Strided {
  private final Storage storage;
  private final Shape shape;
  private final long[] strides;
  private final long offset;

  private Strided(Storage storage, Shape shape, long[] strides, long offset) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /// {@return the view of all of `storage` in row-major order}
  ///
  /// @throws ShapeException if the shape has more elements than the storage
  public static Strided dense(Storage storage, Shape shape) {
    if (shape.size() > storage.length()) {
      throw new ShapeException(
          "shape: " + shape + " needs " + shape.size() + " elements, got " + storage.length());
    }
    return new Strided(storage, shape, rowMajor(shape), 0);
  }

  /// {@return a dense view of fresh zeroed storage}
  public static Strided allocate(Device device, TensorType type) {
    return dense(device.allocate(type.dtype(), type.shape().size()), type.shape());
  }

  private static long[] rowMajor(Shape shape) {
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape.dim(axis));
    }
    return strides;
  }

  /// {@return the storage under the view}
  public Storage storage() {
    return storage;
  }

  /// {@return the view's shape}
  public Shape shape() {
    return shape;
  }

  /// {@return the type of the elements}
  public DType dtype() {
    return storage.dtype();
  }

  /// {@return element type and shape together}
  public TensorType type() {
    return new TensorType(dtype(), shape);
  }

  /// {@return the number of axes}
  public int rank() {
    return strides.length;
  }

  /// {@return the length of an axis; negative axes count from the end}
  public long dim(int axis) {
    return shape.dim(axis);
  }

  /// {@return the distance in storage between neighbours along an axis, in elements}
  public long stride(int axis) {
    return strides[axis < 0 ? axis + strides.length : axis];
  }

  /// {@return the position of the first element in the storage}
  public long offset() {
    return offset;
  }

  /// {@return the number of elements}
  public long size() {
    return shape.size();
  }

  /// {@return whether the elements lie in row-major order without gaps}
  public boolean isDense() {
    if (size() == 0) {
      return true;
    }
    long expected = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      long dim = shape.dim(axis);
      if (dim != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= dim;
    }
    return true;
  }

  /// {@return whether all indices show one and the same element}
  public boolean isOneElement() {
    for (int axis = 0; axis < strides.length; axis++) {
      if (shape.dim(axis) != 1 && strides[axis] != 0) {
        return false;
      }
    }
    return true;
  }

  /// {@return the same elements in row-major order under another shape of the same size, or null if
  /// that takes a copy}
  public @Nullable Strided reshape(Shape changed) {
    if (isDense()) {
      return new Strided(storage, changed, rowMajor(changed), offset);
    }
    long[] result = new long[changed.rank()];
    int from = 0;
    int to = 0;
    // Groups of axes with equal products map onto each other; within a group the source must be
    // evenly spaced.
    while (from < rank() || to < changed.rank()) {
      int fromEnd = from;
      int toEnd = to;
      long fromSize = fromEnd < rank() ? dim(fromEnd++) : 1;
      long toSize = toEnd < changed.rank() ? changed.dim(toEnd++) : 1;
      while (fromSize != toSize) {
        if (fromSize < toSize) {
          fromSize *= dim(fromEnd++);
        } else {
          toSize *= changed.dim(toEnd++);
        }
      }
      long step = 0;
      long expected = 0;
      boolean first = true;
      for (int axis = fromEnd - 1; axis >= from; axis--) {
        if (dim(axis) == 1) {
          continue;
        }
        if (first) {
          first = false;
          step = strides[axis];
          expected = step * dim(axis);
        } else if (strides[axis] == expected) {
          expected *= dim(axis);
        } else {
          return null;
        }
      }
      for (int axis = toEnd - 1; axis >= to; axis--) {
        result[axis] = step;
        step *= changed.dim(axis);
      }
      from = fromEnd;
      to = toEnd;
    }
    return new Strided(storage, changed, result, offset);
  }

  /// {@return the view with its axes in another order}
  public Strided permute(int... axes) {
    long[] dims = new long[axes.length];
    long[] changed = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      dims[i] = dim(axes[i]);
      changed[i] = strides[axes[i]];
    }
    return new Strided(storage, Shape.of(dims), changed, offset);
  }

  /// {@return the view stretched to `target` by NumPy's broadcasting rule, with strides of 0}
  public Strided broadcast(Shape target) {
    long[] changed = new long[target.rank()];
    int added = target.rank() - rank();
    for (int axis = 0; axis < rank(); axis++) {
      changed[axis + added] = dim(axis) == 1 && target.dim(axis + added) != 1 ? 0 : strides[axis];
    }
    return new Strided(storage, target, changed, offset);
  }

  /// {@return the view with the given shape, strides and offset relative to this view's first
  /// element; the caller has checked that all of it lies inside}
  public Strided restride(Shape changed, long[] newStrides, long shift) {
    return new Strided(storage, changed, newStrides.clone(), offset + shift);
  }

  /// {@return the array under the view as `float[]`}
  public float[] floats() {
    return (float[]) array();
  }

  /// {@return the array under the view as `double[]`}
  public double[] doubles() {
    return (double[]) array();
  }

  /// {@return the array under the view as `int[]`, for integers of 32 bits}
  public int[] ints() {
    return (int[]) array();
  }

  /// {@return the array under the view as `long[]`, for integers of 64 bits}
  public long[] longs() {
    return (long[]) array();
  }

  /// {@return the array under the view as `short[]`, for integers and floating-point numbers of 16
  /// bits}
  public short[] shorts() {
    return (short[]) array();
  }

  /// {@return the array under the view as `byte[]`, for `bool` and integers of 8 bits}
  public byte[] bytes() {
    return (byte[]) array();
  }

  private Object array() {
    return ((ArrayStorage) storage).array();
  }

  @Override
  public String toString() {
    return type() + " strides " + Arrays.toString(strides) + " offset " + offset;
  }
}
