package io.gradus.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Hdf5FileTest {
  private static Hdf5File open(byte[] content) throws IOException {
    return Hdf5File.open(new MemorySource(content));
  }

  private static Tensor read(Hdf5File file, String path) throws IOException {
    return file.datasets().get(path).read();
  }

  @Test
  void refusesShapesWithMoreElementsThanCanBeCounted() {
    ByteBuffer message = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    message.put((byte) 2).put((byte) 3).put((byte) 0).put((byte) 1);
    message.putLong(1L << 31).putLong(0).putLong(1L << 32).flip();
    Block block = new Block(new Storage(new MemorySource(new byte[100])), message, 40, "message");
    assertThatThrownBy(() -> Dataspace.read(block))
        .isInstanceOf(IOException.class)
        .hasMessage("x.h5, byte 68: the message tells of more elements than can be counted");
  }

  @Test
  void readsChunksFiltersAndLaterGroups() throws IOException {
    Hdf5File file = open(MemorySource.resource("chunks.h5"));
    double[] counts = IntStream.range(0, 3000).asDoubleStream().toArray();
    assertThat(read(file, "packed").type().toString()).isEqualTo("float32[50, 60]");
    assertThat(read(file, "packed").toDoubleArray()).isEqualTo(counts);
    assertThat(read(file, "plain").dtype()).isEqualTo(DType.INT64);
    assertThat(read(file, "plain").toDoubleArray()).isEqualTo(counts);
    assertThat(read(file, "growing").toDoubleArray())
        .isEqualTo(IntStream.range(0, 10).asDoubleStream().toArray());
    assertThat(read(file, "inner/flags").dtype()).isEqualTo(DType.BOOL);
    assertThat(read(file, "inner/flags").toDoubleArray()).containsExactly(1, 0, 1);
    assertThat(read(file, "inner/empty").shape()).isEqualTo(Shape.of(0, 3));
    assertThat(read(file, "inner/scalar").item()).isEqualTo(2.5);
    assertThat(file.find("inner").attributes().get("texts").texts()).containsExactly("a", "bc");
    assertThat(file.find("inner").attributes().get("fixed").texts()).containsExactly("ab", "c");
  }

  @Test
  void readsBackEveryTypeAndManyMembers() throws IOException {
    Hdf5Writer writer = new Hdf5Writer();
    for (DType dtype : DType.values()) {
      writer.root().dataset(dtype.toString(), Tensor.of(0, 1, 1, 0, 1, 1).cast(dtype));
    }
    Hdf5Writer.Group many = writer.root().group("many");
    for (int i = 0; i < 700; i++) {
      many.dataset(Integer.toString(i), Tensor.of((float) i));
    }
    many.attribute("name", "größer");
    writer.root().dataset("empty", Tensor.zeros(0, 4));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    assertThat(out.size()).isEqualTo((int) writer.length());
    Hdf5File file = open(out.toByteArray());
    for (DType dtype : DType.values()) {
      assertThat(read(file, dtype.toString()).dtype()).isEqualTo(dtype);
      assertThat(read(file, dtype.toString()).toDoubleArray()).containsExactly(0, 1, 1, 0, 1, 1);
    }
    for (int i = 0; i < 700; i++) {
      assertThat(read(file, "many/" + i).item()).isEqualTo(i);
    }
    assertThat(read(file, "empty").shape()).isEqualTo(Shape.of(0, 4));
    assertThat(file.find("many").attributes().get("name").text()).isEqualTo("größer");
  }
}
