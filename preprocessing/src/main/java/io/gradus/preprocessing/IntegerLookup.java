package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Turns whole numbers into their numbers in a vocabulary, or back (`keras.layers.IntegerLookup`).
/// The vocabulary is given, or learned by [#adapt]: the most frequent first, of equally frequent
/// ones the greater.
///
/// In mode `int` number 0 is the mask token's, if there is one; then come the numbers for what is
/// outside the vocabulary (one unless said otherwise), then the vocabulary's. In the other modes,
/// see [OutputMode], the mask token counts nowhere.
///
/// Shapes: output `int64` of the input's shape, in other modes the layer's floating type with an
/// axis as long as the vocabulary. The size of the vocabulary must not change once the layer was
/// called. Where numbers outside the vocabulary are refused or hashed, the layer reads elements, so
/// that a model with it does not run as a recorded program.
public final class IntegerLookup extends Layer implements TensorAdaptable {
  private static final String LAYER = "integer lookup";
  private static final Codec<Long> WHOLE = Codec.of(IntegerLookup::readWhole);
  private static final ConfigKey<@Nullable Long> MASK =
      new ConfigKey<>("mask_token", WHOLE.orNull());
  private static final ConfigKey<Long> OOV_TOKEN = new ConfigKey<>("oov_token", WHOLE);
  private static final ConfigKey<@Nullable List<Long>> VOCABULARY =
      new ConfigKey<>("vocabulary", Codec.listOf(WHOLE).orNull());

  /// The configuration, as Keras writes it; it has a vocabulary that was learned, too.
  public static final Schema<IntegerLookup> SCHEMA =
      LookupKeys.<IntegerLookup>add(Layer.schemaOf("IntegerLookup"), layer -> layer.lookup)
          .optional(MASK, layer -> layer.options().mask(), null)
          .optional(OOV_TOKEN, layer -> layer.options().oovToken(), -1L)
          .optional(VOCABULARY, layer -> layer.lookup.tokens(), null)
          .absent("vocabulary_dtype", "int64")
          .build(IntegerLookup::new);

  private final Lookup<Long> lookup;
  private final LearnedTensor keys = new LearnedTensor(LAYER, "vocabulary");
  private final LearnedTensor places = new LearnedTensor(LAYER, "vocabulary");
  private final LearnedTensor rarity = new LearnedTensor(LAYER, "idf weights");

  /// A layer that learns its vocabulary.
  public IntegerLookup() {
    this(
        Settings.DEFAULT,
        new Lookup<>(LookupOptions.of(LAYER, -1L), Comparator.naturalOrder(), null, null));
  }

  /// A layer with this vocabulary.
  public IntegerLookup(long... vocabulary) {
    this(
        Settings.DEFAULT,
        new Lookup<>(
            LookupOptions.of(LAYER, -1L), Comparator.naturalOrder(), boxed(vocabulary), null));
  }

  private IntegerLookup(Settings settings, Lookup<Long> lookup) {
    super(settings);
    this.lookup = lookup;
    if (lookup.tokens() != null) {
      learned();
    }
  }

