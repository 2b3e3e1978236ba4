package io.gradus.preprocessing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// How often tokens occur, and in how many documents.
///
/// @param <T> text or number
final class TokenCounts<T> {
  private final Map<T, Long> occurrences = new HashMap<>();
  private final Map<T, Long> documentsWith = new HashMap<>();
  private long documents;

  /// Counts the tokens of a document.
  void add(List<T> document) {
    documents++;
    document.forEach(token -> occurrences.merge(token, 1L, Long::sum));
    new HashSet<>(document).forEach(token -> documentsWith.merge(token, 1L, Long::sum));
  }

  /// {@return the vocabulary of the most frequent tokens, of equally frequent ones the greater
  /// first}
  ///
  /// @throws IllegalArgumentException if there is no token but special ones
  Vocabulary<T> vocabulary(LookupOptions<T> options, Comparator<T> order) {
    occurrences.remove(options.oovToken());
    if (options.mask() != null) {
      occurrences.remove(options.mask());
    }
    List<T> tokens = new ArrayList<>(occurrences.keySet());
    tokens.sort(Comparator.<T, Long>comparing(occurrences::get).thenComparing(order).reversed());
    Integer most = options.maxTokens();
    if (most != null) {
      tokens = tokens.subList(0, Math.max(0, Math.min(tokens.size(), most - options.start())));
    }
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException(options.layer() + ": adapt found no tokens");
    }
    return Vocabulary.of(
        options,
        tokens,
        options.mode() == OutputMode.TF_IDF ? tokens.stream().map(this::rarity).toList() : null);
  }

  // As Keras has it: log(1 + documents / (1 + documents with the token)).
  private double rarity(T token) {
    return StrictMath.log(1 + (double) documents / (1 + documentsWith.getOrDefault(token, 0L)));
  }
}
