package io.gradus.preprocessing;

import io.gradus.nn.layer.Restoring;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tokens in the order of their numbers, without special ones.
///
/// @param <T> text or number
final class Vocabulary<T> {
  private final List<T> tokens;
  private final Map<T, Integer> places = new HashMap<>();
  private final double @Nullable [] rarity;

  private Vocabulary(List<T> tokens, double @Nullable [] rarity) {
    this.tokens = List.copyOf(tokens);
    this.rarity = rarity;
    for (int i = 0; i < tokens.size(); i++) {
      places.put(tokens.get(i), i);
    }
  }

  /// {@return the vocabulary of these tokens, which may begin with all special tokens}
  ///
  /// @param rarity in mode `tf_idf` a weight for each of the tokens given, otherwise null
  /// @throws IllegalArgumentException if tokens repeat, special ones are elsewhere, there are too
  ///   many, or weights are missing or there without need
  static <T> Vocabulary<T> of(
      LookupOptions<T> options, List<T> given, @Nullable List<Double> rarity) {
    String layer = options.layer();
    if ((options.mode() == OutputMode.TF_IDF) != (rarity != null)) {
      throw new IllegalArgumentException(
          "%s: idf weights are needed in output mode tf_idf and in no other, got %s in mode %s"
              .formatted(layer, rarity == null ? "none" : "weights", options.mode()));
    }
    if (given.isEmpty()) {
      throw new IllegalArgumentException(layer + ": needs at least one token in the vocabulary");
    }
    List<T> special = special(options);
    boolean found =
        given.size() >= special.size() && given.subList(0, special.size()).equals(special);
    List<T> tokens = found ? given.subList(special.size(), given.size()) : given;
    check(options, tokens, special);
    if (rarity == null) {
      return new Vocabulary<>(tokens, null);
    }
    if (rarity.size() != given.size()) {
      throw new IllegalArgumentException(
          "%s: needs an idf weight for each token, got %d for %d"
              .formatted(layer, rarity.size(), given.size()));
    }
    return new Vocabulary<>(tokens, rarity(options, rarity, found ? 0 : special.size()));
  }

  /// {@return what comes before the tokens}
  static <T> List<T> special(LookupOptions<T> options) {
    List<T> special = new ArrayList<>();
    if (options.oovStart() == 1 && options.mask() != null) {
      special.add(options.mask());
    }
    special.addAll(Collections.nCopies(options.oov(), options.oovToken()));
    return special;
  }

  private static <T> void check(LookupOptions<T> options, List<T> tokens, List<T> special) {
    Set<T> seen = new LinkedHashSet<>();
    Set<String> repeated = new TreeSet<>();
    for (T token : tokens) {
      if (!seen.add(token)) {
        repeated.add(String.valueOf(token));
      }
    }
    if (!repeated.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: tokens must not repeat in the vocabulary, got %s several times"
              .formatted(options.layer(), repeated));
    }
    boolean misplaced =
        (options.mask() != null && seen.contains(options.mask()))
            || (options.invert() && seen.contains(options.oovToken()));
    if (misplaced) {
      throw new IllegalArgumentException(
          "%s: special tokens must not be in the vocabulary, but for all of them at its start as %s"
              .formatted(options.layer(), special));
    }
    Integer most = options.maxTokens();
    int size = options.start() + tokens.size();
    if (most != null && size > most) {
      throw new IllegalArgumentException(
          "%s: the vocabulary must have at most maxTokens = %d tokens with special ones, got %d"
              .formatted(options.layer(), most, size));
    }
  }

  /// The mean for the special tokens, 0 for what there is no token for.
  private static double[] rarity(LookupOptions<?> options, List<Double> given, int special) {
    int size = special + given.size();
    Integer most = options.maxTokens();
    int length = options.pad() && most != null ? most : size;
    Restoring.allows("idf_weights", Shape.of(length));
    double[] rarity = new double[length];
    double mean = given.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    for (int i = 0; i < size; i++) {
      rarity[i] = i < special ? mean : given.get(i - special);
    }
    return rarity;
  }

  /// {@return the tokens}
  List<T> tokens() {
    return tokens;
  }

  /// {@return the place of the token among the tokens, or −1}
  int place(T token) {
    return places.getOrDefault(token, -1);
  }

  /// {@return for each number how rare it is, or null}
  double @Nullable [] rarity() {
    return rarity == null ? null : rarity.clone();
  }
}
