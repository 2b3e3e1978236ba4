package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what a model is given, so that it can be built before it sees data
/// (`keras.layers.InputLayer`). Passes its input on.
public final class InputLayer extends Layer {
  /// Shapes, with null for what is not known.
  static final Codec<Shape> SHAPE = new Codec<>(InputLayer::readShape, InputLayer::writeShape);

  private static final ConfigKey<Shape> BATCH_SHAPE = new ConfigKey<>("batch_shape", SHAPE);
  private static final ConfigKey<@Nullable String> NAME =
      new ConfigKey<>("name", Codec.TEXT.orNull());
  // The name of the type alone.
  private static final ConfigKey<DTypePolicy> DTYPE =
      new ConfigKey<>(
          "dtype", new Codec<>(DTypePolicy.CODEC.read(), policy -> policy.compute().toString()));
  private static final ConfigKey<Boolean> OPTIONAL = new ConfigKey<>("optional", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<InputLayer> SCHEMA =
      Schema.<InputLayer>of("InputLayer")
          .required(BATCH_SHAPE, input -> input.type.shape())
          .optional(DTYPE, InputLayer::policy, DTypePolicy.FLOAT32)
          .optional(NAME, InputLayer::name, null)
          .ignored("trainable")
          .absent("sparse", false)
          .absent("ragged", false)
          .optional(OPTIONAL, input -> input.optional, false)
          .build(InputLayer::new);

  // Keras' too is of `float32` whatever the global policy is.
  private static final Settings FLOAT32 = Settings.DEFAULT.policy(DTypePolicy.FLOAT32);

  private final TensorType type;
  private final boolean optional;

  /// An input of samples of this shape, `float32`.
  public InputLayer(long... sample) {
    this(FLOAT32, Shape.of(Shape.UNKNOWN).concat(Shape.of(sample)), false);
  }

  private InputLayer(Settings settings, Shape batch, boolean optional) {
    super(settings);
    this.optional = optional;
    this.type = new TensorType(policy().compute(), batch);
  }

  private InputLayer(Config config) {
    this(
        new Settings(config.get(NAME), true, config.get(DTYPE), null),
        config.get(BATCH_SHAPE),
        config.get(OPTIONAL));
  }

  private static Shape readShape(@Nullable Object value) {
    if (!(value instanceof List<?> dims)) {
      throw new IllegalArgumentException("expected a list of lengths, got " + value);
    }
    long[] lengths = new long[dims.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = dims.get(i) instanceof Number dim ? dim.longValue() : Shape.UNKNOWN;
    }
    return Shape.of(lengths);
  }

  private static List<@Nullable Long> writeShape(Shape shape) {
    List<@Nullable Long> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.add(shape.isKnown(axis) ? shape.dim(axis) : null);
    }
    return dims;
  }

  /// {@return the type of the input, its batch of unknown length unless that is fixed}
  public TensorType type() {
    return type;
  }

  /// {@return this layer with the given name}
  public InputLayer named(String name) {
    return new InputLayer(settings().named(name), type.shape(), optional);
  }

  /// {@return this layer for batches of so many samples only, as stateful recurrent layers need
  /// them (Keras' `batch_size`)}
  public InputLayer batchSize(long samples) {
    return new InputLayer(settings(), type.shape().withDim(0, samples), optional);
  }

  /// {@return an input of samples of this shape and of an element type of its own, such as the
  /// `int32` numbers that an embedding takes (`keras.Input((40,), dtype="int32")`): other types are
  /// converted, fractions refused}
  public static InputLayer of(DType dtype, long... sample) {
    return new InputLayer(
        Settings.DEFAULT.policy(new DTypePolicy(dtype, dtype)),
        Shape.of(Shape.UNKNOWN).concat(Shape.of(sample)),
        false);
  }

  /// {@return an input of batches of this type, of which lengths may be unknown (Keras'
  /// `batch_shape`)}
  public static InputLayer of(TensorType batch) {
    DTypePolicy policy = new DTypePolicy(batch.dtype(), batch.dtype());
    return new InputLayer(Settings.DEFAULT.policy(policy), batch.shape(), false);
  }

  /// {@return whether a type has the rank of another and the same lengths, where both are known}
  public static boolean fits(TensorType given, TensorType expected) {
    boolean fits = given.shape().rank() == expected.shape().rank();
    for (int axis = 0; fits && axis < given.shape().rank(); axis++) {
      fits =
          !expected.shape().isKnown(axis)
              || !given.shape().isKnown(axis)
              || given.shape().dim(axis) == expected.shape().dim(axis);
    }
    return fits;
  }

  @Override
  public Schema<InputLayer> schema() {
    return SCHEMA;
  }

  // As the first layer of a Sequential inside another model.
  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, _) -> x);
  }
}
