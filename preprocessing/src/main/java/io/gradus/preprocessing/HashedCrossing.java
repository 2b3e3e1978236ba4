package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;

/// Sorts combinations of features, of which each is a text or a whole number, into bins by their
/// hash (`keras.layers.HashedCrossing`): the same bins as in Keras, always. The hash is that of
/// TensorFlow's crossings, of numbers as they are and of FarmHash's fingerprints of texts; the
/// order of the features counts.
///
/// Shapes: at least two inputs of one shape, `[]`, `[batch]` or `[batch, 1]`; in mode `int` the
/// output, `int64`, has it too, in mode `one_hot` it is `[…, numBins]`, and an axis of length 1 is
/// replaced. It reads the elements of its inputs, so a model that contains it does not run as a
/// recorded program.
public final class HashedCrossing extends Layer {
  private static final String LAYER = "hashed crossing";
  private static final ConfigKey<Integer> BINS = new ConfigKey<>("num_bins", Codec.INTEGER);
  private static final ConfigKey<OutputMode> MODE =
      new ConfigKey<>("output_mode", OutputMode.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<HashedCrossing> SCHEMA =
      Layer.<HashedCrossing>schemaOfUntrained("HashedCrossing")
          .required(BINS, layer -> layer.bins)
          .optional(MODE, layer -> layer.mode, OutputMode.INT)
          .optional(Sparse.KEY, _ -> false, false)
          .build(HashedCrossing::new);

  private final int bins;
  private final OutputMode mode;

  /// What is crossed with others: texts or whole numbers, one for each sample. No tensor holds
  /// texts, so they are given to [HashedCrossing#apply].
  ///
  /// @param hashes a number for each sample
  public record Feature(List<Long> hashes) {
    /// Copies the list.
    public Feature {
      hashes = List.copyOf(hashes);
    }

    /// {@return a feature of texts}
    public static Feature texts(List<String> texts) {
      return new Feature(texts.stream().map(Fingerprint::of).toList());
    }

    /// {@return a feature of texts}
    public static Feature texts(String... texts) {
      return texts(List.of(texts));
    }

    /// {@return a feature of whole numbers}
    public static Feature numbers(long... numbers) {
      return new Feature(Arrays.stream(numbers).boxed().toList());
    }
  }

  /// A layer with this many bins.
  public HashedCrossing(int numBins) {
    this(Settings.DEFAULT, numBins, OutputMode.INT);
  }

  private HashedCrossing(Settings settings, int bins, OutputMode mode) {
    super(settings.policy(mode.policy(settings.policy())));
    Limits.atLeast(LAYER, "numBins", bins, 1);
    this.bins = bins;
    this.mode = mode.oneOf(LAYER, OutputMode.INT, OutputMode.ONE_HOT);
  }

  private HashedCrossing(Config config) {
    this(settings(config), config.get(BINS), config.get(MODE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public HashedCrossing named(String name) {
    return new HashedCrossing(settings().named(name), bins, mode);
  }

  /// {@return this layer, unbuilt, with another output, `int` or `one_hot`}
  public HashedCrossing outputMode(OutputMode changed) {
    return new HashedCrossing(settings().policy(null), bins, changed);
  }

  @Override
  public Schema<HashedCrossing> schema() {
    return SCHEMA;
  }

  /// {@return the bins of the samples, `[samples]`, in mode `one_hot` `[samples, numBins]`}
  ///
  /// @throws IllegalArgumentException if there are fewer than two features, or they differ in the
  ///   number of samples
  public Tensor apply(Feature... features) {
    List<Integer> sizes = Arrays.stream(features).map(each -> each.hashes.size()).toList();
    if (sizes.size() < 2 || sizes.stream().distinct().count() > 1) {
      throw new IllegalArgumentException(
          "%s: needs two features at least, of as many samples each; got features of %s samples"
              .formatted(LAYER, sizes));
    }
    List<long[]> hashes =
        Arrays.stream(features)
            .map(each -> each.hashes.stream().mapToLong(Long::longValue).toArray())
            .toList();
    return crossed(hashes, Shape.of(sizes.getFirst()));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    check(inputs);
    return (in, _) -> {
      check(in.types());
      List<long[]> numbers = in.all().stream().map(x -> x.cast(DType.INT64).toLongArray()).toList();
      return Values.of(crossed(numbers, in.all().getFirst().shape()));
    };
  }

  private static void check(List<TensorType> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException("%s: needs two inputs at least; got %s".formatted(LAYER, inputs));
    }
    Shape first = inputs.getFirst().shape();
    boolean scalars = first.rank() < 2 || (first.rank() == 2 && first.dim(1) == 1);
    if (!scalars || inputs.stream().anyMatch(x -> !x.shape().equals(first))) {
      throw new ShapeException(
          "%s: needs inputs of one shape, [], [batch] or [batch, 1]; got %s"
              .formatted(LAYER, inputs));
    }
    if (inputs.stream().anyMatch(x -> !x.dtype().isInteger())) {
      throw new DTypeException("%s: needs whole numbers; got %s".formatted(LAYER, inputs));
    }
  }

  private Tensor crossed(List<long[]> features, Shape shape) {
    long[] numbers = new long[features.getFirst().length];
    for (int i = 0; i < numbers.length; i++) {
      int sample = i;
      long[] crossing = features.stream().mapToLong(feature -> feature[sample]).toArray();
      numbers[i] = Fingerprint.crossed(crossing, bins);
    }
    return mode.encode(Tensor.of(numbers, shape), bins, policy().compute(), null);
  }
}
