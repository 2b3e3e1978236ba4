package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Its inputs one behind the other along an axis, by default the last (`keras.layers.Concatenate`).
///
/// Shapes: the inputs have one shape but along the axis, where their lengths add up. If an input
/// has a mask, the result has one: along the axis the masks lie one behind the other too, and all
/// of an input without a mask counts; along the last axis what any of them lets count does.
public final class Concatenate extends MergingLayer {
  private static final String NAME = "concatenate";
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<Concatenate> SCHEMA =
      Layer.<Concatenate>schemaOf("Concatenate")
          .optional(AXIS, layer -> layer.axis, -1)
          .build(Concatenate::new);

  private final int axis;

  /// A layer that joins along the last axis.
  public Concatenate() {
    this(-1);
  }

  /// A layer that joins along this axis; a negative one counts from the end.
  public Concatenate(int axis) {
    this(Settings.DEFAULT, axis);
  }

  private Concatenate(Settings settings, int axis) {
    super(settings);
    this.axis = axis;
  }

  private Concatenate(Config config) {
    this(settings(config), config.get(AXIS));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Concatenate named(String name) {
    return new Concatenate(settings().named(name), axis);
  }

  boolean isAlongLast(int rank) {
    return axis == -1 || axis == rank - 1;
  }

  @Override
  public Schema<Concatenate> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    if (inputs.isEmpty()) {
      throw new ShapeException(NAME + ": needs at least one input; got none");
    }
    int along = inputs.getFirst().shape().axis(NAME, axis);
    for (TensorType input : inputs) {
      check(inputs.getFirst(), input, along);
    }
    return (in, _) -> {
      Tensor joined = Tensor.concat(along, in.all().toArray(Tensor[]::new));
      return Values.of(joined).masked(in.isMasked() ? mask(in, along) : null);
    };
  }

  private static void check(TensorType first, TensorType other, int along) {
    Shape a = first.shape();
    Shape b = other.shape();
    boolean fits = a.rank() == b.rank();
    for (int i = 0; fits && i < a.rank(); i++) {
      fits = i == along || !a.isKnown(i) || !b.isKnown(i) || a.dim(i) == b.dim(i);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: inputs must have one shape but along axis %d; got %s and %s"
              .formatted(NAME, along, first, other));
    }
  }

  private static Tensor mask(Values in, int along) {
    int last = in.all().getFirst().rank() - 1;
    List<Tensor> masks = new ArrayList<>();
    for (int i = 0; i < in.all().size(); i++) {
      masks.add(full(in.all().get(i), in.mask(i)));
    }
    return along == last
        ? masks.stream().reduce(Tensor::logicalOr).orElseThrow()
        : Tensor.concat(along, masks.toArray(Tensor[]::new));
  }

  // Of all axes but the last.
  private static Tensor full(Tensor x, @Nullable Tensor mask) {
    if (mask != null && mask.rank() == x.rank() - 1) {
      return mask;
    }
    Tensor places = x.isNan().any(-1);
    if (mask == null) {
      return places.logicalOr(Tensor.of(true));
    }
    Tensor open = mask;
    while (open.rank() < x.rank() - 1) {
      open = open.expandDims(-1);
    }
    return places.logicalAnd(Tensor.of(false)).logicalOr(open);
  }
}
