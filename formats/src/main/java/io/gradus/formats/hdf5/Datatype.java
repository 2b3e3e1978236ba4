package io.gradus.formats.hdf5;

import io.gradus.tensor.type.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The type of the elements of a dataset or attribute in an HDF5 file.
///
/// @param kind what the elements are
/// @param size the bytes of one
/// @param dtype the type that tensors have for them; null where they have none
record Datatype(Kind kind, int size, @Nullable DType dtype) {
  private static final int PREFIX = 8;
  private static final int VARIABLE_TEXT = 1;
  private static final int HALF_EXPONENT = 5;
  private static final int SINGLE_EXPONENT = 8;
  private static final int DOUBLE_EXPONENT = 11;
  static final int POINTER = 16;

  /// What elements are.
  enum Kind {
    /// Numbers, or truth values as h5py writes them.
    NUMBERS("numbers"),
    /// Texts of a fixed number of bytes.
    TEXT("text"),
    /// Texts whose bytes are elsewhere.
    VARIABLE_TEXT("text"),
    /// Bytes without a meaning, as h5py writes what HDF5 does not know.
    OPAQUE("opaque bytes"),
    /// Anything else.
    OTHER("elements of another kind");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /// {@return the type that a datatype message describes}
  ///
  /// @param at the buffer with the message, read from its position on, which stays
  /// @throws java.nio.BufferUnderflowException if the message is not whole
  /// @throws IndexOutOfBoundsException if the message is not whole
  static Datatype read(ByteBuffer at) {
    int start = at.position();
    int classAndVersion = at.get(start);
    int kind = classAndVersion & 0xF;
    int bits = at.getInt(start) >>> Byte.SIZE;
    int size = at.getInt(start + Integer.BYTES);
    return switch (kind) {
      case 0 -> numbers(size, whole(at, start, bits, size));
      case 1 -> numbers(size, floating(at, start, bits, size));
      case 3 -> new Datatype(Kind.TEXT, size, null);
      case 5 -> new Datatype(Kind.OPAQUE, size, null);
      case 8 -> numbers(size, truth(bits, size));
      case 9 ->
          new Datatype((bits & 0xF) == VARIABLE_TEXT ? Kind.VARIABLE_TEXT : Kind.OTHER, size, null);
      default -> new Datatype(Kind.OTHER, size, null);
    };
  }

  private static Datatype numbers(int size, @Nullable DType dtype) {
    return new Datatype(dtype == null ? Kind.OTHER : Kind.NUMBERS, size, dtype);
  }

  private static @Nullable DType whole(ByteBuffer at, int start, int bits, int size) {
    if ((bits & 1) != 0 || !fills(at, start, size)) {
      return null;
    }
    boolean signed = (bits & 8) != 0;
    return switch (size) {
      case 1 -> signed ? DType.INT8 : DType.UINT8;
      case 2 -> signed ? DType.INT16 : DType.UINT16;
      case 4 -> signed ? DType.INT32 : DType.UINT32;
      case 8 -> signed ? DType.INT64 : DType.UINT64;
      default -> null;
    };
  }

  private static @Nullable DType floating(ByteBuffer at, int start, int bits, int size) {
    if ((bits & 0x41) != 0 || !fills(at, start, size)) {
      return null;
    }
    int exponent = at.get(start + PREFIX + 5);
    int mantissa = at.get(start + PREFIX + 7);
    if (exponent + mantissa + 1 != size * Byte.SIZE) {
      return null;
    }
    return switch (exponent) {
      case HALF_EXPONENT -> size == 2 ? DType.FLOAT16 : null;
      case SINGLE_EXPONENT -> size == 2 ? DType.BFLOAT16 : size == 4 ? DType.FLOAT32 : null;
      case DOUBLE_EXPONENT -> size == 8 ? DType.FLOAT64 : null;
      default -> null;
    };
  }

  /// {@return whether the number takes all bits of its bytes}
  private static boolean fills(ByteBuffer at, int start, int size) {
    return at.getShort(start + PREFIX) == 0 && at.getShort(start + PREFIX + 2) == size * Byte.SIZE;
  }

  // h5py writes truth values as an enumeration of two bytes, FALSE and TRUE.
  private static @Nullable DType truth(int members, int size) {
    return size == 1 && members == 2 ? DType.BOOL : null;
  }

  /// {@return the datatype message of a type that tensors have, as h5py writes it} Opaque pairs of
  /// bytes stand for `bfloat16`.
  static byte[] message(DType dtype) {
    int size = dtype.bytes();
    return switch (dtype) {
      case FLOAT16 -> floating(size, 10, HALF_EXPONENT);
      case FLOAT32 -> floating(size, 23, SINGLE_EXPONENT);
      case FLOAT64 -> floating(size, 52, DOUBLE_EXPONENT);
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

  /// {@return the datatype message of UTF-8 texts whose bytes are in a global heap}
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
