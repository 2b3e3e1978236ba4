package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  @TempDir Path folder;

  // Counted in Python: d = gzip.open(images).read()[16:]; sum(d); labels.count(bytes([i])).
  @Test
  void theJarHoldsAllDigits() {
    Mnist mnist = Mnist.load();
    assertThat(mnist.train().images().type()).isEqualTo(TensorType.of(DType.UINT8, 60_000, 28, 28));
    assertThat(mnist.train().labels().type()).isEqualTo(TensorType.of(DType.UINT8, 60_000));
    assertThat(mnist.test().images().type()).isEqualTo(TensorType.of(DType.UINT8, 10_000, 28, 28));
    assertThat(mnist.test().labels().type()).isEqualTo(TensorType.of(DType.UINT8, 10_000));
    assertThat(counts(mnist.train()))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(counts(mnist.test()))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(sum(mnist.train())).isEqualTo(1_567_298_545L);
    assertThat(sum(mnist.test())).isEqualTo(264_923_200L);
    assertThat(mnist.test().labels().get("0:10").toIntArray())
        .containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
  }

  @Test
  void readsAnyFolderPlainOrCompressed() throws IOException {
    write("train-images-idx3-ubyte", images(2), false);
    write("train-labels-idx1-ubyte", labels(2), true);
    write("t10k-images-idx3-ubyte", images(1), true);
    write("t10k-labels-idx1-ubyte", labels(1), false);
    Mnist mnist = Mnist.load(folder);
    assertThat(mnist.train().size()).isEqualTo(2);
    assertThat(mnist.test().size()).isEqualTo(1);
    assertThat(mnist.train().labels().toIntArray()).containsExactly(1, 2);
  }

  @Test
  void batchesAreScaledAndTheStoreStaysBytes() throws IOException {
    write("train-images-idx3-ubyte", images(3), false);
    write("train-labels-idx1-ubyte", labels(3), false);
    write("t10k-images-idx3-ubyte", images(1), false);
    write("t10k-labels-idx1-ubyte", labels(1), false);
    LabeledImages flat = Mnist.load(folder).train().flat();
    assertThat(flat.images().type()).isEqualTo(TensorType.of(DType.UINT8, 3, 784));
    Batch batch = flat.dataset().batches(2).iterator().next();
    assertThat(batch.x().type()).isEqualTo(TensorType.of(DType.FLOAT32, 2, 784));
    assertThat(batch.x().get("1, 0:3").toFloatArray())
        .containsExactly(16 / 255f, 17 / 255f, 18 / 255f);
    assertThat(batch.y().type()).isEqualTo(TensorType.of(DType.UINT8, 2));
  }

  @Test
  void namesAMissingFile() throws IOException {
    write("train-images-idx3-ubyte", images(2), false);
    assertThatThrownBy(() -> Mnist.load(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            "mnist: %s: there is no file train-labels-idx1-ubyte, with or without .gz", folder);
  }

  @Test
  void countsOfImagesAndLabelsMustAgree() throws IOException {
    write("train-images-idx3-ubyte", images(2), false);
    write("train-labels-idx1-ubyte", labels(3), false);
    assertThatThrownBy(() -> Mnist.load(folder))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage(
            "mnist: 2 images in train-images-idx3-ubyte, but 3 labels in train-labels-idx1-ubyte");
  }

  @Test
  void filesMustHoldImagesAndLabels() throws IOException {
    write("train-images-idx3-ubyte", labels(2), false);
    assertThatThrownBy(() -> Mnist.load(folder))
        .hasMessage("mnist: train-images-idx3-ubyte: must hold uint8[n, 28, 28], got uint8[2]");
    write("train-images-idx3-ubyte", images(2), false);
    write("train-labels-idx1-ubyte", images(2), false);
    assertThatThrownBy(() -> Mnist.load(folder))
        .hasMessage("mnist: train-labels-idx1-ubyte: must hold uint8[n], got uint8[2, 28, 28]");
  }

  @Test
  void aCutFileIsNamed() throws IOException {
    byte[] whole = labels(10);
    write("train-images-idx3-ubyte", images(10), false);
    write("train-labels-idx1-ubyte", java.util.Arrays.copyOf(whole, 12), false);
    assertThatThrownBy(() -> Mnist.load(folder))
        .hasMessage(
            "idx: train-labels-idx1-ubyte: at offset 4: header promises 10 items (10 bytes), 4"
                + " follow");
  }

  private static int[] counts(LabeledImages part) {
    int[] counts = new int[10];
    for (int label : part.labels().toIntArray()) {
      counts[label]++;
    }
    return counts;
  }

  private static long sum(LabeledImages part) {
    byte[] pixels = part.images().strided().bytes();
    return IntStream.range(0, pixels.length).mapToLong(i -> pixels[i] & 0xff).sum();
  }

  private void write(String name, byte[] bytes, boolean compressed) throws IOException {
    Path file = folder.resolve(compressed ? name + ".gz" : name);
    Files.write(file, compressed ? IdxTest.gzip(bytes) : bytes);
  }

  /// Pixel `p` of image `i` is `784·i + p`, modulo 256.
  private static byte[] images(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(16 + count * 784);
    buffer.putInt(0x00000803).putInt(count).putInt(28).putInt(28);
    for (int i = 0; i < count * 784; i++) {
      buffer.put((byte) i);
    }
    return buffer.array();
  }

  private static byte[] labels(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + count);
    buffer.putInt(0x00000801).putInt(count);
    for (int i = 1; i <= count; i++) {
      buffer.put((byte) i);
    }
    return buffer.array();
  }
}
