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

  /// The configuration, as Keras writes it.
  public static final Schema<InputLayer> SCHEMA =
      Layer.<InputLayer>schemaOf("InputLayer")
          .required(BATCH_SHAPE, input -> input.type.shape())
          .absent("sparse", false)
          .absent("ragged", false)
          .absent("optional", false)
          .build(InputLayer::new);

  private final TensorType type;

  /// An input of samples of this shape, `float32`.
  public InputLayer(long... sample) {
    this(Settings.DEFAULT, Shape.of(Shape.UNKNOWN).concat(Shape.of(sample)));
  }

  private InputLayer(Settings settings, Shape batch) {
    super(settings);
    this.type = new TensorType(settings.policy().compute(), batch);
  }

  private InputLayer(Config config) {
    this(settings(config), config.get(BATCH_SHAPE));
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

  /// {@return the type of the input, its batch of unknown length}
  public TensorType type() {
    return type;
  }

  /// {@return this layer with the given name}
  public InputLayer named(String name) {
    return new InputLayer(settings().named(name), type.shape());
  }

  /// {@return an input of samples of this shape and of an element type of its own, such as the
  /// `int32` numbers that an embedding takes}
  public static InputLayer of(DType dtype, long... sample) {
    return new InputLayer(
        Settings.DEFAULT.policy(new DTypePolicy(dtype, dtype)),
        Shape.of(Shape.UNKNOWN).concat(Shape.of(sample)));
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

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, _) -> x);
  }
}