  private IntegerLookup(Config config) {
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
            Comparator.naturalOrder(),
            config.get(VOCABULARY),
            config.get(LookupKeys.RARITY)));
  }

  private static Long readWhole(@Nullable Object value) {
    if (value instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw new IllegalArgumentException("expected a whole number, got \"" + value + "\"");
  }

  private static List<Long> boxed(long[] numbers) {
    return LongStream.of(numbers).boxed().toList();
  }

  private LookupOptions<Long> options() {
    return lookup.options();
  }

  private IntegerLookup with(LookupOptions<Long> changed) {
    return new IntegerLookup(settings(), lookup.with(changed));
  }

  /// {@return this layer, unbuilt, with the given name}
  public IntegerLookup named(String name) {
    return new IntegerLookup(settings().named(name), lookup.with(options()));
  }

  /// {@return this layer, unbuilt, with a vocabulary of at most so many tokens, special ones
  /// included}
  public IntegerLookup maxTokens(int most) {
    return with(options().maxTokens(most));
  }

  /// {@return this layer, unbuilt, with so many numbers for what is outside the vocabulary, among
  /// which the remainder chooses; with 0 it is refused}
  public IntegerLookup numOovIndices(int count) {
    return with(options().tokens(count, options().mask(), options().oovToken()));
  }

  /// {@return this layer, unbuilt, with a number that stands for nothing}
  public IntegerLookup maskToken(long token) {
    return with(options().tokens(options().oov(), token, options().oovToken()));
  }

  /// {@return this layer, unbuilt, with another result for what is outside the vocabulary of an
  /// inverted layer, −1 unless it is given}
  public IntegerLookup oovToken(long token) {
    return with(options().tokens(options().oov(), options().mask(), token));
  }

  /// {@return this layer, unbuilt, which turns numbers back}
  public IntegerLookup invert() {
    return with(options().invert(true));
  }

  /// {@return this layer, unbuilt, with another output; for `tf_idf` see also [#tfIdf]}
  public IntegerLookup outputMode(OutputMode mode) {
    return with(options().output(mode, options().pad()));
  }

  /// {@return this layer, unbuilt, in mode `tf_idf` with this vocabulary and the weight of each}
  public IntegerLookup tfIdf(List<Long> vocabulary, List<Double> idfWeights) {
    LookupOptions<Long> changed = options().output(OutputMode.TF_IDF, options().pad());
    return new IntegerLookup(
        settings(), new Lookup<>(changed, Comparator.naturalOrder(), vocabulary, idfWeights));
  }

  /// {@return this layer, unbuilt, with vectors as long as `maxTokens`}
  public IntegerLookup padToMaxTokens() {
    return with(options().output(options().mode(), true));
  }

  /// {@return this layer, unbuilt, in which the fingerprint chooses among the numbers for what is
  /// outside the vocabulary (Keras' `oov_method = "farmhash"`)}
  public IntegerLookup hashed() {
    return with(options().hash(OovMethod.FARMHASH, null));
  }

  /// {@return this layer, unbuilt, in which a salted hash chooses among the numbers for what is
  /// outside the vocabulary}
  public IntegerLookup hashed(long first, long second) {
    return with(options().hash(OovMethod.FARMHASH, new Salt(first, second)));
  }

  // Keras writes no shapes, since there are no weights.
  @Override
  protected Map<String, @Nullable Object> buildConfig() {
    return Map.of();
  }

  @Override
  public Schema<IntegerLookup> schema() {
    return SCHEMA;
  }

  /// {@return the vocabulary by number, special tokens first}
  ///
  /// @throws IllegalStateException if there is no vocabulary yet
  public List<Long> vocabulary() {
    return lookup.all();
  }

  /// {@return how many numbers there are, with those of special tokens}
  ///
  /// @throws IllegalStateException if there is no vocabulary yet
  public int vocabularySize() {
    return lookup.size();
  }

  /// {@return the weights of mode `tf_idf` by number, 0 where a padded vector has no token; null in
  /// other modes and before there is a vocabulary}
  public double @Nullable [] idfWeights() {
    return lookup.idfWeights();
  }

  /// Sets the vocabulary; it may begin with all special tokens.
  public void setVocabulary(long... vocabulary) {
    lookup.set(boxed(vocabulary), null);
    learned();
  }

  /// Sets the vocabulary of mode `tf_idf`, with the weight of each token.
  public void setVocabulary(List<Long> vocabulary, List<Double> idfWeights) {
    lookup.set(vocabulary, idfWeights);
    learned();
  }

  /// Sets the vocabulary to the lines of a file, such as `vocabulary.txt` of a saved Keras model.
  ///
  /// @throws java.io.UncheckedIOException if the file cannot be read
  public void readVocabulary(Path file) {
    lookup.set(Lookup.read(LAYER, file, Long::valueOf), null);
    learned();
  }

  /// Writes the vocabulary by number to a file, a line for each.
  ///
  /// @throws java.io.UncheckedIOException if the file cannot be written
  public void writeVocabulary(Path file) {
    lookup.write(file);
  }

  /// Learns the vocabulary from these numbers; along the first axis are the documents.
  ///
  /// @throws IllegalStateException if the layer was made with a vocabulary
  @Override
  public void adapt(Tensor samples) {
    adaptBatches(List.of(samples.rank() == 1 ? samples.expandDims(-1) : samples));
  }

  /// Learns the vocabulary from batches of numbers; along the first axis are the documents, and a
  /// vector is one document.
  ///
  /// @throws IllegalStateException if the layer was made with a vocabulary
  @Override
  public void adaptBatches(Iterable<? extends Tensor> batches) {
    List<List<Long>> documents = new ArrayList<>();
    for (Tensor batch : batches) {
      if (batch.rank() < 2) {
        documents.add(boxed(batch.cast(DType.INT64).toLongArray()));
      } else {
        batch.forEach(row -> documents.add(boxed(row.cast(DType.INT64).toLongArray())));
      }
    }
    lookup.learn(documents);
    learned();
  }

  private void learned() {
    List<Long> tokens = lookup.all().subList(options().start(), lookup.size());
    int[] order =
        IntStream.range(0, tokens.size())
            .boxed()
            .sorted(Comparator.comparing(tokens::get))
            .mapToInt(Integer::intValue)
            .toArray();
    keys.set(
        options().invert()
            ? Tensor.of(lookup.all().stream().mapToLong(Long::longValue).toArray())
            : Tensor.of(Arrays.stream(order).mapToLong(tokens::get).toArray()));
    places.set(Tensor.of(Arrays.stream(order).mapToLong(i -> options().start() + i).toArray()));
    rarity.set(lookup.weights());
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Variable known = keys.variable();
    if (options().invert()) {
      return Forward.single((x, call) -> inverted(known.value(), whole(x, call)));
    }
    Variable places = this.places.variable();
    Variable rarity = this.rarity.variable();
    return Forward.single((x, call) -> {
      Tensor numbers = numbers(known.value(), places.value(), whole(x, call));
      return lookup.encoded(numbers, rarity.value(), policy());
    });
  }

  private static Tensor whole(Tensor x, Call call) {
    String place = " (in " + call.place() + ")";
    return WholeNumbers.of(DType.INT64, "integer lookup: number", place).of(x);
  }

  private Tensor numbers(Tensor known, Tensor places, Tensor x) {
    boolean simple =
        options().oov() == 1 || (options().oov() > 1 && options().method() == OovMethod.FLOORMOD);
    if (!simple) {
      return Tensor.of(LongStream.of(x.toLongArray()).map(lookup::number).toArray(), x.shape());
    }
    Tensor at = known.searchSorted(x, false).minimum(known.dim(0) - 1);
    Tensor inside = known.gather(at, 0).equal(x);
    Tensor outside = x.mod(options().oov()).add(options().oovStart());
    Tensor numbers = inside.where(places.gather(at, 0), outside);
    Long mask = options().mask();
    return mask == null ? numbers : x.notEqual(mask).where(numbers, lookup.masked());
  }

  private Tensor inverted(Tensor tokens, Tensor x) {
    long last = tokens.dim(0) - 1;
    Tensor inside = x.greaterEqual(0).logicalAnd(x.lessEqual(last));
    return inside.where(tokens.gather(x.clip(0, last), 0), options().oovToken());
  }
}
