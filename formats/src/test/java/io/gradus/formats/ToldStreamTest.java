package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ToldStreamTest {
  @Test
  void passesOnEveryByte() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] block = new byte[3 << 20];
    block[7] = 5;
    try (ToldStream out = new ToldStream(all, ToldStream.bar(block.length + 4L))) {
      out.write(1);
      out.write(block, 7, 2);
      out.write(block);
      out.write(2);
    }
    byte[] written = all.toByteArray();
    assertThat(written).hasSize(block.length + 4).startsWith(1, 5, 0, 0).endsWith(0, 2);
    assertThat(written[10]).isEqualTo((byte) 5);
  }
}
