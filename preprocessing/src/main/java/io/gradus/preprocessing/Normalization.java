package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Brings values to mean 0 and variance 1: `(x − mean) / max(√variance, 1e-7)`
/// (`keras.layers.Normalization`). There are a mean and a variance for each position along the kept
/// axes, the last unless others are named. They are given, or are learned by [#adapt]; before that
/// they are 0 and 1. Inverted, the layer brings such values back.
///
/// Shapes: the output has the input's, the learned `mean` and `variance` the lengths of the kept
/// axes, which must be known. The weights are `mean`, `variance` and `count`, which Keras' files
/// have and nothing reads.
public final class Normalization extends Layer implements TensorAdaptable {
  private static final double EPSILON = 1e-7;
  private static final ConfigKey<List<Integer>> AXIS =
      new ConfigKey<>("axis", new Codec<>(Normalization::readAxes, axes -> axes));
  private static final ConfigKey<Boolean> INVERT = new ConfigKey<>("invert", Codec.TRUTH);
  private static final ConfigKey<@Nullable Grid> MEAN = new ConfigKey<>("mean", Grid.CODEC);
  private static final ConfigKey<@Nullable Grid> VARIANCE = new ConfigKey<>("variance", Grid.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<Normalization> SCHEMA =
      Layer.<Normalization>schemaOf("Normalization")
          .optional(AXIS, layer -> layer.options.axes, List.of(-1))
          .optional(INVERT, layer -> layer.options.invert, false)
          .optional(MEAN, layer -> layer.options.mean, null)
          .optional(VARIANCE, layer -> layer.options.variance, null)
          .build(Normalization::new);

  private final Options options;

  /// @param mean the mean, or null if it is learned
  /// @param variance the variance, or null if it is learned
  private record Options(
      List<Integer> axes, boolean invert, @Nullable Grid mean, @Nullable Grid variance) {
    Options {
      axes = List.copyOf(axes);
      Shape ofMean = mean == null ? null : mean.shape();
      Shape ofVariance = variance == null ? null : variance.shape();
      if (!Objects.equals(ofMean, ofVariance)) {
        throw new IllegalArgumentException(
            "normalization: mean and variance must both be given and have one shape; got mean=%s,"
                    .formatted(ofMean)
                + " variance="
                + ofVariance);
      }
      if (ofMean != null && ofMean.rank() > axes.size()) {
        throw new IllegalArgumentException(
            "normalization: mean must not have more axes than are kept; got mean=%s, axes=%s"
                .formatted(ofMean, axes));
      }
    }
  }

  /// A layer that learns a mean and a variance for each position along the last axis.
  public Normalization() {
    this(-1);
  }

  /// A layer that learns a mean and a variance for each position along these axes, or without axes
  /// one of all values; negative axes count from the end.
  public Normalization(int... axes) {
    this(Settings.DEFAULT, new Options(Arrays.stream(axes).boxed().toList(), false, null, null));
  }

  private Normalization(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private Normalization(Config config) {
    this(
        settings(config),
        new Options(config.get(AXIS), config.get(INVERT), config.get(MEAN), config.get(VARIANCE)));
  }

  private static List<Integer> readAxes(@Nullable Object value) {
    return value == null ? List.of() : Codec.INTEGERS.read().apply(value);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Normalization named(String name) {
    return new Normalization(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with this mean and variance: scalars, or of one shape that
  /// stretches to the kept axes}
  public Normalization statistics(Operand mean, Operand variance) {
    Options changed =
        new Options(options.axes, options.invert, Grid.of(mean.value()), Grid.of(variance.value()));
    return new Normalization(settings(), changed);
  }

  /// {@return this layer, unbuilt, with one mean and one variance of all values}
  public Normalization statistics(double mean, double variance) {
    return statistics(Tensor.of(mean), Tensor.of(variance));
  }

  /// {@return this layer, unbuilt, that brings normalized values back}
  public Normalization invert() {
    Options changed = new Options(options.axes, true, options.mean, options.variance);
    return new Normalization(settings(), changed);
  }

  @Override
  public Schema<Normalization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  public void adapt(Tensor samples) {
    adaptBatches(List.of(samples));
  }

  /// Learns mean and variance of these batches together; builds the layer for them unless it is
  /// built.
  ///
  /// @throws IllegalStateException if the layer was given mean and variance
  /// @throws ShapeException if the batches differ in the lengths of the kept axes
  @Override
  public void adaptBatches(Iterable<? extends Tensor> batches) {
    if (options.mean != null) {
      throw new IllegalStateException(
          "normalization: has the mean and variance it was given and learns none");
    }
    Moments moments = null;
    for (Tensor batch : batches) {
      if (!isBuilt()) {
        types(List.of(withKeptAxes(batch.type())), Call.infer());
      }
      int[] kept = kept(batch.type());
      Shape lengths = lengths(batch.type(), kept);
      if (!lengths.equals(weights().getFirst().type().shape())) {
        throw new ShapeException(
            "normalization: learns from samples with axes %s of lengths %s; got samples=%s"
                .formatted(options.axes, weights().getFirst().type().shape(), batch.type()));
      }
      Moments of = Moments.of(batch.cast(DType.FLOAT64), kept);
      moments = moments == null ? of : moments.with(of);
    }
    if (moments == null) {
      throw new IllegalArgumentException("normalization: adapt needs at least one batch");
    }
    for (int i = 0; i < 2; i++) {
      Variable weight = weights().get(i);
      weight.assign((i == 0 ? moments.mean() : moments.variance()).cast(weight.type().dtype()));
    }
  }

  // Later inputs may differ from the samples in the other axes.
  private TensorType withKeptAxes(TensorType type) {
    int[] kept = kept(type);
    long[] dims = type.shape().dims();
    for (int axis = 0; axis < dims.length; axis++) {
      if (Arrays.binarySearch(kept, axis) < 0) {
        dims[axis] = Shape.UNKNOWN;
      }
    }
    return type.withShape(Shape.of(dims));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    int[] kept = kept(input);
    Shape lengths = lengths(input, kept);
    if (options.mean != null && options.variance != null) {
      Tensor mean = options.mean.tensor(policy().compute());
      Tensor variance = options.variance.tensor(policy().compute());
      return forward(aligned(mean, input, kept), aligned(variance, input, kept));
    }
    Variable mean = weights.addState("mean", lengths, new Zeros());
    Variable variance = weights.addState("variance", lengths, new Ones());
    weights.addState("count", TensorType.of(DType.INT32), new Zeros());
    return Forward.single((x, _) ->
        normalized(x, aligned(mean.value(), input, kept), aligned(variance.value(), input, kept)));
  }

  private Forward forward(Tensor mean, Tensor variance) {
    return Forward.single((x, _) -> normalized(x, mean, variance));
  }

  private Tensor normalized(Tensor x, Tensor mean, Tensor variance) {
    DType compute = policy().compute();
    Tensor values = x.cast(compute);
    Tensor deviation = variance.cast(compute).sqrt().maximum(EPSILON);
    return options.invert
        ? values.mul(deviation).add(mean.cast(compute))
        : values.sub(mean.cast(compute)).div(deviation);
  }

  /// {@return the statistics with their axes in the places of the last kept ones, and axes of
  /// length 1 between them}
  private static Tensor aligned(Tensor statistics, TensorType input, int[] kept) {
    long[] dims = new long[input.shape().rank()];
    Arrays.fill(dims, 1);
    for (int i = 1; i <= statistics.rank(); i++) {
      dims[kept[kept.length - i]] = statistics.dim(-i);
    }
    return statistics.reshape(dims);
  }

  private static Shape lengths(TensorType input, int[] kept) {
    return Shape.of(Arrays.stream(kept).mapToLong(input.shape()::dim).toArray());
  }

  private int[] kept(TensorType input) {
    int rank = input.shape().rank();
    int[] kept =
        options.axes.stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
    boolean valid =
        IntStream.of(kept).allMatch(axis -> axis >= 0 && axis < rank && input.shape().isKnown(axis))
            && IntStream.of(kept).distinct().count() == kept.length;
    if (!valid) {
      throw new ShapeException(
          "normalization: needs the axes %s, each once and of known length; got x=%s"
              .formatted(options.axes, input));
    }
    return kept;
  }
}
