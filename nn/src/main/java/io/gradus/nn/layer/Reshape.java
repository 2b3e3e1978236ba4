package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Gives each sample another shape (`keras.layers.Reshape`); one of its lengths may be −1, which
/// the others determine.
///
/// Shapes: input `[n, …]`, output `[n, shape…]`.
public final class Reshape extends Layer {
  private static final ConfigKey<List<Integer>> TARGET_SHAPE =
      new ConfigKey<>("target_shape", new Codec<>(Codec.INTEGERS.read(), lengths -> lengths));

  /// The configuration, as Keras writes it.
  public static final Schema<Reshape> SCHEMA =
      Layer.<Reshape>schemaOf("Reshape")
          .required(TARGET_SHAPE, reshape -> reshape.shape)
          .build(Reshape::new);

  private final List<Integer> shape;

  /// A layer that makes samples of this shape.
  public Reshape(int... shape) {
    this(Settings.DEFAULT, Arrays.stream(shape).boxed().toList());
  }

  private Reshape(Settings settings, List<Integer> shape) {
    super(settings);
    long open = shape.stream().filter(length -> length == -1).count();
    if (open > 1 || shape.stream().anyMatch(length -> length < -1)) {
      throw new IllegalArgumentException(
          "reshape: lengths must not be negative, but for one −1; got " + shape);
    }
    this.shape = shape;
  }

  private Reshape(Config config) {
    this(settings(config), config.get(TARGET_SHAPE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Reshape named(String name) {
    return new Reshape(settings().named(name), shape);
  }

  @Override
  public Schema<Reshape> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() == 0) {
      throw new ShapeException("reshape: needs at least one axis; got x=" + input);
    }
    boolean known = IntStream.range(1, input.shape().rank()).allMatch(input.shape()::isKnown);
    long[] sample = shape.stream().mapToLong(Integer::longValue).toArray();
    if (!known) {
      return Forward.single((x, _) -> x.reshape(dims(x.dim(0), sample)));
    }
    long[] lengths = lengths(input, input.shape().from(1).size(), sample);
    return Forward.single((x, _) -> x.reshape(dims(-1, lengths)));
  }

  private long[] lengths(TensorType input, long size, long[] sample) {
    long product =
        Arrays.stream(sample).filter(length -> length != -1).reduce(1, Math::multiplyExact);
    boolean open = product != 0 && Arrays.stream(sample).anyMatch(length -> length == -1);
    if (open ? size % product != 0 : size != product) {
      throw new ShapeException(
          "reshape: samples of %d elements do not fit %s; got x=%s".formatted(size, shape, input));
    }
    return Arrays.stream(sample).map(length -> length == -1 ? size / product : length).toArray();
  }

  private static long[] dims(long samples, long[] lengths) {
    return LongStream.concat(LongStream.of(samples), Arrays.stream(lengths)).toArray();
  }
}
