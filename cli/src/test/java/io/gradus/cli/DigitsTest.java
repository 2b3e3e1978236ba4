package io.gradus.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final int SIDE = 28;

  private static final String BLOCKS =
      """
          ▄▄▄▄▄▄     ██▄
        ▄███▀▀███▄    ▀██▄
       ███      ███     ▀██▄
       ██        ██       ▀██▄
       ███      ███         ▀██▄
        ▀███▄▄███▀            ▀██▄
          ▀▀▀▀▀▀                ▀██
      label 0        label 1
      predicted 0    predicted 7 ✗
      """;

  /// A ring in the first image, a diagonal in the second.
  private static Digits digits(int count) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double radius = Math.hypot(x - 13.5, y - 13.5);
        pixels[y * SIDE + x] = (byte) (radius > 8 && radius < 12 ? 255 : 0);
        if (count > 1) {
          pixels[SIDE * SIDE + y * SIDE + x] = (byte) (Math.abs(x - y) < 3 ? 200 : 0);
        }
      }
    }
    return Digits.of(Tensor.ofUnsigned(pixels, Shape.of(count, SIDE, SIDE)).strided(), count);
  }

  @Test
  void drawsHalfBlocksSideBySide() {
    assertThat(digits(2).text(new int[] {0, 1}, new int[] {0, 7}, UTF_8))
        .isEqualToNormalizingNewlines(BLOCKS);
  }

  @Test
  void drawsAsciiWhereBlocksCannotBeEncoded() {
    assertThat(digits(2).text(new int[] {0, 1}, new int[] {0, 7}, US_ASCII))
        .isEqualToNormalizingNewlines(
            BLOCKS.replace('▀', '\'').replace('▄', '.').replace('█', '#').replace('✗', '!'));
  }

  @Test
  void tenTakeTwoLinesOfFive() {
    String text = digits(10).text(new int[10], new int[10], UTF_8);
    assertThat(text.lines().filter(line -> line.startsWith("label"))).hasSize(2);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }
}
