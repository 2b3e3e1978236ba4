package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns texts into their numbers in a vocabulary, or numbers into texts
/// (`keras.layers.StringLookup`). The vocabulary is given, or learned by [#adapt]: the most
/// frequent texts first, of equally frequent ones the last in the order of their bytes.
///
/// In mode `int` number 0 is the mask token's, if there is one; then come the numbers for texts
/// outside the vocabulary (one unless said otherwise), then the vocabulary's. In the other modes,
/// see [OutputMode], the mask token counts nowhere.
///
/// Shapes: `[n]` texts or `[rows, n]`; output `int64` of that shape, in other modes the layer's
/// floating type with an axis as long as the vocabulary. No tensor holds texts, so the layer stands
/// before a model, see [TextEncoder].
public final class StringLookup extends Layer implements TextEncoder, Adaptable<List<String>> {
  static final Comparator<String> BYTES =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private static final String LAYER = "string lookup";
  private static final ConfigKey<@Nullable String> MASK =
      new ConfigKey<>("mask_token", Codec.TEXT.orNull());
  private static final ConfigKey<String> OOV_TOKEN = new ConfigKey<>("oov_token", Codec.TEXT);
  private static final ConfigKey<@Nullable List<String>> VOCABULARY =
      new ConfigKey<>("vocabulary", Codec.listOf(Codec.TEXT).orNull());

  /// The configuration, as Keras writes it; it has a vocabulary that was learned, too.
  public static final Schema<StringLookup> SCHEMA =
      LookupKeys.<StringLookup>add(Layer.schemaOf("StringLookup"), layer -> layer.lookup)
          .optional(MASK, layer -> layer.options().mask(), null)
          .optional(OOV_TOKEN, layer -> layer.options().oovToken(), "[UNK]")
          .optional(VOCABULARY, layer -> layer.lookup.tokens(), null)
          .absent("encoding", "utf-8")
          .build(StringLookup::new);

  private final Lookup<String> lookup;

  /// A layer that learns its vocabulary.
  public StringLookup() {
    this(Settings.DEFAULT, new Lookup<>(LookupOptions.of(LAYER, "[UNK]"), BYTES, null, null));
  }

  /// A layer with this vocabulary.
  public StringLookup(List<String> vocabulary) {
    this(Settings.DEFAULT, new Lookup<>(LookupOptions.of(LAYER, "[UNK]"), BYTES, vocabulary, null));
  }

  private StringLookup(Settings settings, Lookup<String> lookup) {
    super(settings);
    this.lookup = lookup;
  }

  private StringLookup(Config config) {
    this(
        settings(config),
        new Lookup<>(
            new LookupOptions<>(
                LAYER,
                config.get(LookupKeys.MAX_TOKENS),
                config.get(LookupKeys.OOV),
                config.get(MASK),
                config.get(OOV_TOKEN),
                config.get(LookupKeys.INVERT),
                config.get(LookupKeys.MODE),
                config.get(LookupKeys.PAD),
                config.get(LookupKeys.METHOD),
                config.get(LookupKeys.SALT)),
            BYTES,
            config.get(VOCABULARY),
            config.get(LookupKeys.RARITY)));
  }

  private LookupOptions<String> options() {
    return lookup.options();
  }

  private StringLookup with(LookupOptions<String> changed) {
    return new StringLookup(settings(), lookup.with(changed));
  }

  /// {@return this layer with the given name}
  public StringLookup named(String name) {
    return new StringLookup(settings().named(name), lookup.with(options()));
  }

  /// {@return this layer with a vocabulary of at most so many tokens, special ones included}
  public StringLookup maxTokens(int most) {
    return with(options().maxTokens(most));
  }

  /// {@return this layer with so many numbers for texts outside the vocabulary, among which their
  /// hash chooses; with 0 such texts are refused}
  public StringLookup numOovIndices(int count) {
    return with(options().tokens(count, options().mask(), options().oovToken()));
  }

  /// {@return this layer with a text that stands for nothing}
  public StringLookup maskToken(String token) {
    return with(options().tokens(options().oov(), token, options().oovToken()));
  }

