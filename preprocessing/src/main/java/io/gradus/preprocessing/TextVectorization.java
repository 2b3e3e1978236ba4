package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.nn.model.ProgressBar;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Turns texts into the numbers of their words (`keras.layers.TextVectorization`): standardizes
/// each text, splits it into tokens, makes ngrams of them, and looks them up in a vocabulary, which
/// is given or learned by [#adapt] as in [StringLookup].
///
/// Shapes: n texts; output in mode `int` `int64` `[n, tokens]`, shorter texts filled up with 0: as
/// long as the longest text, or [#outputSequenceLength]. Number 1 is that of words outside the
/// vocabulary. In the modes `multi_hot`, `count` and `tf_idf` the output is `[n, vocabulary]` of
/// the layer's floating type, and number 0 is that of words outside. No tensor holds texts, so the
/// layer stands before a model, see [TextEncoder].
public final class TextVectorization extends Layer implements TextEncoder, Adaptable<List<String>> {
  private static final String LAYER = "text vectorization";
  private static final ConfigKey<Standardization> STANDARDIZE =
      new ConfigKey<>("standardize", Standardization.CODEC);
  private static final ConfigKey<Splitting> SPLIT = new ConfigKey<>("split", Splitting.CODEC);
  private static final ConfigKey<@Nullable Ngrams> NGRAMS = new ConfigKey<>("ngrams", Ngrams.CODEC);
  private static final ConfigKey<@Nullable Integer> LENGTH =
      new ConfigKey<>("output_sequence_length", Codec.INTEGER.orNull());
  private static final ConfigKey<@Nullable List<String>> VOCABULARY =
      new ConfigKey<>("vocabulary", Codec.listOf(Codec.TEXT).orNull());

  /// The configuration, as Keras writes it; it has a vocabulary that was learned, too.
  public static final Schema<TextVectorization> SCHEMA =
      Layer.<TextVectorization>schemaOf("TextVectorization")
          .optional(LookupKeys.MAX_TOKENS, layer -> layer.lookup.options().maxTokens(), null)
          .optional(
              STANDARDIZE,
              layer -> layer.cut.standardization,
              Standardization.LOWER_AND_STRIP_PUNCTUATION)
          .optional(SPLIT, layer -> layer.cut.splitting, Splitting.WHITESPACE)
          .optional(NGRAMS, layer -> layer.cut.ngrams, null)
          .optional(LookupKeys.MODE, layer -> layer.lookup.options().mode(), OutputMode.INT)
          .optional(LENGTH, layer -> layer.cut.length, null)
          .optional(LookupKeys.PAD, layer -> layer.lookup.options().pad(), false)
          .optional(Sparse.KEY, _ -> false, false)
          .optional(VOCABULARY, layer -> layer.lookup.tokens(), null)
          .optional(LookupKeys.RARITY, layer -> layer.lookup.rarity(), null)
          .absent("ragged", false)
          .absent("encoding", "utf-8")
          .optional(LookupKeys.SIZE, layer -> layer.lookup.leastSize(), null)
          .ignored("has_input_vocabulary")
          .build(TextVectorization::new);

  private final Cut cut;
  private final Lookup<String> lookup;

  /// How texts become tokens.
  private record Cut(
      Standardization standardization,
      Splitting splitting,
      @Nullable Ngrams ngrams,
      @Nullable Integer length) {
    Cut {
      if (length != null) {
        Limits.atLeast(LAYER, "outputSequenceLength", length, 1);
      }
    }

    List<String> tokens(String text) {
      List<String> tokens = splitting.apply(standardization.apply(text));
      return ngrams == null ? tokens : ngrams.of(tokens);
    }
  }

  /// A layer that learns its vocabulary.
  public TextVectorization() {
    this(Settings.DEFAULT, standard(), lookup(null));
  }

  /// A layer with this vocabulary.
  public TextVectorization(List<String> vocabulary) {
    this(Settings.DEFAULT, standard(), lookup(vocabulary));
  }

  private TextVectorization(Settings settings, Cut cut, Lookup<String> lookup) {
    super(settings);
    OutputMode mode = lookup.options().mode();
    if (cut.length != null && mode != OutputMode.INT) {
      throw new IllegalArgumentException(
          "%s: outputSequenceLength needs output mode int, got %s".formatted(LAYER, mode));
    }
    this.cut = cut;
    this.lookup = lookup;
  }

  private TextVectorization(Config config) {
    this(
        settings(config),
        new Cut(config.get(STANDARDIZE), config.get(SPLIT), config.get(NGRAMS), config.get(LENGTH)),
        new Lookup<>(
            options()
                .maxTokens(config.get(LookupKeys.MAX_TOKENS))
                .output(config.get(LookupKeys.MODE), config.get(LookupKeys.PAD)),
            StringLookup.BYTES,
            config.get(VOCABULARY),
            config.get(LookupKeys.RARITY)));
  }

  private static Cut standard() {
    return new Cut(Standardization.LOWER_AND_STRIP_PUNCTUATION, Splitting.WHITESPACE, null, null);
  }

  private static LookupOptions<String> options() {
    return LookupOptions.of(LAYER, "[UNK]").tokens(1, "", "[UNK]");
  }

  private static Lookup<String> lookup(@Nullable List<String> vocabulary) {
    return new Lookup<>(options(), StringLookup.BYTES, vocabulary, null);
  }

  private TextVectorization with(LookupOptions<String> changed) {
    return new TextVectorization(settings(), cut, lookup.with(changed));
  }

  private TextVectorization with(Cut changed) {
    return new TextVectorization(settings(), changed, lookup.with(lookup.options()));
  }

