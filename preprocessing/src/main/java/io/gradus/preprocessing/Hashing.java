package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sorts texts or whole numbers into bins by their hash (`keras.layers.Hashing`): the same bins as
/// in Keras, always. The hash is FarmHash's fingerprint, or SipHash-2-4 with a salt; numbers are
/// hashed as their decimal digits, fractions are cut off.
///
/// Shapes: in mode `int` the output, `int64`, has the input's shape; see [OutputMode] for the
/// others, of which it has all but `tf_idf`. It reads the elements of its input, so a model that
/// contains it does not run as a recorded program.
public final class Hashing extends Layer implements TextEncoder {
  private static final ConfigKey<Integer> BINS = new ConfigKey<>("num_bins", Codec.INTEGER);
  private static final ConfigKey<@Nullable Salt> SALT = new ConfigKey<>("salt", Salt.CODEC);
  private static final ConfigKey<@Nullable Object> MASK =
      new ConfigKey<>("mask_value", Codec.<Object>of(Hashing::readMask).orNull());
  private static final ConfigKey<OutputMode> MODE =
      new ConfigKey<>("output_mode", OutputMode.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<Hashing> SCHEMA =
      Layer.<Hashing>schemaOf("Hashing")
          .required(BINS, layer -> layer.options.bins)
          .optional(SALT, layer -> layer.options.salt, null)
          .optional(MASK, layer -> layer.options.mask, null)
          .optional(MODE, layer -> layer.options.mode, OutputMode.INT)
          .optional(Sparse.KEY, _ -> false, false)
          .build(Hashing::new);

  private final Options options;

  /// @param mask a text or a number, or null
  private record Options(int bins, @Nullable Salt salt, @Nullable Object mask, OutputMode mode) {
    Options {
      Limits.atLeast("hashing", "numBins", bins, 1);
      mode.oneOf(
          "hashing", OutputMode.INT, OutputMode.ONE_HOT, OutputMode.MULTI_HOT, OutputMode.COUNT);
    }
  }

  /// A layer with this many bins.
  public Hashing(int numBins) {
    this(Settings.DEFAULT, new Options(numBins, null, null, OutputMode.INT));
  }

  private Hashing(Settings settings, Options options) {
    super(settings.policy(options.mode.policy(settings.policy())));
    this.options = options;
  }

  private Hashing(Config config) {
    this(
        settings(config),
        new Options(config.get(BINS), config.get(SALT), config.get(MASK), config.get(MODE)));
  }

  private static Object readMask(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.longValue();
      case null, default ->
          throw new IllegalArgumentException(
              "expected a text or a whole number, got \"" + value + "\"");
    };
  }

  /// {@return this layer, unbuilt, with the given name}
  public Hashing named(String name) {
    return new Hashing(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with bin 0 for this text alone}
  public Hashing mask(String value) {
    return masked(value);
  }

  /// {@return this layer, unbuilt, with bin 0 for this number alone}
  public Hashing mask(long value) {
    return masked(value);
  }

  private Hashing masked(Object value) {
    return new Hashing(settings(), new Options(options.bins, options.salt, value, options.mode));
  }

  /// {@return this layer, unbuilt, with a salted hash}
  public Hashing salt(long both) {
    return salt(both, both);
  }

  /// {@return this layer, unbuilt, with a salted hash}
  public Hashing salt(long first, long second) {
    Salt salt = new Salt(first, second);
    return new Hashing(settings(), new Options(options.bins, salt, options.mask, options.mode));
  }

  /// {@return this layer, unbuilt, with another output}
  public Hashing outputMode(OutputMode mode) {
    return new Hashing(
        settings().policy(null), new Options(options.bins, options.salt, options.mask, mode));
  }

  @Override
  public Schema<Hashing> schema() {
    return SCHEMA;
  }

  /// {@return the bins of these texts}
  @Override
  public Tensor apply(List<String> texts) {
    return encoded(texts, Shape.of(texts.size()));
  }

  /// {@return the bins of rows of texts}
  ///
  /// @throws IllegalArgumentException if the rows differ in length
  public Tensor applyRows(List<List<String>> rows) {
    return encoded(TextRows.flat("hashing", rows), TextRows.shape(rows));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, _) -> {
      long[] numbers = x.cast(DType.INT64).toLongArray();
      return encoded(Arrays.stream(numbers).mapToObj(Long::toString).toList(), x.shape());
    });
  }

  private Tensor encoded(List<String> texts, Shape shape) {
    long[] bins = texts.stream().mapToLong(this::bin).toArray();
    return options.mode.encode(Tensor.of(bins, shape), options.bins, policy().compute(), null);
  }

  private int bin(String text) {
    if (options.mask == null || options.bins == 1) {
      return Fingerprint.bin(text, options.bins, options.salt);
    }
    return text.equals(options.mask.toString())
        ? 0
        : 1 + Fingerprint.bin(text, options.bins - 1, options.salt);
  }
}
