package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs of neighbouring tokens, joined by a space: all of the first length, then all of the next.
///
/// @param lengths the lengths of runs
/// @param upTo whether the only length stands for all from 1 to it
record Ngrams(List<Integer> lengths, boolean upTo) {
  static final Codec<@Nullable Ngrams> CODEC =
      new Codec<>(Ngrams::read, ngrams -> ngrams == null ? null : ngrams.write());

  Ngrams {
    lengths = List.copyOf(lengths);
    if (lengths.isEmpty() || lengths.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          "text vectorization: ngrams must have lengths of at least 1, got " + lengths);
    }
  }

  static Ngrams upTo(int most) {
    return new Ngrams(most < 1 ? List.of() : List.of(most), true);
  }

  private static @Nullable Ngrams read(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Number
        ? upTo(Codec.INTEGER.read().apply(value))
        : new Ngrams(Codec.listOf(Codec.INTEGER).read().apply(value), false);
  }

  private Object write() {
    return upTo ? lengths.getLast() : lengths;
  }

  /// {@return the runs in these tokens}
  List<String> of(List<String> tokens) {
    List<String> runs = new ArrayList<>();
    List<Integer> all =
        upTo
            ? IntStream.rangeClosed(1, Math.min(lengths.getLast(), tokens.size())).boxed().toList()
            : lengths;
    for (int length : all) {
      for (int at = 0; at + length <= tokens.size(); at++) {
        runs.add(String.join(" ", tokens.subList(at, at + length)));
      }
    }
    return runs;
  }
}
