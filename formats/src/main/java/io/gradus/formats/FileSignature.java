package io.gradus.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a file looks like by its first bytes: for the messages about files that are not what they
/// were taken for.
final class FileSignature {
  private static final int LOOK = 512;
  private static final int SHOWN = 32;
  private static final int TAR_AT = 257;
  private static final Pattern YAML =
      Pattern.compile(
          "^(!!python/\\S+\\s+)?['\"]?(backend|class_name|config|keras_version)['\"]?:");
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private static final String PICKLE = "a Python pickle, which is never unpickled";
  private static final List<Start> STARTS =
      List.of(
          new Start("1f8b", 0, "compressed with gzip; unpack it first"),
          new Start("425a68", 0, "compressed with bzip2; unpack it first"),
          new Start("fd377a585a00", 0, "compressed with xz; unpack it first"),
          new Start("28b52ffd", 0, "compressed with zstd; unpack it first"),
          new Start("377abcaf271c", 0, "a 7z archive; unpack it first"),
          new Start("526172211a07", 0, "a RAR archive; unpack it first"),
          new Start("7573746172", TAR_AT, "a tar archive; unpack it first"),
          new Start(
              "504b0304",
              0,
              "a zip archive; Npz.read reads arrays (.npz), Models.load models (.keras)"),
          new Start("504b0506", 0, "an empty zip archive"),
          new Start(
              "894844460d0a1a0a", 0, "an HDF5 file; Hdf5.open reads it, Models.load models (.h5)"),
          new Start("934e554d5059", 0, "a NumPy array; read it with Npy.read"),
          new Start("54464c33", 4, "a TensorFlow Lite model"),
          new Start("47475546", 0, "a GGUF file"),
          new Start("89504e470d0a1a0a", 0, "a PNG image"),
          new Start("ffd8ff", 0, "a JPEG image"),
          new Start("25504446", 0, "a PDF document"),
          new Start("8002", 0, PICKLE),
          new Start("8003", 0, PICKLE),
          new Start("8004", 0, PICKLE),
          new Start("8005", 0, PICKLE));

  /// Bytes at a place that tell a kind of file.
  private record Start(String hex, int at, String kind) {
    boolean matches(byte[] start) {
      byte[] wanted = HexFormat.of().parseHex(hex);
      return start.length >= at + wanted.length
          && Arrays.equals(start, at, at + wanted.length, wanted, 0, wanted.length);
    }
  }

  private FileSignature() {}

  /// {@return the error for a file that is none of some formats, saying what it looks like}
  ///
  /// @param expected what it is not, such as `neither a zip (.keras) nor HDF5`
  static ModelFormatException refusal(Bytes bytes, String expected) throws IOException {
    return bytes.wrong(0, expected + ": " + look(bytes));
  }

  private static String look(Bytes bytes) throws IOException {
    if (bytes.length() == 0) {
      return "it is empty";
    }
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(LOOK, bytes.length()));
    byte[] start = bytes.fill(0, block, "file").array();
    for (Start each : STARTS) {
      if (each.matches(start)) {
        return "it looks like " + article(each.kind);
      }
    }
    if (isSafetensors(start, bytes.length())) {
      return "it looks like safetensors; read it with Safetensors.read";
    }
    String name = String.valueOf(bytes.file().getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".onnx") || isOnnx(start)) {
      return "it looks like an ONNX model";
    }
    if (name.endsWith(".pb")) {
      return "it looks like a TensorFlow graph (.pb), not a file of Keras";
    }
    if (!isText(start)) {
      int count = Math.min(start.length, SHOWN / 4);
      return "it begins with the bytes " + HexFormat.ofDelimiter(" ").formatHex(start, 0, count);
    }
    return text(new String(start, StandardCharsets.UTF_8).strip());
  }

  private static String article(String kind) {
    return kind.startsWith("compressed") ? "something " + kind : kind;
  }

  private static String text(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("version https://git-lfs")) {
      return "it is the pointer of Git LFS to the file, which was not fetched (git lfs pull)";
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return "it is an HTML page, perhaps the one that links to the file";
    }
    if (lower.startsWith("{")) {
      return "it looks like JSON; an architecture is read with Models.fromJson";
    }
    if (isYaml(text)) {
      return "it looks like an architecture in YAML (to_yaml of Keras 1 and 2); read it with"
          + " Models.fromYaml";
    }
    String line = text.lines().findFirst().orElse("");
    String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    return "it is a text that begins with \"%s\"".formatted(shown);
  }

  /// {@return whether a file is HDF5: its signature is at the start, or after a block of the user's
  /// own, of 512 bytes or a power of two of them}
  static boolean isHdf5(Bytes bytes) throws IOException {
    for (long at = 0; at <= bytes.length() - HDF5.length; at = at == 0 ? LOOK : 2 * at) {
      byte[] start = bytes.fill(at, ByteBuffer.allocate(HDF5.length), "signature").array();
      if (Arrays.equals(start, HDF5)) {
        return true;
      }
    }
    return false;
  }

  /// {@return whether a file begins as safetensors do}
  static boolean isSafetensors(Bytes bytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(Long.BYTES + 1, bytes.length()));
    return isSafetensors(bytes.fill(0, block, "file").array(), bytes.length());
  }

  /// {@return whether a file begins as the architectures of Keras 1 and 2 do that are in YAML}
  static boolean isYaml(Bytes bytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(LOOK, bytes.length()));
    return isYaml(new String(bytes.fill(0, block, "file").array(), StandardCharsets.UTF_8));
  }

  private static boolean isYaml(String text) {
    return YAML.matcher(text.strip()).find();
  }

  /// {@return whether an object in JSON may follow the length of a header}
  static boolean hasSafetensorsHeader(Bytes bytes) throws IOException {
    if (bytes.length() <= Long.BYTES) {
      return false;
    }
    ByteBuffer first = bytes.fill(Long.BYTES, ByteBuffer.allocate(1), "header");
    return first.array()[0] == '{';
  }

  /// {@return whether a file begins as NumPy's arrays do}
  static boolean isNpy(Bytes bytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(NpyHeader.MAGIC_LENGTH, bytes.length()));
    return NpyHeader.isMagic(bytes.fill(0, block, "file").array());
  }

  /// {@return whether a file begins as an object in JSON}
  static boolean isJson(Bytes bytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(LOOK, bytes.length()));
    byte[] start = bytes.fill(0, block, "file").array();
    return new String(start, StandardCharsets.UTF_8).stripLeading().startsWith("{");
  }

  /// {@return whether a header in JSON of the length that comes first follows}
  private static boolean isSafetensors(byte[] start, long length) {
    if (start.length < Long.BYTES + 1 || start[Long.BYTES] != '{') {
      return false;
    }
    long header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return header > 1 && header <= length - Long.BYTES;
  }

  // The version, then the name of the producer, its version or the graph.
  private static boolean isOnnx(byte[] start) {
    return start.length > 4
        && start[0] == 0x08
        && start[1] > 1
        && start[1] < 32
        && List.of((byte) 0x12, (byte) 0x1A, (byte) 0x22, (byte) 0x3A).contains(start[2]);
  }

  private static boolean isText(byte[] start) {
    for (byte each : start) {
      if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
        return false;
      }
    }
    // Cut within a letter it has one more that is none.
    String text = new String(start, StandardCharsets.UTF_8);
    return text.chars().filter(letter -> letter == '\uFFFD').count() <= 1;
  }
}
