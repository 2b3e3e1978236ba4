package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Floats of 8 bits, which tensors here do not have; all their values are `float32` too. OCP 8-bit
/// Floating Point Specification, revision 1.0.
enum Float8 {
  /// Four bits of exponent, three of fraction; no infinity, and NaN only where all are 1.
  E4M3 {
    @Override
    float value(int bits) {
      int exponent = bits >> 3 & 0xF;
      int fraction = bits & 7;
      if (exponent == 0xF && fraction == 7) {
        return Float.NaN;
      }
      float size =
          exponent == 0
              ? Math.scalb((float) fraction, -9)
              : Math.scalb((float) (8 + fraction), exponent - 10);
      return (bits & 0x80) == 0 ? size : -size;
    }
  },
  /// Five bits of exponent, two of fraction: the first half of a `float16`.
  E5M2 {
    @Override
    float value(int bits) {
      return Float.float16ToFloat((short) (bits << Byte.SIZE));
    }
  };

  private static final int BLOCK = 1 << 16;

  /// {@return the value of a byte}
  abstract float value(int bits);

  /// {@return a `float32` tensor of such floats, which are read block by block}
  Tensor read(Shape shape, Elements.Blocks blocks) throws IOException {
    float[] values = new float[256];
    for (int bits = 0; bits < values.length; bits++) {
      values[bits] = value(bits);
    }
    float[] elements = new float[Math.toIntExact(shape.size())];
    ByteBuffer block = ByteBuffer.allocate(Math.min(BLOCK, elements.length));
    int count;
    for (int at = 0; at < elements.length; at += count) {
      count = Math.min(block.capacity(), elements.length - at);
      blocks.fill(block.clear().limit(count), at);
      for (int i = 0; i < count; i++) {
        elements[at + i] = values[Byte.toUnsignedInt(block.get(i))];
      }
    }
    return Tensor.of(elements, shape);
  }
}
