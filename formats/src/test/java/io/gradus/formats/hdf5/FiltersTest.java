package io.gradus.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/// The ends of what filters undo, and the places of chunks, by hand.
class FiltersTest {
  private static InputStream bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return new ByteArrayInputStream(all);
  }

  @Test
  void shuffledBytesBehindTheLastElementStandAsTheyWere() throws IOException {
    byte[] plain = Shuffle.undo(bytes(1, 4, 2, 5, 3, 6, 7, 8), 8, 3).readAllBytes();
    assertThat(plain).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    try (InputStream in = Shuffle.undo(bytes(1, 4, 2, 5, 3, 6, 7, 255), 8, 3)) {
      assertThat(in.skip(4)).isEqualTo(4);
      assertThat(in.read()).isEqualTo(5);
      assertThat(in.skip(2)).isEqualTo(2);
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aChecksumMayHaveTheBytesOfItsHalvesSwapped() throws IOException {
    // Words of the bytes 1, 2 and 3: 0x0102, 0x0300; their sum 0x0402, and the sum of sums 0x0504.
    int[][] sums = {{0x02, 0x04, 0x04, 0x05}, {0x04, 0x02, 0x05, 0x04}};
    for (int[] sum : sums) {
      try (InputStream in = new Fletcher32(bytes(1, 2, 3, sum[0], sum[1], sum[2], sum[3]))) {
        assertThat(in.read()).isEqualTo(1);
        assertThat(in.readAllBytes()).containsExactly(2, 3);
        assertThat(in.read()).isEqualTo(-1);
      }
    }
    for (int[] sum : new int[][] {{0x02, 0x04, 0x05, 0x04}, {0x04, 0x02, 0x04, 0x05}}) {
      InputStream in = new Fletcher32(bytes(1, 2, 3, sum[0], sum[1], sum[2], sum[3]));
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessage("the checksum differs");
    }
    InputStream zero = new Fletcher32(bytes(0, 0, 0, 0, 0));
    assertThat(zero.read()).isZero();
    assertThat(zero.read()).isEqualTo(-1);
    assertThatThrownBy(() -> new Fletcher32(bytes(1, 2, 3)).readAllBytes())
        .hasMessage("no checksum");
  }

  @Test
  void chunksLieWithinTheDataset() {
    ChunkGrid grid = new ChunkGrid(new long[] {5, 4}, new long[] {5, 4}, new long[] {2, 2});
    assertThat(grid.count(0)).isEqualTo(3);
    assertThat(grid.contains(new long[] {2, 1})).isTrue();
    assertThat(grid.contains(new long[] {3, 0})).isFalse();
    assertThat(grid.contains(new long[] {0, 2})).isFalse();
    assertThat(grid.contains(new long[] {-1, 0})).isFalse();
    assertThat(grid.isCut(new long[] {2, 0})).isTrue();
    assertThat(grid.isCut(new long[] {1, 1})).isFalse();
  }
}
