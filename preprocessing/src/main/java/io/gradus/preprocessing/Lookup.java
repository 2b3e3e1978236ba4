package io.gradus.preprocessing;

import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.layer.DTypePolicy;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the lookup layers share: a vocabulary that is given or learned, the numbers of tokens and
/// the tokens of numbers.
///
/// In mode `int` number 0 is the mask token's, if there is one; then come the numbers for tokens
/// outside the vocabulary, then the tokens'. In other modes the mask token counts nowhere.
///
/// @param <T> text or number
final class Lookup<T> {
  private final LookupOptions<T> options;
  private final Comparator<T> order;
  private final boolean isGiven;
  private volatile @Nullable Vocabulary<T> vocabulary;

  /// @param order what puts equally frequent tokens in order, the last first
  /// @param given the vocabulary, or null
  /// @param rarity the weight of each token in mode `tf_idf`, or null
  Lookup(
      LookupOptions<T> options,
      Comparator<T> order,
      @Nullable List<T> given,
      @Nullable List<Double> rarity) {
    this.options = options;
    this.order = order;
    this.isGiven = given != null;
    if (given != null) {
      set(given, rarity);
    }
  }

  LookupOptions<T> options() {
    return options;
  }

  /// {@return a lookup with other settings and this one's vocabulary}
  Lookup<T> with(LookupOptions<T> changed) {
    return new Lookup<>(changed, order, tokens(), rarity());
  }

  void set(List<T> tokens, @Nullable List<Double> rarity) {
    vocabulary = Vocabulary.of(options, tokens, rarity);
  }

  /// Learns from documents of tokens.
  void learn(Iterable<? extends List<T>> documents) {
    if (isGiven) {
      throw new IllegalStateException(
          options.layer() + ": has the vocabulary it was made with and learns none");
    }
    TokenCounts<T> counts = new TokenCounts<>();
    documents.forEach(counts::add);
    vocabulary = counts.vocabulary(options, order);
  }

  private Vocabulary<T> known() {
    Vocabulary<T> present = vocabulary;
    if (present == null) {
      throw new IllegalStateException(
          options.layer()
              + ": has no vocabulary; give it one, or call adapt before the layer is called");
    }
    return present;
  }

  /// {@return the tokens without special ones, or null}
  @Nullable List<T> tokens() {
    Vocabulary<T> present = vocabulary;
    return present == null ? null : present.tokens();
  }

  /// {@return the weights of the tokens without special ones in mode `tf_idf`, otherwise null}
  @Nullable List<Double> rarity() {
    Vocabulary<T> present = vocabulary;
    double[] all = present == null ? null : present.rarity();
    if (present == null || all == null) {
      return null;
    }
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < present.tokens().size(); i++) {
      weights.add(all[options.start() + i]);
    }
    return weights;
  }

  /// {@return the tokens by their numbers, special ones first}
  List<T> all() {
    List<T> all = new ArrayList<>(Vocabulary.special(options));
    all.addAll(known().tokens());
    return List.copyOf(all);
  }

  /// {@return how many numbers there are}
  int size() {
    return options.start() + known().tokens().size();
  }

  /// {@return how many numbers there are, or null before there is a vocabulary}
  @Nullable Integer knownSize() {
    return vocabulary == null ? null : size();
  }

  /// {@return how many numbers there are, those of special tokens before there is a vocabulary}
  int leastSize() {
    return vocabulary == null ? options.start() : size();
  }

  /// {@return the length of vectors}
  int depth() {
    Integer most = options.maxTokens();
    return options.pad() && most != null ? most : size();
  }

  /// {@return the number of a token; −1 if it counts nowhere}
  ///
  /// @throws IllegalArgumentException if it is not in the vocabulary and there is no number for
  ///   such
  long number(T token) {
    if (token.equals(options.mask())) {
      return masked();
    }
    int place = known().place(token);
    return place >= 0 ? options.start() + place : options.oovStart() + outside(token);
  }

  /// {@return the number of the mask token; −1 if it counts nowhere}
  long masked() {
    return options.mode() == OutputMode.INT ? 0 : -1;
  }

  private long outside(T token) {
    if (options.oov() == 0) {
      throw new IllegalArgumentException(
          "%s: all tokens must be in the vocabulary where numOovIndices is 0, got \"%s\""
              .formatted(options.layer(), token));
    }
    if (options.oov() == 1) {
      return 0;
    }
    return token instanceof Long number && options.method() == OovMethod.FLOORMOD
        ? Math.floorMod(number, (long) options.oov())
        : Fingerprint.bin(token.toString(), options.oov(), options.salt());
  }

  /// {@return the numbers of tokens, encoded}
  ///
  /// @param policy the layer's types
  Tensor encoded(List<T> tokens, Shape shape, DTypePolicy policy) {
    Tensor numbers = Tensor.of(tokens.stream().mapToLong(this::number).toArray(), shape);
    return encoded(numbers, weights(), policy);
  }

  /// {@return numbers encoded: `int64` in mode `int`, otherwise the type of vectors}
  ///
  /// @param weights the weights by number in mode `tf_idf`
  /// @param policy the layer's types
  Tensor encoded(Tensor numbers, Tensor weights, DTypePolicy policy) {
    if (options.mode() == OutputMode.INT) {
      return numbers;
    }
    DType dtype = vectors(policy);
    if (options.mode() != OutputMode.TF_IDF) {
      return options.mode().encode(numbers, depth(), dtype, null);
    }
    return OutputMode.COUNT.encode(numbers, depth(), dtype, null).mul(weights.cast(dtype));
  }

  /// {@return vectors of no sample}
  Tensor none(DTypePolicy policy) {
    return Tensor.zeros(Shape.of(0, depth()), vectors(policy));
  }

  private static DType vectors(DTypePolicy policy) {
    return policy.compute().isFloating() ? policy.compute() : DType.FLOAT32;
  }

  /// {@return the weights by number in mode `tf_idf`, 0 where there is no token; else null}
  double @Nullable [] idfWeights() {
    Vocabulary<T> present = vocabulary;
    return present == null ? null : present.rarity();
  }

  /// {@return the weights by number in mode `tf_idf`}
  Tensor weights() {
    double[] rarity = known().rarity();
    return Tensor.of(rarity == null ? new double[0] : rarity).cast(DType.FLOAT32);
  }

  /// Writes the tokens by their numbers, a line for each, as Keras' saved models have them; as a
  /// whole or not at all.
  void write(Path file) {
    try {
      String text = all().stream().map(String::valueOf).collect(Collectors.joining("\n"));
      AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: cannot write the vocabulary: %s".formatted(options.layer(), e.getMessage()), e);
    }
  }

  /// {@return the tokens in the lines of a file, but for empty ones at its end}
  static <T> List<T> read(String layer, Path file, Function<String, T> token) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      while (!lines.isEmpty() && lines.getLast().isEmpty()) {
        lines.removeLast();
      }
      return lines.stream().map(token).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: cannot read the vocabulary from %s".formatted(layer, file), e);
    }
  }
}
