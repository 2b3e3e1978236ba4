package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;

/// Conversion of a row from one element type to another: integers by way of `long`, so that they
/// wrap around, floating-point numbers by way of `double`, from which integers take the whole part
/// and wrap around too ([#integer]). Blocks of [#BLOCK] elements at a time.
final class Casts {
  /// The elements that are converted at a time.
  static final int BLOCK = 512;

  private Casts() {}

  static void row(Strided out, int o, Strided x, int i, int step, int n, Scratch scratch) {
    boolean floating = x.dtype().isFloating();
    boolean unsigned = x.dtype() == DType.UINT64 && out.dtype().isFloating();
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      if (floating) {
        double[] numbers = scratch.doubles(0, BLOCK);
        read(numbers, x, i + from * step, step, count);
        write(out, o + from, numbers, count);
      } else {
        long[] integers = scratch.longs(BLOCK);
        read(integers, x, i + from * step, step, count);
        if (unsigned) {
          writeUnsigned(out, o + from, integers, count);
        } else {
          write(out, o + from, integers, count);
        }
      }
    }
  }

  /// {@return the whole part of a number modulo 2⁶⁴, whose lowest bits are it modulo 2⁸, 2¹⁶ and
  /// 2³²: what every integer type takes of it. NaN and ±∞ give 0}
  static long integer(double x) {
    long whole = (long) x;
    // Java's conversion gives the ends of the range for all that is beyond.
    return whole == Long.MAX_VALUE || whole == Long.MIN_VALUE ? wrapped(x) : whole;
  }

  private static long wrapped(double x) {
    int exponent = Math.getExponent(x);
    if (exponent > Double.MAX_EXPONENT) {
      return 0;
    }
    long significand = (Double.doubleToRawLongBits(x) & (1L << 52) - 1) | 1L << 52;
    int shift = exponent - 52;
    long magnitude = shift < Long.SIZE ? significand << shift : 0;
    return x < 0 ? -magnitude : magnitude;
  }

  private static void read(double[] numbers, Strided x, int i, int step, int n) {
    switch (x.dtype()) {
      case FLOAT16 -> {
        short[] v = x.shorts();
        for (int k = 0; k < n; k++) {
          numbers[k] = Half.fromFloat16(v[i + k * step]);
        }
      }
      case BFLOAT16 -> {
        short[] v = x.shorts();
        for (int k = 0; k < n; k++) {
          numbers[k] = Half.fromBFloat16(v[i + k * step]);
        }
      }
      case FLOAT32 -> {
        float[] v = x.floats();
        for (int k = 0; k < n; k++) {
          numbers[k] = v[i + k * step];
        }
      }
      case FLOAT64 -> {
        double[] v = x.doubles();
        for (int k = 0; k < n; k++) {
          numbers[k] = v[i + k * step];
        }
      }
      default -> throw new AssertionError(x);
    }
  }

  private static void read(long[] integers, Strided x, int i, int step, int n) {
    switch (x.dtype()) {
      case BOOL, UINT8 -> {
        byte[] v = x.bytes();
        for (int k = 0; k < n; k++) {
          integers[k] = v[i + k * step] & 0xFF;
        }
      }
      case UINT16 -> {
        short[] v = x.shorts();
        for (int k = 0; k < n; k++) {
          integers[k] = v[i + k * step] & 0xFFFF;
        }
      }
      case UINT32 -> {
        int[] v = x.ints();
        for (int k = 0; k < n; k++) {
          integers[k] = Integer.toUnsignedLong(v[i + k * step]);
        }
      }
      case INT8 -> {
        byte[] v = x.bytes();
        for (int k = 0; k < n; k++) {
          integers[k] = v[i + k * step];
        }
      }
      case INT16 -> {
        short[] v = x.shorts();
        for (int k = 0; k < n; k++) {
          integers[k] = v[i + k * step];
        }
      }
      case INT32 -> {
        int[] v = x.ints();
        for (int k = 0; k < n; k++) {
          integers[k] = v[i + k * step];
        }
      }
      case INT64, UINT64 -> {
        long[] v = x.longs();
        for (int k = 0; k < n; k++) {
          integers[k] = v[i + k * step];
        }
      }
      default -> throw new AssertionError(x);
    }
  }

  private static void write(Strided out, int o, double[] numbers, int n) {
    switch (out.dtype()) {
      case BOOL -> {
        byte[] v = out.bytes();
        for (int k = 0; k < n; k++) {
          v[o + k] = (byte) (numbers[k] != 0 ? 1 : 0);
        }
      }
      case UINT8, INT8 -> {
        byte[] v = out.bytes();
        for (int k = 0; k < n; k++) {
          v[o + k] = (byte) integer(numbers[k]);
        }
      }
      case UINT16, INT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = (short) integer(numbers[k]);
        }
      }
      case UINT32, INT32 -> {
        int[] v = out.ints();
        for (int k = 0; k < n; k++) {
          v[o + k] = (int) integer(numbers[k]);
        }
      }
      case UINT64, INT64 -> {
        long[] v = out.longs();
        for (int k = 0; k < n; k++) {
          v[o + k] = integer(numbers[k]);
        }
      }
      case FLOAT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.toFloat16(numbers[k]);
        }
      }
      case BFLOAT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.toBFloat16(numbers[k]);
        }
      }
      case FLOAT32 -> {
        float[] v = out.floats();
        for (int k = 0; k < n; k++) {
          v[o + k] = (float) numbers[k];
        }
      }
      case FLOAT64 -> {
        double[] v = out.doubles();
        for (int k = 0; k < n; k++) {
          v[o + k] = numbers[k];
        }
      }
    }
  }

  private static void write(Strided out, int o, long[] integers, int n) {
    switch (out.dtype()) {
      case BOOL -> {
        byte[] v = out.bytes();
        for (int k = 0; k < n; k++) {
          v[o + k] = (byte) (integers[k] != 0 ? 1 : 0);
        }
      }
      case UINT8, INT8 -> {
        byte[] v = out.bytes();
        for (int k = 0; k < n; k++) {
          v[o + k] = (byte) integers[k];
        }
      }
      case UINT16, INT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = (short) integers[k];
        }
      }
      case UINT32, INT32 -> {
        int[] v = out.ints();
        for (int k = 0; k < n; k++) {
          v[o + k] = (int) integers[k];
        }
      }
      case UINT64, INT64 -> {
        long[] v = out.longs();
        for (int k = 0; k < n; k++) {
          v[o + k] = integers[k];
        }
      }
      case FLOAT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.toFloat16(integers[k]);
        }
      }
      case BFLOAT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.toBFloat16(integers[k]);
        }
      }
      case FLOAT32 -> {
        float[] v = out.floats();
        for (int k = 0; k < n; k++) {
          v[o + k] = (float) integers[k];
        }
      }
      case FLOAT64 -> {
        double[] v = out.doubles();
        for (int k = 0; k < n; k++) {
          v[o + k] = integers[k];
        }
      }
    }
  }

  private static void writeUnsigned(Strided out, int o, long[] integers, int n) {
    switch (out.dtype()) {
      case FLOAT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.unsignedToFloat16(integers[k]);
        }
      }
      case BFLOAT16 -> {
        short[] v = out.shorts();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.unsignedToBFloat16(integers[k]);
        }
      }
      case FLOAT32 -> {
        float[] v = out.floats();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.unsignedToFloat(integers[k]);
        }
      }
      case FLOAT64 -> {
        double[] v = out.doubles();
        for (int k = 0; k < n; k++) {
          v[o + k] = Half.unsignedToDouble(integers[k]);
        }
      }
      default -> throw new AssertionError(out);
    }
  }
}
