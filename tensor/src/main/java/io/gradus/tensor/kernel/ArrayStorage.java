package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import java.util.Locale;

/// Elements in a Java array: garbage collected, and at most 2³¹ − 1 of them.
///
/// @param dtype the type of the elements
/// @param device the device whose kernels work on the array
/// @param array `byte[]` for `bool` and 8-bit integers, `short[]` for the other types of 16 bits,
///   `int[]` and `long[]` for wider integers, signed or not, `float[]` or `double[]`
public record ArrayStorage(DType dtype, Device device, Object array) implements Storage {
  /// The longest array every JVM can allocate.
  public static final long MAX_LENGTH = Integer.MAX_VALUE - 8L;

  /// Checks that the array is of the kind that holds `dtype`.
  public ArrayStorage {
    boolean fits =
        switch (dtype) {
          case BOOL, UINT8, INT8 -> array instanceof byte[];
          case UINT16, INT16, FLOAT16, BFLOAT16 -> array instanceof short[];
          case UINT32, INT32 -> array instanceof int[];
          case UINT64, INT64 -> array instanceof long[];
          case FLOAT32 -> array instanceof float[];
          case FLOAT64 -> array instanceof double[];
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "storage: " + array.getClass().getSimpleName() + " cannot hold " + dtype);
    }
  }

  /// {@return a new array of `length` zeros}
  ///
  /// @throws IllegalArgumentException if the length is more than an array holds, or than is allowed
  public static ArrayStorage allocate(DType dtype, Device device, long length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "storage: %,d elements of %s are more than the %,d that a Java array holds",
              length,
              dtype,
              MAX_LENGTH));
    }
    Allowance.take(length);
    int n = Math.toIntExact(length);
    Object array =
        switch (dtype) {
          case BOOL, UINT8, INT8 -> new byte[n];
          case UINT16, INT16, FLOAT16, BFLOAT16 -> new short[n];
          case UINT32, INT32 -> new int[n];
          case UINT64, INT64 -> new long[n];
          case FLOAT32 -> new float[n];
          case FLOAT64 -> new double[n];
        };
    return new ArrayStorage(dtype, device, array);
  }

  @Override
  public long length() {
    return java.lang.reflect.Array.getLength(array);
  }

  @Override
  public void copyTo(long from, ArrayStorage target, long to, long count) {
    System.arraycopy(
        array, Math.toIntExact(from), target.array, Math.toIntExact(to), Math.toIntExact(count));
  }
}
