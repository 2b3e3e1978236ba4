package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tensors from nested Java arrays, and back.
final class Nested {
  private Nested() {}

  static Tensor tensor(Object nested) {
    Class<?> element = nested.getClass();
    while (element.isArray()) {
      element = element.getComponentType();
    }
    DType dtype = dtype(element);
    List<Long> dims = new ArrayList<>();
    for (Object level = nested; level != null && level.getClass().isArray(); ) {
      dims.add((long) Array.getLength(level));
      level = Array.getLength(level) == 0 ? null : Array.get(level, 0);
    }
    // An empty level hides the ones below it; they count as empty too.
    for (int depth = depth(nested.getClass()); dims.size() < depth; ) {
      dims.add(0L);
    }
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    Object flat =
        Array.newInstance(
            element == boolean.class ? byte.class : element, Math.toIntExact(shape.size()));
    copy(nested, shape, 0, "", flat, 0);
    return Tensor.wrap(dtype, flat, shape);
  }

  private static int depth(Class<?> array) {
    return array.isArray() ? 1 + depth(array.getComponentType()) : 0;
  }

  private static DType dtype(Class<?> element) {
    if (element == float.class) {
      return DType.FLOAT32;
    } else if (element == double.class) {
      return DType.FLOAT64;
    } else if (element == int.class) {
      return DType.INT32;
    } else if (element == long.class) {
      return DType.INT64;
    } else if (element == boolean.class) {
      return DType.BOOL;
    } else if (element == short.class) {
      return DType.INT16;
    } else if (element == byte.class) {
      return DType.INT8;
    }
    throw new DTypeException(
        "tensor: needs a nested array of float, double, int, long, short, byte or boolean; got"
            + " elements of "
            + element.getSimpleName());
  }

  private static int copy(
      @Nullable Object nested, Shape shape, int axis, String path, Object flat, int at) {
    if (nested == null) {
      throw new IllegalArgumentException("tensor: row " + path + " is null");
    }
    int length = Array.getLength(nested);
    if (length != shape.dim(axis)) {
      throw new ShapeException(
          "tensor: rows differ in length: row %s has %d elements, others have %d"
              .formatted(path, length, shape.dim(axis)));
    }
    if (axis == shape.rank() - 1) {
      if (nested instanceof boolean[] truths) {
        for (int i = 0; i < length; i++) {
          ((byte[]) flat)[at + i] = (byte) (truths[i] ? 1 : 0);
        }
      } else {
        System.arraycopy(nested, 0, flat, at, length);
      }
      return at + length;
    }
    int next = at;
    for (int i = 0; i < length; i++) {
      next = copy(Array.get(nested, i), shape, axis + 1, path + "[" + i + "]", flat, next);
    }
    return next;
  }

  /// {@return the elements in nested arrays of the Java type that holds them, see
  /// [Reading#toNested]}
  static Object array(Tensor x) {
    Object flat =
        switch (x.dtype()) {
          case BOOL -> x.toBooleanArray();
          case INT8 -> x.toByteArray();
          case INT16, UINT8 -> shorts(x.toIntArray());
          case INT32, UINT16 -> x.toIntArray();
          case INT64, UINT32, UINT64 -> x.toLongArray();
          case FLOAT16, BFLOAT16, FLOAT32 -> x.toFloatArray();
          case FLOAT64 -> x.toDoubleArray();
        };
    if (x.rank() == 0) {
      return Array.get(flat, 0);
    }
    int[] dims = new int[x.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = Math.toIntExact(x.dim(axis));
    }
    Object nested = Array.newInstance(flat.getClass().getComponentType(), dims);
    fill(nested, dims.length, flat, 0);
    return nested;
  }

  private static short[] shorts(int[] values) {
    short[] shorts = new short[values.length];
    for (int i = 0; i < shorts.length; i++) {
      shorts[i] = (short) values[i];
    }
    return shorts;
  }

  private static int fill(Object nested, int rank, Object flat, int at) {
    int length = Array.getLength(nested);
    if (rank == 1) {
      System.arraycopy(flat, at, nested, 0, length);
      return at + length;
    }
    int next = at;
    for (int i = 0; i < length; i++) {
      next = fill(Array.get(nested, i), rank - 1, flat, next);
    }
    return next;
  }
}
