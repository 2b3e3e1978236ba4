package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NpyTest {
  @TempDir Path folder;

  @Test
  void writesWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, Tensor.arange(6).cast(DType.FLOAT32).reshape(3, 2).transpose());
    // numpy 2.4.6: np.save(file, np.array([[0, 2, 4], [1, 3, 5]], "<f4"))
    byte[] expected =
        npy(
            1,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + " ".repeat(58) + "\n",
            floats(0, 2, 4, 1, 3, 5));
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(file);
    }
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, mode = EnumSource.Mode.EXCLUDE, names = "BFLOAT16")
  void readsBackEveryTypeAndRank(DType dtype) throws IOException {
    Tensor many = Tensor.arange(60_000).cast(dtype);
    for (Tensor x :
        List.of(
            Tensor.scalar(dtype, 1),
            Tensor.arange(3).cast(dtype),
            many.reshape(3, 2, 10_000),
            Tensor.zeros(0, 3).cast(dtype))) {
      Path file = folder.resolve("a.npy");
      Npy.write(file, x);
      Tensor read = Npy.read(file);
      assertThat(read.type()).isEqualTo(x.type());
      assertThat(read.toDoubleArray()).isEqualTo(x.toDoubleArray());
    }
  }

  @Test
  void readsFortranOrderAndVersionTwo() throws IOException {
    Tensor x =
        read(
            npy(
                2,
                "{\"shape\": (2,3), 'fortran_order': True, 'descr': '<f4'}\n",
                floats(0, 3, 1, 4, 2, 5)));
    assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x.toFloatArray()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void numpyHasNoBfloat16() {
    Path file = folder.resolve("a.npy");
    assertThatThrownBy(() -> Npy.write(file, Tensor.ones(2).cast(DType.BFLOAT16)))
        .isInstanceOf(DTypeException.class)
        .hasMessage("npy: NumPy has no bfloat16; cast to float32 first");
    assertThat(file).doesNotExist();
    // What ml_dtypes 0.6.0 writes for bfloat16, and NumPy for two bytes of anything.
    rejects(
        npy(1, header("<V2", "(1,)"), new byte[2]),
        20,
        "element type '<V2' is two raw bytes each, as ml_dtypes writes bfloat16;"
            + " save x.astype('float32')");
  }

  @Test
  void readsNumpysBytesOfEachType() throws IOException {
    // numpy 2.4.6: np.array([…], dtype).tobytes()
    assertReads("<f2", "003e0080ff7b", "[ 1.50e+00 -0.00e+00  6.55e+04]");
    assertReads("|i1", "80ff7f", "[-128   -1  127]");
    assertReads("<i2", "0080ffffff7f", "[-32768     -1  32767]");
    assertReads("<u2", "00800100ffff", "[32768     1 65535]");
    assertReads("<u4", "0000008001000000ffffffff", "[2147483648          1 4294967295]");
    assertReads(
        "<u8", "0000000000000080ffffffffffffffff", "[ 9223372036854775808 18446744073709551615]");
  }

  private void assertReads(String descr, String hex, String text) throws IOException {
    byte[] content = HexFormat.of().parseHex(hex);
    int width = descr.charAt(2) - '0';
    byte[] file = npy(1, header(descr, "(%s,)".formatted(content.length / width)), content);
    assertThat(read(file)).hasToString(text);
    Path copy = folder.resolve("copy.npy");
    Npy.write(copy, read(file));
    byte[] written = Files.readAllBytes(copy);
    assertThat(Arrays.copyOfRange(written, 128, written.length)).isEqualTo(content);
  }

  @Test
  void readsEveryTrueByteAsOne() throws IOException {
    Tensor x = read(npy(1, header("|b1", "(3,)"), new byte[] {0, 1, 7}));
    assertThat(x.toIntArray()).containsExactly(0, 1, 1);
  }

  @Test
  void saysWhatIsWrong() {
    rejects(new byte[3], 0, "no NumPy array: it begins with the bytes 00 00 00");
    rejects(new byte[0], 0, "no NumPy array: it is empty");
    rejects(npy(4, "{}", new byte[0]), 6, "version 4.0 is unknown; known: 1.0, 2.0, 3.0");
    rejects(npy(1, "", new byte[0]), 10, "expected {");
    rejects(
        npy(1, header("<c8", "(1,)"), new byte[8]),
        20,
        "element type '<c8' is complex numbers of 8 bytes; save x.real and x.imag");
    rejects(
        npy(1, header("<q9", "(1,)"), new byte[8]),
        20,
        "element type '<q9' is unknown; known: |b1, |u1, <u2, <u4, <u8, |i1, <i2, <i4, <i8, <f2,"
            + " <f4, <f8");
    rejects(
        npy(1, "{'descr': [('a', '<f4')], }", new byte[4]),
        20,
        "a structured array of the fields a; save each as an array of its own: x['a']");
    rejects(
        npy(1, "{'shape': (), 'shape': ()}", new byte[0]),
        24,
        "a key 'shape', which is unknown or there twice");
    rejects(
        npy(1, "{'shape': ()}", new byte[0]), 10, "a header without descr, fortran_order or shape");
    rejects(npy(1, header("<f4", "(-1,)"), new byte[0]), 61, "expected the length of an axis");
    rejects(
        npy(1, header("<f4", "(1,1,1,1,1,1,1,1,1)"), new byte[4]),
        61,
        "9 axes, more than the 8 there can be");
  }

  /// `numpy.dtype(spelling)` of NumPy 1.24 and 2.4 on Linux.
  @ParameterizedTest
  @CsvSource({
    "l, INT64",
    "<l, INT64",
    "L, UINT64",
    "p, INT64",
    "P, UINT64",
    "n, INT64",
    "N, UINT64",
    "int, INT64",
    "int_, INT64",
    "intp, INT64",
    "uint, UINT64",
    "uintp, UINT64",
    "long, INT64",
    "ulong, UINT64",
    "longlong, INT64",
    "ulonglong, UINT64",
    "intc, INT32",
    "uintc, UINT32",
    "short, INT16",
    "ushort, UINT16",
    "byte, INT8",
    "ubyte, UINT8",
    "bool, BOOL",
    "bool_, BOOL",
    "half, FLOAT16",
    "single, FLOAT32",
    "double, FLOAT64",
    "float, FLOAT64",
    "float_, FLOAT64"
  })
  void readsNumpysNamesOfTypes(String spelling, DType dtype) throws IOException {
    Tensor x = read(npy(1, header(spelling, "(1,)"), new byte[dtype.bytes()]));
    assertThat(x.dtype()).isEqualTo(dtype);
  }

  @Test
  void readsOrdersOfLetters() throws IOException {
    byte[] one = {0, 0, 0, 0, 0, 0, 0, 1};
    assertThat(read(npy(1, header(">l", "(1,)"), one)).toLongArray()).containsExactly(1);
    rejects(
        npy(1, header("complex", "(1,)"), new byte[16]),
        20,
        "element type 'complex' is complex numbers; save x.real and x.imag");
    rejects(
        npy(1, header("object", "(1,)"), new byte[16]),
        20,
        "element type 'object' is an object array: pickled Python objects, which are never"
            + " unpickled");
  }

  @Test
  void checksLengthsAgainstTheBytesThere() {
    rejects(
        npy(1, header("<f4", "(2, 3)"), new byte[20]),
        67,
        "float32[2, 3] takes 24 bytes; 20 are there");
    rejects(
        npy(1, header("<f4", "(2, 3)"), new byte[28]),
        67,
        "float32[2, 3] takes 24 bytes; 28 are there");
    rejects(
        npy(1, header("<f8", "(4000000000, 4000000000)"), new byte[8]),
        85,
        "float64[4000000000, 4000000000] takes more bytes than a long counts; 8 are there");
    rejects(
        npy(1, header("<f8", "(1000000000,)"), new byte[8]),
        74,
        "float64[1000000000] takes 8,000,000,000 bytes; 8 are there");
    byte[] longHeader = npy(2, header("<f4", "()"), new byte[4]);
    ByteBuffer.wrap(longHeader).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
    rejects(longHeader, 8, "a header of 4,294,967,295 bytes, more than the 57 there can be");
  }

  /// The entries of `spellings.npz`, which `arrays.py` writes and NumPy reads to the same values.
  @Test
  void readsEverySpellingThatNumpyReads() throws IOException {
    Path file = folder.resolve("spellings.npz");
    Files.write(file, Fuzz.resource("spellings.npz"));
    Map<String, Tensor> arrays = Npz.read(file);
    assertThat(arrays).hasSize(187);
    arrays.forEach((name, array) -> {
      double[] values =
          switch (array.dtype()) {
            case BOOL -> new double[] {0, 1, 1, 1, 1, 1};
            default -> new double[] {0, 1, 2, 3, 4, 5};
          };
      Shape shape = Shape.of(2, 3);
      switch (name) {
        case "scalar" -> {
          values = new double[] {5};
          shape = Shape.of();
        }
        case "empty", "empty_fortran" -> {
          values = new double[0];
          shape = name.equals("empty") ? Shape.of(0, 3) : Shape.of(3, 0);
        }
        case "python2_one" -> shape = Shape.of(6);
        default -> {
          // The array of all others.
        }
      }
      assertThat(array.shape()).as(name).isEqualTo(shape);
      assertThat(array.toDoubleArray()).as(name).isEqualTo(values);
    });
    assertThat(arrays.get("big_f4").dtype()).isEqualTo(DType.FLOAT32);
    assertThat(arrays.get("none_question").dtype()).isEqualTo(DType.BOOL);
    assertThat(arrays.get("native_i8").dtype()).isEqualTo(DType.INT64);
    assertThat(arrays.get("bar_u1").dtype()).isEqualTo(DType.UINT8);
    assertThat(arrays.get("name_float16").dtype()).isEqualTo(DType.FLOAT16);
    assertThat(arrays.get("fortranu2b").dtype()).isEqualTo(DType.UINT16);
  }

  /// The entries of `refused.npz`, which `arrays.py` writes.
  @Test
  void saysWhatArraysAreThatNoTensorCanBe() throws IOException {
    Path file = folder.resolve("refused.npz");
    Files.write(file, Fuzz.resource("refused.npz"));
    Map<String, String> problems = new LinkedHashMap<>();
    for (ArrayInfo info : Npz.entries(file)) {
      assertThat(info.isReadable()).isFalse();
      problems.put(info.name(), String.valueOf(info.problem()));
    }
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put(
        "objects",
        "element type '|O' is an object array: pickled Python objects, which are never unpickled");
    expected.put("bytes", "element type '|S5' is byte strings of length 5; no tensor holds texts");
    expected.put("texts", "element type '<U7' is texts of 7 characters; no tensor holds texts");
    expected.put("dates", "element type '<M8[D]' is dates; save them as numbers: x.view('int64')");
    expected.put(
        "durations", "element type '<m8[ns]' is durations; save them as numbers: x.view('int64')");
    expected.put(
        "complex", "element type '<c8' is complex numbers of 8 bytes; save x.real and x.imag");
    expected.put(
        "long_double",
        "element type '<f16' is floats of 16 bytes; save x.astype('float32') or 'float64'");
    expected.put(
        "structured",
        "a structured array of the fields count, mean; save each as an array of its own:"
            + " x['count']");
    expected.put(
        "titled",
        "a structured array of the fields How many; save each as an array of its own:"
            + " x['How many']");
    expected.put("subarray", "elements that are arrays themselves, which no tensor holds");
    expected.put("raw", "element type '|V4' is 4 raw bytes each; no tensor holds them");
    expected.put(
        "bfloat16",
        "element type '|V2' is two raw bytes each, as ml_dtypes writes bfloat16;"
            + " save x.astype('float32')");
    expected.put(
        "float8",
        "element type '|V1' is a raw byte each, as ml_dtypes writes 8-bit floats;"
            + " save x.astype('float32')");
    expected.put(
        "old_float8",
        "element type '<f1' is floats of 1 bytes; save x.astype('float32') or 'float64'");
    expected.put(
        "string_dtype", "element type '|T16' is texts of any length; no tensor holds texts");
    expected.put(
        "longdouble",
        "element type 'longdouble' is floats of a size that depends on the machine; save"
            + " x.astype('float64')");
    assertThat(problems).containsExactlyEntriesOf(expected);
  }

  @Test
  void readsRowsOfAnArrayThatStaysInItsFile() throws IOException {
    Tensor all = Tensor.arange(60).cast(DType.FLOAT32).reshape(10, 3, 2);
    Path file = folder.resolve("a.npy");
    Npy.write(file, all);
    MappedArray mapped = Npy.map(file);
    assertThat(mapped.type()).isEqualTo(all.type());
    for (int from = 0; from <= 10; from++) {
      for (int to = from; to <= 10; to++) {
        Tensor rows = mapped.rows(from, to);
        assertThat(rows.shape()).isEqualTo(Shape.of(to - from, 3, 2));
        assertThat(rows.toDoubleArray())
            .isEqualTo(Arrays.copyOfRange(all.toDoubleArray(), 6 * from, 6 * to));
      }
    }
    assertThatThrownBy(() -> mapped.rows(3, 11))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("npy: rows 3 to 11 of float32[10, 3, 2]: expected 0 <= from <= to <= 10");
    Npy.write(file, Tensor.of(1f));
    MappedArray scalar = Npy.map(file);
    assertThatThrownBy(() -> scalar.rows(0, 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("npy: float32[] has no rows");
    // The file that was there before is mapped still.
    assertThat(mapped.rows(9, 10).toFloatArray()).containsExactly(54, 55, 56, 57, 58, 59);
  }

  @Test
  void mapsFortranOrderAndBigEndian() throws IOException {
    byte[] elements = {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6};
    Path file = folder.resolve("a.npy");
    Files.write(file, npy(1, "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3)}", elements));
    MappedArray mapped = Npy.map(file);
    assertThat(mapped.rows(0, 2).toNested()).isEqualTo(new short[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(mapped.rows(1, 2).toNested()).isEqualTo(new short[][] {{4, 5, 6}});
    assertThat(mapped.rows(1, 1).shape()).isEqualTo(Shape.of(0, 3));
  }

  private void rejects(byte[] content, int offset, String problem) {
    assertThatThrownBy(() -> read(content))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte %d: %s", folder.resolve("a.npy"), offset, problem);
  }

  private Tensor read(byte[] content) throws IOException {
    Path file = folder.resolve("a.npy");
    Files.write(file, content);
    return Npy.read(file);
  }

  private static String header(String descr, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s}".formatted(descr, shape);
  }

  private static byte[] npy(int version, String header, byte[] elements) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(elements);
    byte[] result = new byte[bytes.position()];
    bytes.flip().get(result);
    return result;
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
