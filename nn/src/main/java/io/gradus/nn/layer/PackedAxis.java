package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.stream.IntStream;

/// An axis along which a byte holds several integers, the first in its low digits, as Keras packs
/// them: two of 4 bits (`pack_int4`), or five of −1, 0 and 1 (`pack_ternary`).
final class PackedAxis {
  private static final int NIBBLES = 2;
  private static final int TRITS = 5;
  private static final int[] PLACES = {1, 3, 9, 27, 81};

  private final int perByte;
  private final Tensor bytes;
  private final Tensor digits;

  private PackedAxis(int perByte, Tensor bytes, Tensor digits) {
    this.perByte = perByte;
    this.bytes = bytes;
    this.digits = digits;
  }

  /// {@return an axis of 4-bit integers with their signs}
  ///
  /// @param length how many there are
  /// @param behind the number of axes behind it
  static PackedAxis int4(long length, int behind) {
    // An int whose upper bits are the integer's.
    return of(NIBBLES, length, behind, new int[] {28, 24});
  }

  /// {@return an axis of −1, 0 and 1}
  ///
  /// @param length how many there are
  /// @param behind the number of axes behind it
  static PackedAxis ternary(long length, int behind) {
    return of(TRITS, length, behind, PLACES);
  }

  private static PackedAxis of(int perByte, long length, int behind, int[] digits) {
    int n = Math.toIntExact(length);
    Restoring.allows("packed_axis", Shape.of(n));
    Shape broadcast = Shape.of(n);
    for (int i = 0; i < behind; i++) {
      broadcast = broadcast.concat(Shape.of(1));
    }
    int[] bytes = IntStream.range(0, n).map(i -> i / perByte).toArray();
    int[] ofEach = IntStream.range(0, n).map(i -> digits[i % perByte]).toArray();
    return new PackedAxis(perByte, Tensor.of(bytes), Tensor.of(ofEach, broadcast));
  }

  /// {@return how many bytes hold so many integers of 4 bits}
  static long bytesOfInt4(long length) {
    return (length + NIBBLES - 1) / NIBBLES;
  }

  /// {@return how many bytes hold so many of −1, 0 and 1}
  static long bytesOfTernary(long length) {
    return (length + TRITS - 1) / TRITS;
  }

  /// {@return the integers, `int8`}
  ///
  /// @param packed the bytes
  /// @param axis the axis of theirs
  Tensor unpack(Tensor packed, int axis) {
    Tensor codes = packed.cast(DType.INT32).gather(bytes, axis);
    Tensor integers =
        perByte == NIBBLES
            ? codes.leftShift(digits).rightShift(28)
            : codes.floorDiv(digits).mod(3).sub(1);
    return integers.cast(DType.INT8);
  }
}
