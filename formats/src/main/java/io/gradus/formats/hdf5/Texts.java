package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The texts of a dataset or an attribute.
final class Texts {
  private Texts() {}

  /// {@return the texts in a block}
  ///
  /// @param type their type, which [Datatype#isText]
  /// @param count how many
  static List<String> read(Storage storage, Datatype type, Block data, long count)
      throws IOException {
    boolean fixed = type.kind() == Datatype.Kind.TEXT;
    boolean fits = fixed ? type.size() > 0 : type.size() == GlobalHeap.pointer(storage);
    if (!fits || count > data.remaining() / type.size()) {
      throw data.wrong(
          "has %d bytes, not %d texts of %d each".formatted(data.remaining(), count, type.size()));
    }
    GlobalHeap heap = new GlobalHeap(storage.once());
    List<String> texts = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      texts.add(fixed ? fixed(data.bytes(type.size()), type.padding()) : heap.text(data));
    }
    return texts;
  }

  private static String fixed(byte[] bytes, Datatype.Padding padding) {
    int end = bytes.length;
    switch (padding) {
      case TERMINATED -> {
        end = 0;
        while (end < bytes.length && bytes[end] != 0) {
          end++;
        }
      }
      case ZEROS -> {
        while (end > 0 && bytes[end - 1] == 0) {
          end--;
        }
      }
      case SPACES -> {
        while (end > 0 && bytes[end - 1] == ' ') {
          end--;
        }
      }
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
