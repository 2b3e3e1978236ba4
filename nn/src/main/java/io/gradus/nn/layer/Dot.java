package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// For each sample the sums of products of two inputs over an axis of each (`keras.layers.Dot`).
/// Normalized, each vector along these axes is divided by its length before, which gives cosines.
/// The result has no mask.
///
/// Shapes: of `[n, a, k]` and `[n, b, k]` over their last axes `[n, a, b]`, and alike with more or
/// fewer axes: those that are left of the first input, then those of the second; of `[n, k]` and
/// `[n, k]` it is `[n, 1]`.
public final class Dot extends MergingLayer {
  private static final String NAME = "dot";
  private static final ConfigKey<List<Integer>> AXES = new ConfigKey<>("axes", Codec.INTEGERS);
  private static final ConfigKey<Boolean> NORMALIZE = new ConfigKey<>("normalize", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<Dot> SCHEMA =
      Layer.<Dot>schemaOf("Dot")
          .required(AXES, layer -> layer.axes)
          .optional(NORMALIZE, layer -> layer.normalize, false)
          .build(Dot::new);

  private final List<Integer> axes;
  private final boolean normalize;

  /// A layer that sums over this axis of both inputs; a negative one counts from the end.
  public Dot(int axis) {
    this(Settings.DEFAULT, List.of(axis), false);
  }

  /// A layer that sums over an axis of the first input and one of the second; negative ones count
  /// from the end.
  public Dot(int first, int second) {
    this(Settings.DEFAULT, List.of(first, second), false);
  }

  private Dot(Settings settings, List<Integer> axes, boolean normalize) {
    super(settings);
    if (axes.isEmpty() || axes.size() > 2) {
      throw new IllegalArgumentException(NAME + ": axes must be one or two numbers, got " + axes);
    }
    this.axes = List.copyOf(axes);
    this.normalize = normalize;
  }

  private Dot(Config config) {
    this(settings(config), config.get(AXES), config.get(NORMALIZE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Dot named(String name) {
    return new Dot(settings().named(name), axes, normalize);
  }

  /// {@return this layer, unbuilt, dividing the vectors by their lengths or not}
  public Dot normalize(boolean changed) {
    return new Dot(settings(), axes, changed);
  }

  @Override
  public Schema<Dot> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    checkTwo(NAME, inputs);
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    int first = a.shape().axis(NAME, axes.getFirst());
    int second = b.shape().axis(NAME, axes.getLast());
    if (first == 0 || second == 0) {
      throw new ShapeException(
          "%s: cannot sum over the axis of samples; got axes %s for %s · %s"
              .formatted(NAME, axes, a, b));
    }
    checkSamples(NAME, a, b);
    boolean known = a.shape().isKnown(first) && b.shape().isKnown(second);
    if (known && a.shape().dim(first) != b.shape().dim(second)) {
      throw new ShapeException(
          "%s: the lengths of axes %d and %d differ: %s · %s, %d ≠ %d"
              .formatted(NAME, first, second, a, b, a.shape().dim(first), b.shape().dim(second)));
    }
    return (in, _) -> Values.of(product(in.all().get(0), first, in.all().get(1), second));
  }

  private Tensor product(Tensor x, int first, Tensor y, int second) {
    Tensor a = normalize ? UnitLength.of(x, Axes.of(first)) : x;
    Tensor b = normalize ? UnitLength.of(y, Axes.of(second)) : y;
    Tensor rows = a.moveAxis(first, -1);
    Tensor columns = b.moveAxis(second, 1);
    Shape ofRows = rows.shape().slice(1, rows.rank() - 1);
    Shape ofColumns = columns.shape().from(2);
    // As matrices: all that is left of each in one axis.
    Tensor product = flat(rows, 1, rows.rank() - 1).matmul(flat(columns, 2, columns.rank()));
    Shape left = ofRows.concat(ofColumns);
    if (ofRows.rank() == 1 && ofColumns.rank() == 1) {
      return product;
    }
    return product.reshape(
        Shape.of(Shape.UNKNOWN).concat(left.rank() == 0 ? Shape.of(1) : left).dims());
  }

  // With the axes from `from` to `to` as one.
  private static Tensor flat(Tensor x, int from, int to) {
    if (to - from == 1) {
      return x;
    }
    if (to == from) {
      return x.expandDims(from);
    }
    long size = x.shape().slice(from, to).size();
    long[] dims =
        IntStream.rangeClosed(0, x.rank() - (to - from))
            .mapToLong(i ->
                i == from
                    ? size
                    : i < from ? x.shape().dims()[i] : x.shape().dims()[i - 1 + to - from])
            .toArray();
    return x.reshape(dims);
  }
}
