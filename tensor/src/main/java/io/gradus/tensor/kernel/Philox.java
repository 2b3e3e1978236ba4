package io.gradus.tensor.kernel;

/// The counter-based random generator Philox4x32-10 (Salmon et al., *Parallel Random Numbers: As
/// Easy as 1, 2, 3*, SC 2011): a key and a counter give four 32-bit words, with no state, so that
/// any part of a stream can be computed anywhere and always has the same bits.
public final class Philox {
  /// The factor of a round's first word.
  public static final long MULTIPLIER_0 = 0xD2511F53L;

  /// The factor of a round's third word.
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;

  /// What the lower half of the key grows by from round to round.
  public static final int WEYL_0 = 0x9E3779B9;

  /// What the upper half of the key grows by from round to round.
  public static final int WEYL_1 = 0xBB67AE85;

  /// The number of rounds.
  public static final int ROUNDS = 10;

  private Philox() {}

  /// Writes the four words of block `counter` of the stream `key` to `words[at …]`.
  public static void block(long key, long counter, int[] words, int at) {
    block((int) key, (int) (key >>> 32), (int) counter, (int) (counter >>> 32), 0, 0, words, at);
  }

  static void block(int k0, int k1, int c0, int c1, int c2, int c3, int[] words, int at) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
      long p1 = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    words[at] = c0;
    words[at + 1] = c1;
    words[at + 2] = c2;
    words[at + 3] = c3;
  }

  /// {@return a float in [0, 1) from the upper 24 bits of a word}
  public static float toFloat(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  /// {@return a float in [0, 1) from the given number of upper bits of a word: of as many
  /// significant bits}
  public static float toFloat(int word, int bits) {
    return (float) (word >>> (Integer.SIZE - bits)) / (1 << bits);
  }

  /// {@return a double in [0, 1) from 53 bits of two words}
  public static double toDouble(int high, int low) {
    return ((Integer.toUnsignedLong(high) << 21) | (low >>> 11)) * 0x1p-53;
  }

  /// {@return a key for a part of a stream: the same seed and path give the same key, others almost
  /// surely another}
  public static long key(long seed, String path) {
    int[] words = new int[4];
    long key = seed;
    for (int i = 0; i < path.length(); i++) {
      block(key, path.charAt(i), words, 0);
      key = Integer.toUnsignedLong(words[0]) | ((long) words[1] << 32);
    }
    return key;
  }
}
