package io.gradus.tensor;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// From tensors back to Java: elements, arrays, and the parts along the first axis.
///
/// All methods that read elements throw a [TracedValueException] for a symbolic tensor.
public sealed interface Reading extends Valued, Iterable<Tensor> permits Operand {
  /// {@return the length of the first axis, Python's `len`}
  ///
  /// @throws ShapeException if this is a scalar
  default long length() {
    Tensor x = value();
    if (x.rank() == 0) {
      throw new ShapeException("length: needs at least one axis; got " + x.type());
    }
    return x.dim(0);
  }

  /// {@return the parts along the first axis in order, as views: `for (Tensor row : matrix)`}
  ///
  /// @throws ShapeException if this is a scalar
  @Override
  default Iterator<Tensor> iterator() {
    Tensor x = value();
    if (x.rank() == 0) {
      throw new ShapeException("iterator: needs at least one axis; got " + x.type());
    }
    long length = x.dim(0);
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < length;
      }

      @Override
      public Tensor next() {
        if (next >= length) {
          throw new NoSuchElementException("position " + next + " of " + length);
        }
        return x.get(Index.at(next++));
      }
    };
  }

  /// {@return the only element, as a `double`}
  ///
  /// @throws ShapeException if there is not exactly one element
  default double item() {
    Tensor x = value();
    if (x.size() != 1) {
      throw new ShapeException("item: needs exactly one element; got " + x.type());
    }
    return toDoubleArray()[0];
  }

  /// {@return the element at a position, as a `double`; negative positions count from the end}
  ///
  /// @param index a position for each axis
  /// @throws ShapeException if there are more or fewer positions than axes, or one is out of range
  default double item(long... index) {
    Tensor x = value();
    if (index.length != x.rank()) {
      throw new ShapeException(
          "item: needs a position for each axis; got %s for %s"
              .formatted(Arrays.toString(index), x.type()));
    }
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < -x.dim(axis) || index[axis] >= x.dim(axis)) {
        throw new ShapeException(
            "item: position %d is out of range for axis %d of %s"
                .formatted(index[axis], axis, x.type()));
      }
    }
    Index[] parts = Arrays.stream(index).mapToObj(Index::at).toArray(Index[]::new);
    return x.get(parts).item();
  }

  /// {@return the elements in row-major order as `float`s, a fresh array}
  default float[] toFloatArray() {
    return (float[]) array(DType.FLOAT32);
  }

  /// {@return the elements in row-major order as `double`s, a fresh array}
  default double[] toDoubleArray() {
    return (double[]) array(DType.FLOAT64);
  }

  /// {@return the elements in row-major order, a fresh array}
  ///
  /// @throws DTypeException if an `int` does not hold every value of the type
  default int[] toIntArray() {
    Tensor x = value();
    if (x.dtype().computed() != DType.INT32) {
      throw new DTypeException(
          "toIntArray: " + x.type() + " may hold values that are no int; cast first");
    }
    return (int[]) array(DType.INT32);
  }

  /// {@return the elements in row-major order, a fresh array; those of `uint64` as their bits,
  /// which [Long#toUnsignedString(long)] and the like read}
  ///
  /// @throws DTypeException if the type is floating
  default long[] toLongArray() {
    Tensor x = value();
    if (x.dtype().isFloating()) {
      throw new DTypeException(
          "toLongArray: " + x.type() + " may hold values that are no long; cast first");
    }
    return (long[]) array(DType.INT64);
  }

  /// {@return the elements in row-major order, a fresh array}
  ///
  /// @throws DTypeException if the type is not `bool`
  default boolean[] toBooleanArray() {
    Tensor x = value();
    if (x.dtype() != DType.BOOL) {
      throw new DTypeException(
          "toBooleanArray: " + x.type() + " holds values that are no boolean; compare first");
    }
    byte[] bytes = (byte[]) array(DType.BOOL);
    boolean[] truths = new boolean[bytes.length];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = bytes[i] != 0;
    }
    return truths;
  }

  /// {@return the elements in row-major order, a fresh array; those of `uint8` as their bits, which
  /// [Byte#toUnsignedInt] reads}
  ///
  /// @throws DTypeException if the type is neither `int8` nor `uint8`
  default byte[] toByteArray() {
    Tensor x = value();
    if (x.dtype() != DType.INT8 && x.dtype() != DType.UINT8) {
      throw new DTypeException(
          "toByteArray: " + x.type() + " may hold values that are no byte; cast first");
    }
    return (byte[]) array(x.dtype());
  }

  /// {@return the elements as nested Java arrays, `float[][]` for a `float32` matrix; a scalar as a
  /// boxed number or `Boolean`}
  ///
  /// The Java type is the smallest that holds every value: `byte` for `int8`, `short` for `int16`
  /// and `uint8`, `int` for `int32` and `uint16`, `long` for `int64` and `uint32`, `float` for
  /// `float16`, `bfloat16` and `float32`, and `uint64` as its bits in a `long`.
  default Object toNested() {
    return Nested.array(value());
  }

  private Object array(DType as) {
    Tensor x = value();
    Strided from = x.strided();
    ArrayStorage storage = ArrayStorage.allocate(as, Device.current(), x.size());
    Strided to = Strided.dense(storage, x.shape());
    if (as == x.dtype()) {
      x.device().kernels().copy(to, from);
    } else {
      x.device().kernels().cast(to, from);
    }
    return storage.array();
  }
}
