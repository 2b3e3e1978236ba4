package io.gradus.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Files that say what is not so.
class HostileFilesTest {
  private static final int CHUNK_TREE = 0x45455254;

  /// {@return a file of the earlier format, without checksums, in which every dataset has chunks of
  /// two by two}
  private static ByteBuffer old() throws IOException {
    return ByteBuffer.wrap(MemorySource.unpacked("small_old")).order(Block.ORDER);
  }

  private static Dataset dataset(ByteBuffer file, String path) throws IOException {
    Hdf5File opened = Hdf5File.open(new MemorySource(file.array()));
    return Objects.requireNonNull(opened.find(path), path).dataset();
  }

  /// {@return where the numbers stand one after the other}
  private static int find(ByteBuffer file, long... numbers) {
    for (int at = 0; at <= file.limit() - numbers.length * Long.BYTES; at++) {
      boolean found = true;
      for (int i = 0; i < numbers.length; i++) {
        found &= file.getLong(at + i * Long.BYTES) == numbers[i];
      }
      if (found) {
        return at;
      }
    }
    throw new AssertionError("not found");
  }

  /// {@return where the entries of the tree of the first chunked dataset are}
  private static int entries(ByteBuffer file) {
    for (int at = 0; at < file.limit() - 24; at++) {
      boolean tree = file.getInt(at) == CHUNK_TREE && file.get(at + 4) == 1;
      if (tree && file.getShort(at + 6) == 9) {
        return at + 24;
      }
    }
    throw new AssertionError("no tree");
  }

  @Test
  void refusesAChunkThatIsListedTwice() throws IOException {
    ByteBuffer file = old();
    int first = entries(file) + 32;
    file.putLong(first + 40, file.getLong(first));
    assertThatThrownBy(() -> dataset(file, "plain").read())
        .hasMessage(
            "x.h5, byte %d: plain: a chunk that is there twice".formatted(file.getLong(first)));
  }

  @Test
  void refusesChunksThatAreNotInOrder() throws IOException {
    ByteBuffer file = old();
    int second = entries(file) + 40;
    file.putLong(second + 8, 0).putLong(second + 16, 0);
    assertThatThrownBy(() -> dataset(file, "plain").read())
        .hasMessageEndingWith(": plain: chunks that are not in order, [0, 0] after [0, 0]");
  }

  @Test
  void refusesChunksOfOtherSizesThanTheirElementsTake() throws IOException {
    ByteBuffer file = old();
    file.putInt(entries(file), 15);
    assertThatThrownBy(() -> dataset(file, "plain").read())
        .hasMessageEndingWith(": plain: a chunk of 16 bytes is stored in 15");
  }

  @Test
  void refusesADatasetOfWhichTooLittleIsStored() throws IOException {
    ByteBuffer file = old();
    int dims = find(file, 6, 5);
    file.putLong(dims, 20_000).putLong(dims + 8, 20_000);
    assertThatThrownBy(() -> dataset(file, "plain").read())
        .hasMessageEndingWith(
            ": plain: 1,600,000,000 bytes of elements are stored in 144, less than a thousandth");
    file.putLong(dims, 200_000);
    assertThatThrownBy(() -> dataset(file, "plain").read())
        .hasMessageMatching(".*: plain: 4,000,000,000 elements, more than the .* can have");
  }

  @Test
  void comparesChecksums() throws IOException {
    byte[] later = MemorySource.unpacked("small_filters");
    later[later.length / 2] ^= 1;
    byte[] header = MemorySource.unpacked("small_links");
    header[60] ^= 1;
    assertThatThrownBy(() -> Hdf5File.open(new MemorySource(header)))
        .hasMessageMatching(
            "x.h5, byte \\d+: the checksum of the object header is [0-9a-f]{8}; its bytes have"
                + " [0-9a-f]{8}");
    int sums = 0;
    for (int i = 0; i < later.length; i++) {
      byte[] damaged = MemorySource.unpacked("small_filters");
      damaged[i] ^= 1;
      try {
        dataset(ByteBuffer.wrap(damaged), "sum").read();
      } catch (IOException e) {
        sums += String.valueOf(e.getMessage()).endsWith("the checksum differs") ? 1 : 0;
      }
    }
    // Each bit of the 240 bytes of elements, and of their two sums.
    assertThat(sums).isEqualTo(248);
  }

  @Test
  void groupsThatHoldThemselvesAreVisitedOnce() throws IOException {
    assertThat(MemorySource.open("groups").datasets()).doesNotContainKey("few/up/few/a");
    assertThat(MemorySource.open("groups").datasets()).containsKey("few/a");
  }

  /// Of three streams of deflate in each other, one of a megabyte unpacks to a terabyte of nothing.
  @Test
  void refusesChunksDeflatedTwice() throws IOException {
    byte[] message = {2, 2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    Storage storage = new Storage(new MemorySource(message));
    Block block = storage.block(0, message.length, "filters");
    assertThatThrownBy(() -> FilterPipeline.read(block))
        .hasMessageContaining("lists more than one deflate");
  }

  @Test
  void findsTextsOfAHeapInAnyOrderInTimeLinearInItsLength() throws IOException {
    int others = 500_000;
    int pointers = 100_000;
    int heap = 16 + 16 * others + 24;
    ByteBuffer file = ByteBuffer.allocate(heap + 16 * pointers).order(Block.ORDER);
    file.putInt(0x4C4F4347).putInt(1).putLong(heap);
    for (int i = 0; i < others; i++) {
      file.putLong(2).putLong(0);
    }
    file.putLong(1).putLong(1).putLong('a');
    for (int i = 0; i < pointers; i++) {
      file.putInt(1).putLong(0).putInt(1);
    }
    Storage storage = new Storage(new MemorySource(file.array()));
    Block block = storage.block(heap, 16L * pointers, "texts");
    GlobalHeap texts = new GlobalHeap(storage.once());
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < pointers; i++) {
            assertThat(texts.text(block)).isEqualTo("a");
          }
        });
  }

  @Test
  void findsTheKnownChecksum() {
    byte[] text = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);
    // From the comments of Bob Jenkins' lookup3.c.
    assertThat(Checksum.of(ByteBuffer.wrap(text).order(Block.ORDER), text.length))
        .isEqualTo(0x17770551);
  }
}
