package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
  private static final int CRC_IN_DIRECTORY = 16;
  private static final int PACKED_IN_DIRECTORY = 20;
  private static final int SIZE_IN_DIRECTORY = 24;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("a.npz");
  }

  @Test
  void readsBackInOrder() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("layer/kernel", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    arrays.put("../../step", Tensor.of(7L));
    Npz.write(file, arrays);
    Map<String, Tensor> read = Npz.read(file);
    assertThat(read.keySet()).containsExactly("layer/kernel", "../../step");
    arrays.forEach((name, array) -> {
      assertThat(read.get(name).type()).isEqualTo(array.type());
      assertThat(read.get(name).toDoubleArray()).isEqualTo(array.toDoubleArray());
    });
  }

  @Test
  void givesTheSameBytesAgain() throws IOException {
    Map<String, Tensor> arrays = Map.of("x", Tensor.arange(5));
    Npz.write(file, arrays);
    byte[] first = Files.readAllBytes(file);
    Npz.write(file, arrays);
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Npz.write(file, Map.of("x", Tensor.arange(5)));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Npz.write(file, Map.of("x".repeat(70_000), Tensor.arange(5))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(file);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Files.writeString(file, "no zip");
    rejects("%s, byte 0: no readable zip: its directory's end is missing");
    zip("readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
    rejects("%s, entry \"readme.txt\", byte 0: the name does not end in .npy");
    zip("x.npy", new byte[20]);
    rejects("%s, entry \"x.npy\", byte 0: no NumPy array: it does not begin with \\x93NUMPY");
  }

  @Test
  void noticesDamageAndLies() throws IOException {
    Npz.write(file, Map.of("x", Tensor.arange(5)));
    patchDirectory(CRC_IN_DIRECTORY, 1);
    rejects("%s, entry \"x.npy\", byte 148: the checksum differs: the entry is damaged");
    Npz.write(file, Map.of("x", Tensor.arange(5)));
    patchDirectory(SIZE_IN_DIRECTORY, 2_000_000_000);
    rejects(
        "%s, entry \"x.npy\", byte 0: unpacks to 2,000,000,000 bytes; all entries"
            + " together may to 16,777,511");
    Npz.write(file, Map.of("x", Tensor.arange(5)));
    patchDirectory(PACKED_IN_DIRECTORY, 100_000);
    rejects("%s, entry \"x.npy\", byte 0: takes 100,000 bytes; 169 are left");
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> Npz.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message, file);
  }

  private void zip(String name, byte[] content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
  }

  /// Writes an `int` into the only record of the central directory.
  private void patchDirectory(int at, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = zip.getInt(bytes.length - 22 + 16);
    zip.putInt(directory + at, value);
    Files.write(file, bytes);
  }
}