  /// {@return this layer with another text for numbers outside the vocabulary, `[UNK]` unless it is
  /// given}
  public StringLookup oovToken(String token) {
    return with(options().tokens(options().oov(), options().mask(), token));
  }

  /// {@return this layer, which turns numbers into texts}
  public StringLookup invert() {
    return with(options().invert(true));
  }

  /// {@return this layer with another output; for `tf_idf` see also [#tfIdf]}
  public StringLookup outputMode(OutputMode mode) {
    return with(options().output(mode, options().pad()));
  }

  /// {@return this layer in mode `tf_idf` with this vocabulary and the weight of each token}
  public StringLookup tfIdf(List<String> vocabulary, List<Double> idfWeights) {
    LookupOptions<String> changed = options().output(OutputMode.TF_IDF, options().pad());
    return new StringLookup(settings(), new Lookup<>(changed, BYTES, vocabulary, idfWeights));
  }

  /// {@return this layer with vectors as long as `maxTokens`}
  public StringLookup padToMaxTokens() {
    return with(options().output(options().mode(), true));
  }

  /// {@return this layer with a salted hash for texts outside the vocabulary}
  public StringLookup salt(long first, long second) {
    return with(options().hash(options().method(), new Salt(first, second)));
  }

  // Keras writes no shapes, since there are no weights.
  @Override
  protected Map<String, @Nullable Object> buildConfig() {
    return Map.of();
  }

  @Override
  public Schema<StringLookup> schema() {
    return SCHEMA;
  }

  /// {@return the texts by their numbers, special ones first}
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

  /// Writes the texts by their numbers to a file, a line for each.
  ///
  /// @throws java.io.UncheckedIOException if the file cannot be written
  public void writeVocabulary(Path file) {
    lookup.write(file);
  }

  /// Learns the vocabulary from these texts, each a document of its own.
  ///
  /// @throws IllegalStateException if the layer was made with a vocabulary
  @Override
  public void adapt(List<String> texts) {
    lookup.learn(texts.stream().map(List::of).toList());
  }

  /// Learns the vocabulary from documents of texts.
  ///
  /// @throws IllegalStateException if the layer was made with a vocabulary
  @Override
  public void adaptBatches(Iterable<? extends List<String>> documents) {
    lookup.learn(documents);
  }

  /// {@return the numbers of these texts, `[n]`; in modes other than `int` and `one_hot` they are
  /// one sample}
  @Override
  public Tensor apply(List<String> texts) {
    return encoded(texts, Shape.of(texts.size()));
  }

  /// {@return the numbers of rows of texts, each row a sample}
  ///
  /// @throws IllegalArgumentException if the rows differ in length and the mode is `int` or
  ///   `one_hot`
  public Tensor applyRows(List<List<String>> rows) {
    boolean summed = options().mode() != OutputMode.INT && options().mode() != OutputMode.ONE_HOT;
    if (!summed) {
      return encoded(TextRows.flat(LAYER, rows), TextRows.shape(rows));
    }
    Tensor[] samples = rows.stream().map(this::apply).toArray(Tensor[]::new);
    return samples.length == 0 ? lookup.none(policy()) : Tensor.stack(0, samples);
  }

  private Tensor encoded(List<String> texts, Shape shape) {
    if (options().invert()) {
      throw new IllegalStateException(LAYER + ": is inverted; call texts with a tensor of numbers");
    }
    return lookup.encoded(texts, shape, policy());
  }

  /// {@return the texts of these numbers in row-major order, if the layer is inverted}
  ///
  /// @throws IllegalStateException if the layer is not inverted
  public List<String> texts(Tensor numbers) {
    if (!options().invert()) {
      throw new IllegalStateException(LAYER + ": is not inverted; call apply with texts");
    }
    List<String> all = vocabulary();
    return Arrays.stream(numbers.cast(DType.INT64).toLongArray())
        .mapToObj(n -> n >= 0 && n < all.size() ? all.get((int) n) : options().oovToken())
        .toList();
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    throw new DTypeException(
        "%s: takes texts, which no tensor holds; give the model what apply returns; got x=%s"
            .formatted(LAYER, inputs.getFirst()));
  }
}