  /// {@return this layer with the given name}
  public TextVectorization named(String name) {
    return new TextVectorization(settings().named(name), cut, lookup.with(lookup.options()));
  }

  /// {@return this layer with a vocabulary of at most so many tokens, special ones included}
  public TextVectorization maxTokens(int most) {
    return with(lookup.options().maxTokens(most));
  }

  /// {@return this layer, which does something else to each text first}
  public TextVectorization standardize(Standardization changed) {
    return with(new Cut(changed, cut.splitting, cut.ngrams, cut.length));
  }

  /// {@return this layer, which splits texts in another way}
  public TextVectorization split(Splitting changed) {
    return with(new Cut(cut.standardization, changed, cut.ngrams, cut.length));
  }

  /// {@return this layer on runs of 1 up to `most` tokens}
  public TextVectorization ngrams(int most) {
    return with(new Cut(cut.standardization, cut.splitting, Ngrams.upTo(most), cut.length));
  }

  /// {@return this layer on runs of these lengths}
  public TextVectorization ngrams(List<Integer> lengths) {
    Ngrams ngrams = new Ngrams(lengths, false);
    return with(new Cut(cut.standardization, cut.splitting, ngrams, cut.length));
  }

  /// {@return this layer with another output; for `tf_idf` see also [#tfIdf]}
  public TextVectorization outputMode(OutputMode mode) {
    return with(lookup.options().output(mode, lookup.options().pad()));
  }

  /// {@return this layer in mode `tf_idf` with this vocabulary and the weight of each token}
  public TextVectorization tfIdf(List<String> vocabulary, List<Double> idfWeights) {
    LookupOptions<String> changed =
        lookup.options().output(OutputMode.TF_IDF, lookup.options().pad());
    return new TextVectorization(
        settings(), cut, new Lookup<>(changed, StringLookup.BYTES, vocabulary, idfWeights));
  }

  /// {@return this layer with so many numbers for each text: further ones are cut off}
  public TextVectorization outputSequenceLength(int length) {
    return with(new Cut(cut.standardization, cut.splitting, cut.ngrams, length));
  }

  /// {@return this layer with vectors as long as `maxTokens`}
  public TextVectorization padToMaxTokens() {
    return with(lookup.options().output(lookup.options().mode(), true));
  }

  @Override
  public Schema<TextVectorization> schema() {
    return SCHEMA;
  }

  /// {@return the tokens by their numbers, special ones first: in mode `int` the empty one for
  /// filling up, then `[UNK]`}
  ///
  /// @throws IllegalStateException if there is no vocabulary yet
  public List<String> vocabulary() {
    return lookup.all();
  }

  /// {@return how many numbers there are, with those of special tokens}
  ///
  /// @throws IllegalStateException if there is no vocabulary yet
  public int vocabularySize() {
    return lookup.size();
  }

  /// Sets the vocabulary; it may begin with all special tokens.
  public void setVocabulary(List<String> vocabulary) {
    lookup.set(vocabulary, null);
  }

  /// Sets the vocabulary of mode `tf_idf`, with the weight of each token.
  public void setVocabulary(List<String> vocabulary, List<Double> idfWeights) {
    lookup.set(vocabulary, idfWeights);
  }

  /// Sets the vocabulary to the lines of a file, such as `vocabulary.txt` of a saved Keras model.
  ///
  /// @throws java.io.UncheckedIOException if the file cannot be read
  public void readVocabulary(Path file) {
    lookup.set(Lookup.read(LAYER, file, line -> line), null);
  }

  /// Writes the tokens by their numbers to a file, a line for each.
  ///
  /// @throws java.io.UncheckedIOException if the file cannot be written
  public void writeVocabulary(Path file) {
    lookup.write(file);
  }

  /// {@return the tokens of a text, before they are looked up}
  public List<String> tokens(String text) {
    return cut.tokens(text);
  }

  @Override
  public void adapt(List<String> texts) {
    List<List<String>> documents = new ArrayList<>();
    for (String text : ProgressBar.over(texts, texts.size())) {
      documents.add(cut.tokens(text));
    }
    lookup.learn(documents);
  }

  @Override
  public void adaptBatches(Iterable<? extends List<String>> batches) {
    lookup.learn(
        StreamSupport.stream(batches.spliterator(), false)
            .flatMap(List::stream)
            .map(cut::tokens)
            .toList());
  }

  @Override
  public Tensor apply(List<String> texts) {
    List<List<String>> rows = texts.stream().map(cut::tokens).toList();
    return switch (lookup.options().mode()) {
      case INT -> filled(rows);
      case ONE_HOT -> lookup.encoded(TextRows.flat(LAYER, rows), TextRows.shape(rows), policy());
      case MULTI_HOT, COUNT, TF_IDF ->
          rows.isEmpty()
              ? lookup.none(policy())
              : Tensor.stack(0, rows.stream().map(this::vector).toArray(Tensor[]::new));
    };
  }

  private Tensor vector(List<String> tokens) {
    return lookup.encoded(tokens, Shape.of(tokens.size()), policy());
  }

  private Tensor filled(List<List<String>> rows) {
    int longest = rows.stream().mapToInt(List::size).max().orElse(0);
    int length = cut.length == null ? longest : cut.length;
    long[] numbers =
        rows.stream()
            .flatMapToLong(row ->
                Arrays.stream(
                    Arrays.copyOf(row.stream().mapToLong(lookup::number).toArray(), length)))
            .toArray();
    return Tensor.of(numbers, Shape.of(rows.size(), length));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    throw new DTypeException(
        "%s: takes texts, which no tensor holds; give the model what apply returns; got x=%s"
            .formatted(LAYER, inputs.getFirst()));
  }
}
