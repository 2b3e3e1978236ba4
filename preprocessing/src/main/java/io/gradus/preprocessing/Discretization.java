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
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sorts numbers into bins (`keras.layers.Discretization`): the number of a bin is the number of
/// boundaries at or below the value, so n boundaries make n + 1 bins. The boundaries are given, or
/// are learned by [#adapt] such that each bin has about the same share of the samples.
///
/// Shapes: in mode `int` the output, `int32`, has the input's shape; see [OutputMode] for the
/// others, of which it has all but `tf_idf`.
public final class Discretization extends Layer implements TensorAdaptable {
  private static final ConfigKey<@Nullable List<Double>> BOUNDARIES =
      new ConfigKey<>("bin_boundaries", Codec.listOf(Codec.NUMBER).orNull());
  private static final ConfigKey<@Nullable Integer> BINS =
      new ConfigKey<>("num_bins", Codec.INTEGER.orNull());
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<OutputMode> MODE =
      new ConfigKey<>("output_mode", OutputMode.CODEC);

  /// The configuration, as Keras writes it; it has the boundaries that were learned.
  public static final Schema<Discretization> SCHEMA =
      Layer.<Discretization>schemaOfUntrained("Discretization")
          .optional(BOUNDARIES, Discretization::boundaries, null)
          .optional(BINS, layer -> layer.options.bins, null)
          .optional(EPSILON, layer -> layer.options.epsilon, 0.01)
          .optional(MODE, layer -> layer.options.mode, OutputMode.INT)
          .optional(Sparse.KEY, _ -> false, false)
          .build(Discretization::new);

  private final Options options;
  private final LearnedTensor boundaries = new LearnedTensor("discretization", "boundaries");

  private record Options(@Nullable Integer bins, double epsilon, OutputMode mode) {
    Options {
      if (bins != null) {
        Limits.atLeast("discretization", "numBins", bins, 1);
      }
      if (!(epsilon > 0 && epsilon < 1)) {
        throw new IllegalArgumentException(
            "discretization: epsilon must be in (0, 1), got " + epsilon);
      }
      mode.oneOf(
          "discretization",
          OutputMode.INT,
          OutputMode.ONE_HOT,
          OutputMode.MULTI_HOT,
          OutputMode.COUNT);
    }
  }

  /// A layer with these boundaries, in ascending order.
  public Discretization(List<Double> binBoundaries) {
    this(Settings.DEFAULT, new Options(null, 0.01, OutputMode.INT), binBoundaries);
  }

  /// A layer that learns the boundaries of this many bins.
  public Discretization(int numBins) {
    this(Settings.DEFAULT, new Options(numBins, 0.01, OutputMode.INT), null);
  }

  private Discretization(Settings settings, Options options, @Nullable List<Double> given) {
    super(settings);
    this.options = options;
    if (given == null && options.bins == null) {
      throw new IllegalArgumentException("discretization: needs boundaries or a number of bins");
    }
    if (given != null) {
      double[] numbers = given.stream().mapToDouble(Double::doubleValue).toArray();
      for (int i = 1; i < numbers.length; i++) {
        if (!(numbers[i - 1] <= numbers[i])) {
          throw new IllegalArgumentException(
              "discretization: boundaries must be in ascending order, got " + given);
        }
      }
      boundaries.set(Tensor.of(numbers));
    }
  }

  private Discretization(Config config) {
    this(
        settings(config),
        new Options(config.get(BINS), config.get(EPSILON), config.get(MODE)),
        config.get(BOUNDARIES));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Discretization named(String name) {
    return new Discretization(settings().named(name), options, boundaries());
  }

  /// {@return this layer, unbuilt, with another output}
  public Discretization outputMode(OutputMode mode) {
    Options changed = new Options(options.bins, options.epsilon, mode);
    return new Discretization(settings(), changed, boundaries());
  }

  /// {@return this layer, unbuilt, with another error that a learned boundary may have, as a share
  /// of the samples; 0.01 unless it is given}
  public Discretization epsilon(double epsilon) {
    Options changed = new Options(options.bins, epsilon, options.mode);
    return new Discretization(settings(), changed, boundaries());
  }

  /// {@return the boundaries, or null if they are still to be learned}
  public @Nullable List<Double> boundaries() {
    Tensor value = boundaries.value();
    return value == null ? null : Arrays.stream(value.toDoubleArray()).boxed().toList();
  }

  @Override
  public Schema<Discretization> schema() {
    return SCHEMA;
  }

  @Override
  public void adapt(Tensor samples) {
    adaptBatches(List.of(samples));
  }

  /// Learns boundaries between as many bins as the layer was made for, or fewer if there are fewer
  /// samples.
  ///
  /// @throws IllegalStateException if the layer was given its boundaries
  @Override
  public void adaptBatches(Iterable<? extends Tensor> batches) {
    if (options.bins == null) {
      throw new IllegalStateException(
          "discretization: has the boundaries it was given; only a layer made with a number of bins"
              + " learns them");
    }
    Quantiles quantiles = Quantiles.NONE;
    for (Tensor batch : batches) {
      quantiles = quantiles.with(batch.cast(DType.FLOAT32).toFloatArray(), options.epsilon);
    }
    if (quantiles.isEmpty()) {
      throw new IllegalArgumentException("discretization: adapt needs at least one sample");
    }
    boundaries.set(Tensor.of(quantiles.boundaries(options.bins)));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Variable bounds = boundaries.variable();
    int depth = Math.toIntExact(bounds.type().shape().dim(0)) + 1;
    DType dtype = options.mode == OutputMode.INT ? DType.INT32 : policy().compute();
    return Forward.single((x, _) -> options.mode.encode(bin(bounds, x), depth, dtype, null));
  }

  private Tensor bin(Variable bounds, Tensor x) {
    // Up to 3.11 Keras writes the dtype of the bins, int64, as the layer's.
    DType compute = policy().compute().isFloating() ? policy().compute() : DType.FLOAT32;
    Tensor values = x.cast(compute);
    return bounds.value().cast(values.dtype()).searchSorted(values, true);
  }
}
