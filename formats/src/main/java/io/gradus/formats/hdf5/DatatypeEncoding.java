package io.gradus.formats.hdf5;

import io.gradus.tensor.type.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Types of elements as h5py writes them.
final class DatatypeEncoding {
  private static final int PREFIX = 8;
  private static final int VARIABLE_TEXT = 1;
  private static final int POINTER = 16;

  private DatatypeEncoding() {}

  /// {@return the message of a type that tensors have} Opaque pairs of bytes stand for `bfloat16`.
  static byte[] message(DType dtype) {
    int size = dtype.bytes();
    return switch (dtype) {
      case FLOAT16 -> floating(size, 10, 5);
      case FLOAT32 -> floating(size, 23, 8);
      case FLOAT64 -> floating(size, 52, 11);
      case BFLOAT16 -> started(5, 0, size, 0).array();
      case BOOL ->
          started(8, 2, size, 32)
              .put(whole(size, true))
              .put(text("FALSE"))
              .position(PREFIX + 12 + 8)
              .put(text("TRUE"))
              .position(PREFIX + 12 + 16)
              .put((byte) 0)
              .put((byte) 1)
              .array();
      default -> whole(size, !dtype.isUnsigned());
    };
  }

  /// {@return the message of UTF-8 texts whose bytes are in a global heap}
  static byte[] variableText() {
    return started(9, VARIABLE_TEXT | 1 << Byte.SIZE, POINTER, 12).put(whole(1, false)).array();
  }

  private static ByteBuffer started(int kind, int bits, int size, int more) {
    return ByteBuffer.allocate(PREFIX + more)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x10 | kind | bits << Byte.SIZE)
        .putInt(size);
  }

  private static byte[] whole(int size, boolean signed) {
    return started(0, signed ? 8 : 0, size, 4)
        .putShort((short) 0)
        .putShort((short) (size * Byte.SIZE))
        .array();
  }

  private static byte[] floating(int size, int mantissa, int exponent) {
    int sign = size * Byte.SIZE - 1;
    return started(1, 0x20 | sign << Byte.SIZE, size, 12)
        .putShort((short) 0)
        .putShort((short) (size * Byte.SIZE))
        .put((byte) mantissa)
        .put((byte) exponent)
        .put((byte) 0)
        .put((byte) mantissa)
        .putInt((1 << (exponent - 1)) - 1)
        .array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
