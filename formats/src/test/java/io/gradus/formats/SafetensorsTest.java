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
        "%s, entry \"header\", byte 0: a: int32[1000000000000] in bytes 0 to 8");
    refuses(
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "%s, entry \"header\", byte 0: elements of 4 bytes are said; 8 are there");
    refuses(
        "{\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "%s, entry \"header\", byte 0: b: begins at byte 0 of the elements, not at 8, where the"
            + " one before ends");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, 0, 1});
    assertThatThrownBy(() -> Safetensors.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: a header of 72057594037927935 bytes; there can be 2 to 1", file);
  }
}
