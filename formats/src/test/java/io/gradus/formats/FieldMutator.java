package io.gradus.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Changes numbers of a file where its reader looks: lengths, counts, addresses, versions.
final class FieldMutator {
  // What is read in larger pieces are elements.
  private static final int MOST_STRUCTURE = 4096;

  private final byte[] original;
  private final List<int[]> places;
  private final SplittableRandom random;

  private FieldMutator(byte[] original, List<int[]> places, SplittableRandom random) {
    this.original = original;
    this.places = places;
    this.random = random;
  }

  /// Reads a file.
  @FunctionalInterface
  interface Reader {
    void read(Bytes file) throws IOException;
  }

  /// {@return what changes a file where a reader looks}
  static FieldMutator of(byte[] original, Reader reader, SplittableRandom random)
      throws IOException {
    List<int[]> places = new ArrayList<>();
    Bytes.Medium watched =
        (offset, block) -> {
          int count = block.remaining();
          if (count <= MOST_STRUCTURE) {
            places.add(new int[] {(int) offset, count});
          }
          block.put(original, (int) offset, count);
          return count;
        };
    reader.read(Bytes.of(Fuzz.FILE, null, original).entry("x", watched, original.length));
    if (places.isEmpty()) {
      throw new AssertionError("the reader looked nowhere");
    }
    return new FieldMutator(original, places, random);
  }

  /// {@return the file with one to three fields changed}
  byte[] next() {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = place();
      int width = Math.min(1 << random.nextInt(4), bytes.length - at);
      long value = little(bytes, at, width);
      long changed =
          switch (random.nextInt(5)) {
            case 0 -> value + 1;
            case 1 -> value - 1;
            case 2 -> little(original, place(), width);
            case 3 -> value * 2;
            default -> Fuzz.NUMBERS[random.nextInt(Fuzz.NUMBERS.length)];
          };
      for (int b = 0; b < width; b++) {
        bytes[at + b] = (byte) (changed >> b * Byte.SIZE);
      }
    }
    return bytes;
  }

  private int place() {
    int[] place = places.get(random.nextInt(places.size()));
    return place[0] + random.nextInt(Math.max(1, place[1]));
  }

  private static long little(byte[] bytes, int at, int width) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    long value = 0;
    for (int b = 0; b < width && at + b < bytes.length; b++) {
      value |= Byte.toUnsignedLong(all.get(at + b)) << b * Byte.SIZE;
    }
    return value;
  }
}
