package io.gradus.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhiloxTest {
  private static int[] block(int k0, int k1, int c0, int c1, int c2, int c3) {
    int[] words = new int[4];
    Philox.block(k0, k1, c0, c1, c2, c3, words, 0);
    return words;
  }

  /// The lines "philox4x32 10" of `kat_vectors` in the Random123 distribution.
  @Test
  void givesTheKnownAnswersOfRandom123() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void aLongKeyAndCounterHaveTheirLowWordFirst() {
    int[] words = new int[6];
    Philox.block(0x299f31d0_a4093822L, 0x85a308d3_243f6a88L, words, 1);
    assertThat(words)
        .containsExactly(
            0,
            block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0, 0)[0],
            words[2],
            words[3],
            words[4],
            0);
  }

  @Test
  void fractionsStayBelowOne() {
    assertThat(Philox.toFloat(-1)).isEqualTo(Math.nextDown(1f));
    assertThat(Philox.toFloat(0)).isZero();
    assertThat(Philox.toDouble(-1, -1)).isEqualTo(Math.nextDown(1.0));
    assertThat(Philox.toDouble(0, 0x7FF)).isZero();
    assertThat(Philox.toDouble(0, 0x800)).isEqualTo(0x1p-53);
    assertThat(Philox.toDouble(1, 0)).isEqualTo(0x1p-32);
  }

  @Test
  void pathsHaveKeysOfTheirOwn() {
    Set<Long> keys = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (String path :
          new String[] {"", "a", "b", "ab", "ba", "dense_1/kernel", "dense_2/kernel"}) {
        keys.add(Philox.key(seed, path));
        assertThat(Philox.key(seed, path)).isEqualTo(Philox.key(seed, path));
      }
    }
    assertThat(keys).hasSize(70);
  }
}
