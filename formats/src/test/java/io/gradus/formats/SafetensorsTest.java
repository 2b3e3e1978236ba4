package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("x.safetensors");
  }

  @Test
  void readsBackEveryType() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      tensors.put(dtype.toString(), Tensor.of(0, 1, 1, 0).reshape(2, 2).cast(dtype));
    }
    tensors.put("scalar", Tensor.of(3f));
    tensors.put("empty", Tensor.zeros(0, 5));
    Safetensors.write(file, tensors, Map.of("format", "pt"));
    Safetensors.Contents read = Safetensors.readAll(file);
    assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
    assertThat(read.tensors()).containsOnlyKeys(tensors.keySet());
    tensors.forEach((name, tensor) -> {
      assertThat(read.tensors().get(name).type()).isEqualTo(tensor.type());
      assertThat(read.tensors().get(name).toDoubleArray()).isEqualTo(tensor.toDoubleArray());
    });
  }

  @Test
  void givesTheBytesOfTheFormat() throws IOException {
    Safetensors.write(file, Map.of("a", Tensor.of(1, 2)));
    byte[] bytes = Files.readAllBytes(file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(new String(bytes, 8, (int) header, StandardCharsets.UTF_8).strip())
        .isEqualTo("{\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
    assertThat(bytes).hasSize(8 + (int) header + 8);
  }

  private void refuses(String header, String message) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(text.length).put(text).array());
    assertThatThrownBy(() -> Safetensors.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message, file);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    refuses(
        "{\"a\":{\"dtype\":\"F8\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "%s, entry \"header\", byte 0: a: no tensor has elements of type F8");
    refuses(
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[1000000000000],\"data_offsets\":[0,8]}}",
        "%s, entry \"header\", byte 0: a: I32[1000000000000] in bytes 0 to 8");
    refuses(
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "%s, entry \"header\", byte 0: elements of 4 bytes are said; 8 are there");
    refuses(
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "%s, entry \"header\", byte 0: b: begins at byte 0 of the elements, not at 8, where the"
            + " one before ends");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, 0, '{'});
    assertThatThrownBy(() -> Safetensors.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: a header of 72057594037927935 bytes; there can be 2 to 1", file);
  }

  private void write(String header, byte... elements) throws IOException {
    Files.write(file, bytes(header, elements));
  }

  private static byte[] bytes(String header, byte... elements) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + elements.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(elements);
    return bytes.array();
  }

  private static byte[] mixed() {
    byte[] elements = {1, 0, 2, 0, 9, 9, 9, 9, 9, 9, 1, 0};
    return bytes(
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"scale\":{\"dtype\":\"F8_E8M0\",\"shape\":[2],\"data_offsets\":[4,6]},"
            + "\"packed\":{\"dtype\":\"F4\",\"shape\":[4],\"data_offsets\":[6,8]},"
            + "\"deep\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[8,10]},"
            + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[10,12]}}",
        elements);
  }

  /// {@return a file with floats of 8 bits}
  static byte[] example() {
    return bytes(
        "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[2,2],\"data_offsets\":[0,4]},"
            + "\"y\":{\"dtype\":\"F8_E5M2\",\"shape\":[4],\"data_offsets\":[4,8]}}",
        new byte[8]);
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /// (-1)^sign · 2^(exponent - bias) · 1.fraction, with exponent 0 2^(1 - bias) · 0.fraction.
  private static double definition(int bits, int fractionBits, int bias) {
    int exponent = (bits & 0x7F) >> fractionBits;
    double fraction = (bits & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
    double size =
        exponent == 0
            ? fraction * Math.pow(2, 1 - bias)
            : (1 + fraction) * Math.pow(2, exponent - bias);
    return bits < 128 ? size : -size;
  }

  @Test
  void readsAllFloatsOf8Bits() throws IOException {
    write(
        "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[16,16],\"data_offsets\":[0,256]}}", everyByte());
    Tensor e4m3 = Safetensors.read(file, "x");
    assertThat(e4m3.type()).hasToString("float32[16, 16]");
    float[] values = e4m3.toFloatArray();
    for (int bits = 0; bits < 256; bits++) {
      float wanted = (bits & 0x7F) == 0x7F ? Float.NaN : (float) definition(bits, 3, 7);
      assertThat(Float.valueOf(values[bits])).as("%02x", bits).isEqualTo(Float.valueOf(wanted));
    }
    assertThat(values[0x7E]).isEqualTo(448);
    assertThat(values[0x01]).isEqualTo(0.001953125f);
    write("{\"x\":{\"dtype\":\"F8_E5M2\",\"shape\":[256],\"data_offsets\":[0,256]}}", everyByte());
    values = Safetensors.read(file).get("x").toFloatArray();
    for (int bits = 0; bits < 256; bits++) {
      float wanted =
          switch (bits & 0x7F) {
            case 0x7C -> bits < 128 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
            case 0x7D, 0x7E, 0x7F -> Float.NaN;
            default -> (float) definition(bits, 2, 15);
          };
      assertThat(Float.valueOf(values[bits])).as("%02x", bits).isEqualTo(Float.valueOf(wanted));
    }
    assertThat(values[0x7B]).isEqualTo(57344);
    assertThat(Float.floatToRawIntBits(values[0x80])).isEqualTo(Float.floatToRawIntBits(-0f));
  }

  @Test
  void aTensorThatCannotBeReadDoesNotBlockTheOthers() throws IOException {
    Files.write(file, mixed());
    assertThat(Safetensors.entries(file))
        .extracting(ArrayInfo::toString)
        .containsExactly(
            "a: int16[2]",
            "scale: no tensor has elements of type F8_E8M0 (powers of two, which scale other"
                + " tensors)",
            "packed: no tensor has elements of type F4 (floats of 4 bits)",
            "deep: 9 axes, more than the 8 there can be",
            "b: bool[2]");
    assertThat(Safetensors.metadata(file)).containsExactly(Map.entry("format", "pt"));
    assertThat(Safetensors.read(file, "a").toIntArray()).containsExactly(1, 2);
    assertThat(Safetensors.read(file, "b").toIntArray()).containsExactly(1, 0);
    assertThatThrownBy(() -> Safetensors.read(file, "packed"))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, entry \"header\", byte 0: packed: no tensor has elements of type F4 (floats of 4"
                + " bits)",
            file);
    assertThatThrownBy(() -> Safetensors.read(file, "c"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s: tensor: unknown name \"c\"; nearest: a, b", file);
    assertThatThrownBy(() -> Safetensors.read(file, "scales"))
        .hasMessage("%s: tensor: unknown name \"scales\"; nearest: scale", file);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, entry \"header\", byte 0: scale: no tensor has elements of type F8_E8M0 (powers of"
                + " two, which scale other tensors); the others can be read by name:"
                + " Safetensors.read(file, name)",
            file);
  }
}
