package io.gradus.formats;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The type of elements as NumPy spells it: byte order, kind and size, `<f4`, `>i8`, `|b1`, without
/// order `f4`; as a letter, `?` or `d`; as a name, `float32` or `int`; whatever `numpy.dtype`
/// takes. C's `long` (`l`, `long`) has eight bytes, as everywhere but on Windows before NumPy 2.
///
/// @param dtype the type
/// @param order the order of the bytes of an element
record NpyType(DType dtype, ByteOrder order) {
  private static final Pattern SPELLING = Pattern.compile("([<>=|]?)([a-zA-Z?_]+)(\\d*)(\\[.*])?");
  // Without a size, as C has them where a long has eight bytes.
  private static final Map<String, DType> WORDS =
      Map.ofEntries(
          Map.entry("?", DType.BOOL),
          Map.entry("b", DType.INT8),
          Map.entry("B", DType.UINT8),
          Map.entry("h", DType.INT16),
          Map.entry("H", DType.UINT16),
          Map.entry("i", DType.INT32),
          Map.entry("I", DType.UINT32),
          Map.entry("l", DType.INT64),
          Map.entry("L", DType.UINT64),
          Map.entry("q", DType.INT64),
          Map.entry("Q", DType.UINT64),
          Map.entry("p", DType.INT64),
          Map.entry("P", DType.UINT64),
          Map.entry("n", DType.INT64),
          Map.entry("N", DType.UINT64),
          Map.entry("e", DType.FLOAT16),
          Map.entry("f", DType.FLOAT32),
          Map.entry("d", DType.FLOAT64),
          Map.entry("bool", DType.BOOL),
          Map.entry("bool_", DType.BOOL),
          Map.entry("byte", DType.INT8),
          Map.entry("ubyte", DType.UINT8),
          Map.entry("short", DType.INT16),
          Map.entry("ushort", DType.UINT16),
          Map.entry("intc", DType.INT32),
          Map.entry("uintc", DType.UINT32),
          Map.entry("int", DType.INT64),
          Map.entry("int_", DType.INT64),
          Map.entry("intp", DType.INT64),
          Map.entry("uint", DType.UINT64),
          Map.entry("uintp", DType.UINT64),
          Map.entry("long", DType.INT64),
          Map.entry("ulong", DType.UINT64),
          Map.entry("longlong", DType.INT64),
          Map.entry("ulonglong", DType.UINT64),
          Map.entry("half", DType.FLOAT16),
          Map.entry("single", DType.FLOAT32),
          Map.entry("double", DType.FLOAT64),
          Map.entry("float", DType.FLOAT64),
          Map.entry("float_", DType.FLOAT64));
  private static final Map<String, DType> NAMES =
      Arrays.stream(DType.values())
          .filter(dtype -> dtype != DType.BFLOAT16)
          .collect(Collectors.toMap(DType::toString, dtype -> dtype));

  /// {@return the spelling that NumPy writes}
  static String spelling(DType dtype) {
    return switch (dtype) {
      case BOOL -> "|b1";
      case UINT8 -> "|u1";
      case INT8 -> "|i1";
      case UINT16, UINT32, UINT64 -> "<u" + dtype.bytes();
      case INT16, INT32, INT64 -> "<i" + dtype.bytes();
      case FLOAT16, FLOAT32, FLOAT64 -> "<f" + dtype.bytes();
      // What ml_dtypes writes, "<V2", are two bytes of anything.
      case BFLOAT16 ->
          throw new DTypeException("npy: NumPy has no bfloat16; cast to float32 first");
    };
  }

  /// {@return the type of a spelling, or null if no tensor has such elements}
  static @Nullable NpyType of(String spelling) {
    Matcher parts = SPELLING.matcher(spelling);
    if (!parts.matches() || parts.group(4) != null) {
      return null;
    }
    DType dtype = dtype(parts.group(2), parts.group(3));
    if (dtype == null) {
      return null;
    }
    ByteOrder order =
        parts.group(1).equals(">")
            ? ByteOrder.BIG_ENDIAN
            // Without an order it is that of the machine that wrote the file, nearly always this.
            : ByteOrder.LITTLE_ENDIAN;
    return new NpyType(dtype, order);
  }

  private static @Nullable DType dtype(String kind, String digits) {
    if (digits.isEmpty()) {
      return WORDS.get(kind);
    }
    DType named = NAMES.get(kind + digits);
    if (named != null) {
      return named;
    }
    return switch (kind + digits) {
      case "b1" -> DType.BOOL;
      case "u1" -> DType.UINT8;
      case "u2" -> DType.UINT16;
      case "u4" -> DType.UINT32;
      case "u8" -> DType.UINT64;
      case "i1" -> DType.INT8;
      case "i2" -> DType.INT16;
      case "i4" -> DType.INT32;
      case "i8" -> DType.INT64;
      case "f2" -> DType.FLOAT16;
      case "f4" -> DType.FLOAT32;
      case "f8" -> DType.FLOAT64;
      default -> null;
    };
  }

  /// {@return what a spelling stands for that no tensor has, and what can be done}
  static String refusal(String spelling) {
    Matcher parts = SPELLING.matcher(spelling);
    String kind = parts.matches() ? parts.group(2) : "";
    int size = parts.matches() && parts.group(3).length() < 9 ? size(parts.group(3)) : 0;
    String what =
        switch (kind) {
          case "O", "object", "object_" ->
              "an object array: pickled Python objects, which are never unpickled";
          case "S", "a" -> "byte strings of length %d; no tensor holds texts".formatted(size);
          case "U" -> "texts of %d characters; no tensor holds texts".formatted(size);
          case "T" -> "texts of any length; no tensor holds texts";
          case "M" -> "dates; save them as numbers: x.view('int64')";
          case "m" -> "durations; save them as numbers: x.view('int64')";
          case "c" -> "complex numbers of %d bytes; save x.real and x.imag".formatted(size);
          case "F", "D", "G", "complex" -> "complex numbers; save x.real and x.imag";
          case "longdouble", "longfloat" ->
              "floats of a size that depends on the machine; save x.astype('float64')";
          case "f", "g" ->
              "floats of %d bytes; save x.astype('float32') or 'float64'".formatted(size);
          case "V" ->
              size == 2
                  ? "two raw bytes each, as ml_dtypes writes bfloat16; save x.astype('float32')"
                  : size == 1
                      ? "a raw byte each, as ml_dtypes writes 8-bit floats; save"
                          + " x.astype('float32')"
                      : "%d raw bytes each; no tensor holds them".formatted(size);
          default -> "unknown; known: " + known();
        };
    return "element type '%s' is %s".formatted(spelling, what);
  }

  private static int size(String digits) {
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static String known() {
    return Arrays.stream(DType.values())
        .filter(dtype -> dtype != DType.BFLOAT16)
        .map(NpyType::spelling)
        .map(text -> text.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
