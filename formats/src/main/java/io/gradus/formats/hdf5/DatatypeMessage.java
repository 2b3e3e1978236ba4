package io.gradus.formats.hdf5;

import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a type of elements, which may have others inside.
///
/// HDF5 File Format Specification 3.0, part IV.A.2.d.
final class DatatypeMessage {
  private static final int MOST_DEPTH = 16;
  private static final int ALIGNMENT = 8;
  private static final int MOST_INNER = 32;
  private static final int MOST_SHOWN = 6;
  private static final int IMPLIED_BIT = 2;

  private final Block message;
  private int depth;

  DatatypeMessage(Block message) {
    this.message = message;
  }

  /// What every type begins with.
  private record Prefix(int version, int bits, long size) {
    ByteOrder order() {
      return (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
  }

  /// {@return the type at the message's position, which moves behind it}
  Datatype read() throws IOException {
    if (++depth > MOST_DEPTH) {
      throw message.wrong("tells of types within types, more than %d deep".formatted(MOST_DEPTH));
    }
    int classAndVersion = message.u8();
    Prefix prefix = new Prefix(classAndVersion >> 4, (int) message.number(3), message.u32());
    Datatype type =
        switch (classAndVersion & 0xF) {
          case 0 -> whole(prefix, (prefix.bits & 8) != 0, "integers");
          case 1 -> floating(prefix);
          case 2 -> time(prefix);
          case 3 -> text(prefix);
          // Numbers without sign to those who do not name the bits, as in h5py.
          case 4 -> whole(prefix, false, "bit fields");
          case 5 -> opaque(prefix);
          case 6 -> compound(prefix);
          case 7 -> Datatype.other("references", prefix.size);
          case 8 -> enumeration(prefix);
          case 9 -> variable(prefix);
          case 10 -> array(prefix);
          case 11 -> complex(prefix);
          default -> Datatype.other("elements of class " + (classAndVersion & 0xF), prefix.size);
        };
    depth--;
    return type;
  }

  private Datatype time(Prefix prefix) throws IOException {
    message.skip(2);
    return Datatype.other("times", prefix.size);
  }

  private Datatype whole(Prefix prefix, boolean signed, String label) throws IOException {
    int offset = message.u16();
    int precision = message.u16();
    DType dtype =
        switch ((int) Math.min(prefix.size, Integer.MAX_VALUE)) {
          case 1 -> signed ? DType.INT8 : DType.UINT8;
          case 2 -> signed ? DType.INT16 : DType.UINT16;
          case 4 -> signed ? DType.INT32 : DType.UINT32;
          case 8 -> signed ? DType.INT64 : DType.UINT64;
          default -> null;
        };
    return numbers(prefix, label, offset, precision, dtype);
  }

  private Datatype floating(Prefix prefix) throws IOException {
    int offset = message.u16();
    int precision = message.u16();
    int exponentAt = message.u8();
    int exponent = message.u8();
    int mantissaAt = message.u8();
    int mantissa = message.u8();
    long bias = message.u32();
    boolean usual =
        (prefix.bits & 0x40) == 0
            && (prefix.bits >> 4 & 3) == IMPLIED_BIT
            && (prefix.bits >> 8 & 0xFF) == prefix.size * Byte.SIZE - 1
            && exponentAt == mantissa
            && mantissaAt == 0
            && bias == (1L << (exponent - 1)) - 1;
    DType dtype =
        switch (usual ? exponent << 8 | mantissa : 0) {
          case 5 << 8 | 10 -> DType.FLOAT16;
          case 8 << 8 | 7 -> DType.BFLOAT16;
          case 8 << 8 | 23 -> DType.FLOAT32;
          case 11 << 8 | 52 -> DType.FLOAT64;
          default -> null;
        };
    return numbers(prefix, "floats", offset, precision, dtype);
  }

  private static Datatype numbers(
      Prefix prefix, String label, int offset, int precision, @Nullable DType dtype) {
    boolean fills = offset == 0 && precision == prefix.size * Byte.SIZE;
    if (dtype == null || dtype.bytes() != prefix.size || !fills) {
      return Datatype.other("%s of %d bits".formatted(label, precision), prefix.size);
    }
    return Datatype.numbers(dtype, prefix.order());
  }

  private Datatype text(Prefix prefix) {
    Datatype.Padding padding =
        switch (prefix.bits & 0xF) {
          case 0 -> Datatype.Padding.TERMINATED;
          case 2 -> Datatype.Padding.SPACES;
          default -> Datatype.Padding.ZEROS;
        };
    return Datatype.text(prefix.size, padding);
  }

  private Datatype opaque(Prefix prefix) throws IOException {
    message.skip(prefix.bits & 0xFF);
    return Datatype.of(Datatype.Kind.OPAQUE, "opaque bytes", prefix.size);
  }

  private static int padded(int length) {
    return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
  }

  private Datatype compound(Prefix prefix) throws IOException {
    List<String> names = new ArrayList<>();
    boolean floats = true;
    for (int i = 0; i < (prefix.bits & 0xFFFF); i++) {
      names.add(name(prefix));
      Datatype type = member(prefix);
      floats &= type.dtype() != null && type.dtype().isFloating();
    }
    boolean complex = floats && names.equals(List.of("r", "i"));
    List<String> shown = names.subList(0, Math.min(names.size(), MOST_SHOWN));
    String more = shown.size() < names.size() ? ", …" : "";
    return Datatype.other(
        complex
            ? "complex numbers"
            : "compound elements of %s%s".formatted(String.join(", ", shown), more),
        prefix.size);
  }

  private String name(Prefix prefix) throws IOException {
    long start = message.at();
    String name = message.text();
    if (prefix.version < 3) {
      int length = (int) (message.at() - start);
      message.skip(padded(length) - length);
    }
    return name;
  }

  private Datatype member(Prefix prefix) throws IOException {
    if (prefix.version >= 3) {
      message.skip(Widths.of(prefix.size));
      return read();
    }
    message.skip(4);
    if (prefix.version == 1) {
      // How many axes, their order and their lengths: arrays before there was a class for them.
      message.skip(4 + 4 + 4 + 4 * 4);
    }
    return read();
  }

  private Datatype enumeration(Prefix prefix) throws IOException {
    Datatype base = read();
    List<String> names = new ArrayList<>();
    int count = prefix.bits & 0xFFFF;
    for (int i = 0; i < count; i++) {
      names.add(name(prefix));
    }
    if (base.size() > message.remaining()) {
      throw message.wrong("ends within the values of an enumeration");
    }
    int zeroOne = 0;
    for (int i = 0; i < count; i++) {
      byte[] value = message.bytes(base.size());
      zeroOne += value.length == 1 && value[0] == i ? 1 : 0;
    }
    // Truth values, as h5py writes them.
    boolean truth = names.equals(List.of("FALSE", "TRUE")) && zeroOne == 2;
    return truth ? Datatype.numbers(DType.BOOL, base.order()) : base;
  }

  private Datatype variable(Prefix prefix) throws IOException {
    read();
    return (prefix.bits & 0xF) == 1
        ? Datatype.of(Datatype.Kind.VARIABLE_TEXT, "text", prefix.size)
        : Datatype.other("sequences of various lengths", prefix.size);
  }

  private Datatype array(Prefix prefix) throws IOException {
    int rank = message.u8();
    if (rank > MOST_INNER) {
      throw message.wrong("tells of arrays with %d axes".formatted(rank));
    }
    if (prefix.version < 3) {
      message.skip(3);
    }
    long[] lengths = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      lengths[axis] = message.u32();
    }
    if (prefix.version < 3) {
      message.skip(4L * rank);
    }
    Datatype base = read();
    if (base.kind() != Datatype.Kind.NUMBERS || base.inner().length > 0) {
      return Datatype.other("arrays of " + base.label(), prefix.size);
    }
    long size = base.size();
    for (long length : lengths) {
      size = length == 0 || size > prefix.size / length ? -1 : size * length;
      if (size < 0) {
        break;
      }
    }
    if (size != prefix.size) {
      throw message.wrong(
          "tells of arrays in %d bytes that have not as many".formatted(prefix.size));
    }
    return base.arrays(size, lengths);
  }

  private Datatype complex(Prefix prefix) throws IOException {
    read();
    return Datatype.other("complex numbers", prefix.size);
  }
}
