package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  @TempDir Path folder;

  /// A file of a megabyte, or of a few bytes that promise as much.
  @Test
  void whatUnpacksToMoreThanTheHeapIsRefused() throws IOException {
    Path file = folder.resolve("bomb.gz");
    byte[] zeros = new byte[1 << 20];
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(HexFormat.of().parseHex("000008020000800000008000"));
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                IdxHeap.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .matches(
            "(?s).*refused idx: bomb.gz: at offset 4: header promises 1,073,741,824 bytes; the heap"
                + " has [\\d,]+ \\(-Xmx\\)\\s*");
  }

  /// Headers with other numbers, plain and packed, some of them cut.
  @Test
  void changedFilesAreReadOrRefused() throws IOException {
    byte[] file = HexFormat.of().parseHex("0000080200000002000000030102030405ff");
    int[] numbers = {0, 1, 2, 3, 8, 9, 0x0b, 0x0d, 0x0e, 127, 128, 255};
    SplittableRandom random = new SplittableRandom(20_261_201);
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = file.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed[random.nextInt(12)] = (byte) numbers[random.nextInt(numbers.length)];
      }
      if (random.nextInt(8) == 0) {
        changed = Arrays.copyOf(changed, random.nextInt(24));
      }
      if (random.nextBoolean()) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
          out.write(changed);
        }
        changed = packed.toByteArray();
      }
      try {
        read += Idx.read(new ByteArrayInputStream(changed), "changed").rank() > 0 ? 1 : 0;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("idx: changed: ");
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void namesAFolder() {
    assertThatThrownBy(() -> Idx.read(folder))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("idx: %s: a folder, not a file", folder.getFileName());
  }

  @Test
  void readsBytesAsUnsigned() throws IOException {
    Tensor read = read("00000802 00000002 00000003 00 01 7f 80 fe ff");
    assertThat(read.type()).isEqualTo(TensorType.of(DType.UINT8, 2, 3));
    assertThat(read.toIntArray()).containsExactly(0, 1, 127, 128, 254, 255);
  }

  @Test
  void readsBigEndianIntegers() throws IOException {
    Tensor read = read("00000c01 00000003 00000001 fffffffe 01020304");
    assertThat(read.type()).isEqualTo(TensorType.of(DType.INT32, 3));
    assertThat(read.toIntArray()).containsExactly(1, -2, 0x01020304);
  }

  @Test
  void readsSignedBytesAndBigEndianShorts() throws IOException {
    Tensor bytes = read("00000901 00000003 01 7f 80");
    assertThat(bytes.type()).isEqualTo(TensorType.of(DType.INT8, 3));
    assertThat(bytes.toIntArray()).containsExactly(1, 127, -128);
    Tensor shorts = read("00000b01 00000002 0102 fffe");
    assertThat(shorts.type()).isEqualTo(TensorType.of(DType.INT16, 2));
    assertThat(shorts.toIntArray()).containsExactly(0x0102, -2);
  }

  @Test
  void readsBigEndianFloats() throws IOException {
    Tensor read = read("00000d01 00000002 3fc00000 ff800000");
    assertThat(read.type()).isEqualTo(TensorType.of(DType.FLOAT32, 2));
    assertThat(read.toFloatArray()).containsExactly(1.5f, Float.NEGATIVE_INFINITY);
  }

  @Test
  void readsBigEndianDoubles() throws IOException {
    Tensor read = read("00000e02 00000001 00000001 3ff8000000000000");
    assertThat(read.type()).isEqualTo(TensorType.of(DType.FLOAT64, 1, 1));
    assertThat(read.toDoubleArray()).containsExactly(1.5);
  }

  @Test
  void readsEightAxes() throws IOException {
    Tensor read = read("00000808" + "00000001".repeat(7) + "00000002 0708");
    assertThat(read.type()).isEqualTo(TensorType.of(DType.UINT8, 1, 1, 1, 1, 1, 1, 1, 2));
  }

  @Test
  void readsNoElements() throws IOException {
    assertThat(read("00000803 00000000 ffffffff ffffffff").type())
        .isEqualTo(TensorType.of(DType.UINT8, 0, 4_294_967_295L, 4_294_967_295L));
  }

  @Test
  void recognisesCompressionByContent() throws IOException {
    Path file = folder.resolve("labels");
    Files.write(file, gzip(bytes("00000801 00000002 0509")));
    assertThat(Idx.read(file).toIntArray()).containsExactly(5, 9);
  }

  @Test
  void readsMoreThanItFirstAllocates() throws IOException {
    byte[] data = new byte[8 + 5_000_000];
    ByteBuffer.wrap(data).putInt(0x00000801).putInt(5_000_000);
    for (int i = 8; i < data.length; i++) {
      data[i] = (byte) (i * 31);
    }
    Tensor read = Idx.read(new ByteArrayInputStream(gzip(data)), "stream");
    assertThat(read.strided().bytes()).isEqualTo(Arrays.copyOfRange(data, 8, data.length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | 0: the file ends within the header: 4 bytes of type and rank expected, 0 bytes follow
          000008                      | 0: the file ends within the header: 4 bytes of type and rank expected, 3 bytes follow
          89504e47                    | 0: not an IDX file: it begins with 0x89504e47, not 0x0000 and an element type
          00000a01 00000001 00        | 2: unknown element type 0x0a
          00000800 00                 | 3: the number of axes must be 1 to 8, got 0
          00000809                    | 3: the number of axes must be 1 to 8, got 9
          00000802 00000001 0000      | 4: the file ends within the header: 2 axis lengths expected, 6 bytes follow
          00000801 00000003 0102      | 4: header promises 3 items (3 bytes), 2 follow
          00000c02 00000003 00000002  | 4: header promises 3 items (24 bytes), 0 follow
          00000801 00000001 010203    | 4: header promises 1 items (1 bytes), 3 follow
          00000801 ffffffff           | 4: header promises uint8[4294967295], more than the 1,073,741,824 bytes that are read at most
          00000e01 08000001           | 4: header promises float64[134217729], more than the 1,073,741,824 bytes that are read at most
          00000803 ffffffff ffffffff ffffffff | 4: header promises uint8[4294967295, 4294967295, 4294967295], more than the 1,073,741,824 bytes that are read at most
          """)
  void saysWhatIsWrongAndWhere(String hex, String message) throws IOException {
    Path file = folder.resolve("some-idx1-ubyte");
    Files.write(file, bytes(hex));
    assertThatThrownBy(() -> Idx.read(file))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("idx: some-idx1-ubyte: at offset " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000801 00000003 0102      | 4: header promises 3 items (3 bytes), 2 follow
          00000801 00000001 010203    | 4: header promises 1 items (1 bytes), more follow
          """)
  void countsWhatIsCompressed(String hex, String message) throws IOException {
    Path file = folder.resolve("some.gz");
    Files.write(file, gzip(bytes(hex)));
    assertThatThrownBy(() -> Idx.read(file))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("idx: some.gz: at offset " + message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000, 19_999})
  void namesTheOffsetWhereCompressedDataEnds(int cut) throws IOException {
    byte[] data = new byte[8 + 20_000];
    ByteBuffer.wrap(data).putInt(0x00000801).putInt(20_000);
    var random = new java.util.Random(1);
    for (int i = 8; i < data.length; i++) {
      data[i] = (byte) random.nextInt();
    }
    byte[] compressed = Arrays.copyOf(gzip(data), cut);
    assertThatThrownBy(() -> Idx.read(new ByteArrayInputStream(compressed), "x.gz"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageMatching("idx: x\\.gz: at offset [0-9,]+: the compressed data ends early");
  }

  @Test
  void comparesTheChecksum() throws IOException {
    byte[] compressed = gzip(bytes("00000801 00000003 010203"));
    compressed[compressed.length - 6] ^= 1;
    assertThatThrownBy(() -> Idx.read(new ByteArrayInputStream(compressed), "x.gz"))
        .hasMessage(
            "idx: x.gz: at offset 11: the compressed data is damaged: Corrupt GZIP trailer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f8b", "1f8b07", "1f8b0700000000000000"})
  void saysThatGzipItselfIsBroken(String hex) {
    assertThatThrownBy(() -> Idx.read(new ByteArrayInputStream(bytes(hex)), "x.gz"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("idx: x.gz: at offset 0: not a whole gzip file");
  }

  @Test
  void memoryFollowsTheBytesThatAreThere() {
    byte[] head = bytes("00000801 40000000 01");
    // The first message with numbers loads what formats them.
    assertThatThrownBy(() -> read("00000801 00000003 0102")).isInstanceOf(IOException.class);
    long before = allocated();
    assertThatThrownBy(() -> Idx.read(new ByteArrayInputStream(head), "stream"))
        .hasMessage(
            "idx: stream: at offset 4: header promises 1,073,741,824 items (1,073,741,824 bytes), 1"
                + " follow");
    assertThat(allocated() - before).isLessThan(4L << 20);
  }

  @Test
  void stopsReadingWhereTheHeaderSaysTheEndIs() {
    byte[] head = bytes("00000801 00000002");
    var endless =
        new InputStream() {
          int given;

          @Override
          public int read() {
            return given < head.length ? head[given++] : 7;
          }
        };
    assertThatThrownBy(() -> Idx.read(endless, "endless"))
        .hasMessage("idx: endless: at offset 4: header promises 2 items (2 bytes), more follow");
  }

  private static long allocated() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private static Tensor read(String hex) throws IOException {
    return Idx.read(new ByteArrayInputStream(bytes(hex)), "test");
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
