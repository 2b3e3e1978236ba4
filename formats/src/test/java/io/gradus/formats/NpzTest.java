package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void aZipWithoutArraysIsNotReadAsNone() throws IOException {
    Path model = Files.write(folder.resolve("m.keras"), Fuzz.resource("mlp.keras"));
    assertThatThrownBy(() -> Npz.read(model))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageEndingWith("a zip without arrays; it looks like a Keras model: Model.load");
    Npz.write(file, Map.of());
    assertThat(Npz.read(file)).isEmpty();
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
    rejects("%s, byte 0: no zip (.npz): it is a text that begins with \"no zip\"");
    zip("readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(Npz.read(file)).isEmpty();
    assertThat(Npz.entries(file))
        .extracting(ArrayInfo::toString)
        .containsExactly("readme.txt: no array (.npy)");
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
        "%s, entry \"x.npy\", byte 0: 153 packed bytes are said to unpack to 2,000,000,000; deflate"
            + " gives at most 1,032 for each");
    Npz.write(file, Map.of("x", Tensor.arange(5)));
    patchDirectory(PACKED_IN_DIRECTORY, 100_000);
    rejects("%s, entry \"x.npy\", byte 0: takes 100,000 bytes; 169 are left");
  }

  /// The entries of `mixed.npz`, which `arrays.py` writes.
  @Test
  void anArrayThatCannotBeReadDoesNotBlockTheOthers() throws IOException {
    Files.write(file, Fuzz.resource("mixed.npz"));
    assertThat(Npz.entries(file))
        .extracting(ArrayInfo::toString)
        .containsExactly(
            "readings: float32[3]",
            "notes: element type '|O' is an object array: pickled Python objects, which are never"
                + " unpickled",
            "folder/labels: int64[3]",
            "unsuffixed: int16[2]",
            "folder/: a folder",
            "readme.txt: no array (.npy)");
    assertThat(Npz.read(file, "readings").toFloatArray()).containsExactly(0.5f, 2.5f, -1);
    assertThat(Npz.read(file, "folder/labels").toLongArray()).containsExactly(0, 1, 1);
    assertThat(Npz.read(file, "unsuffixed").toIntArray()).containsExactly(7, 8);
    rejects(
        () -> Npz.read(file, "notes"),
        "%s, entry \"notes.npy\", byte 20: element type '|O' is an object array: pickled Python"
            + " objects, which are never unpickled");
    assertThatThrownBy(() -> Npz.read(file, "readme.txt"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s: array: unknown name \"readme.txt\"; known: readings, notes, folder/labels,"
                + " unsuffixed",
            file);
    assertThatThrownBy(() -> Npz.read(file, "reading"))
        .hasMessage("%s: array: unknown name \"reading\"; nearest: readings", file);
    rejects(
        "%s, entry \"notes.npy\", byte 20: element type '|O' is an object array: pickled Python"
            + " objects, which are never unpickled; the others can be read by name:"
            + " Npz.read(file, name)");
  }

  /// An array that is packed a thousandfold, as zeros are, of more bytes than the file by far.
  @Test
  void readsWhatIsPackedManyTimes() throws IOException {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    Npy.write(array, Tensor.zeros(5_000_000));
    zip("zeros.npy", array.toByteArray());
    assertThat(Files.size(file)).isLessThan(30_000);
    assertThat(Npz.read(file, "zeros").shape()).isEqualTo(Shape.of(5_000_000));
  }

  @Test
  void damageOfOneEntryDoesNotBlockTheOthers() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("x", Tensor.arange(5));
    arrays.put("y", Tensor.arange(3));
    Npz.write(file, arrays);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = zip.getInt(bytes.length - 22 + 16);
    zip.putShort(directory + 10, (short) 93);
    Files.write(file, bytes);
    rejects(
        () -> Npz.read(file, "x"),
        "%s, entry \"x.npy\", byte 0: packed by method 93; known: 0 (stored) and 8 (deflate)");
    assertThat(Npz.read(file, "y").toIntArray()).containsExactly(0, 1, 2);
    assertThat(Npz.entries(file).getFirst().problem())
        .isEqualTo("packed by method 93; known: 0 (stored) and 8 (deflate)");
  }

  private void rejects(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message, file);
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
