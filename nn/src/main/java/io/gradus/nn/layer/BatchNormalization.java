package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Zeros;
import io.gradus.tensor.Axes;
import io.gradus.tensor.BatchStandardize;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Normalizes each channel over all samples and positions to mean 0 and variance 1, then scales and
/// shifts: `(x − mean)/√(variance + epsilon)·gamma + beta` (Ioffe and Szegedy 2015;
/// `keras.layers.BatchNormalization`).
///
/// In training mean and variance are those of the batch, of what its mask lets count, and `moving ←
/// moving·momentum + batch·(1 − momentum)` keeps their moving means. In inference, and in training
/// while the layer is frozen with `trainable(false)`, they are the moving means. By default over
/// the last axis, with momentum 0.99 and epsilon 1e-3.
///
/// Shapes: `gamma`, `beta`, `moving_mean` and `moving_variance` have the length of the axis; the
/// output has the input's shape. Halves are normalized as `float32`.
public final class BatchNormalization extends NormalizationLayer<BatchNormalization> {
  private static final String NAME = "batch normalization";
  // What Keras adds to the number of what counts in a mask.
  private static final double FUZZ = 1e-7;

  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);
  private static final ConfigKey<Double> MOMENTUM = new ConfigKey<>("momentum", Codec.NUMBER);
  private static final ConfigKey<Initializer> MEAN =
      new ConfigKey<>("moving_mean_initializer", Initializers.CODEC);
  private static final ConfigKey<Initializer> VARIANCE =
      new ConfigKey<>("moving_variance_initializer", Initializers.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<BatchNormalization> SCHEMA =
      NormalizationOptions.keys(
              Layer.<BatchNormalization>schemaOf("BatchNormalization"), NormalizationLayer::options)
          .optional(AXIS, layer -> layer.moving.axis, -1)
          .optional(MOMENTUM, layer -> layer.moving.momentum, 0.99)
          .optional(MEAN, layer -> layer.moving.mean, new Zeros())
          .optional(VARIANCE, layer -> layer.moving.variance, new Ones())
          .absent("synchronized", false)
          .absent("renorm", false)
          .ignored("renorm_clipping")
          .ignored("renorm_momentum")
          .build(BatchNormalization::new);

  private final Moving moving;

  private record Moving(int axis, double momentum, Initializer mean, Initializer variance) {
    Moving {
      if (!(momentum >= 0 && momentum <= 1)) {
        throw new IllegalArgumentException(NAME + ": momentum must be in [0, 1], got " + momentum);
      }
    }
  }

  // The axis counted from the front, all others, and the shape of statistics beside an input.
  private record Place(int axis, int[] others, Shape aligned) {
    static Place of(int axis, int rank, long length) {
      long[] dims = new long[rank];
      Arrays.fill(dims, 1);
      dims[axis] = length;
      int[] others = IntStream.range(0, rank).filter(other -> other != axis).toArray();
      return new Place(axis, others, Shape.of(dims));
    }
  }

  /// A layer for channels on the last axis.
  public BatchNormalization() {
    this(-1);
  }

  /// A layer for channels on this axis; a negative one counts from the end.
  public BatchNormalization(int axis) {
    this(
        Settings.DEFAULT,
        NormalizationOptions.DEFAULT,
        new Moving(axis, 0.99, new Zeros(), new Ones()));
  }

  private BatchNormalization(Settings settings, NormalizationOptions options, Moving moving) {
    super(NAME, settings, options);
    this.moving = moving;
  }

  private BatchNormalization(Config config) {
    this(
        settings(config),
        NormalizationOptions.of(config),
        new Moving(config.get(AXIS), config.get(MOMENTUM), config.get(MEAN), config.get(VARIANCE)));
  }

  @Override
  BatchNormalization with(Settings settings, NormalizationOptions changed) {
    return new BatchNormalization(settings, changed, moving);
  }

  private BatchNormalization with(Moving changed) {
    return new BatchNormalization(settings(), options(), changed);
  }

  /// {@return this layer, unbuilt, keeping another share of the moving means in each step, in [0,
  /// 1]}
  public BatchNormalization momentum(double momentum) {
    return with(new Moving(moving.axis, momentum, moving.mean, moving.variance));
  }

  /// {@return this layer, unbuilt, with other first values of the moving mean; zeros unless told
  /// otherwise}
  public BatchNormalization movingMeanInitializer(Initializer changed) {
    return with(new Moving(moving.axis, moving.momentum, changed, moving.variance));
  }

  /// {@return this layer, unbuilt, with other first values of the moving variance; ones unless told
  /// otherwise}
  public BatchNormalization movingVarianceInitializer(Initializer changed) {
    return with(new Moving(moving.axis, moving.momentum, moving.mean, changed));
  }

  @Override
  public Schema<BatchNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Shape shape = inputs.getFirst().shape();
    int axis = shape.axis(NAME, moving.axis);
    if (shape.rank() < 2 || !shape.isKnown(axis)) {
      throw new ShapeException(
          "%s: needs at least two axes, axis %d of known length; got x=%s"
              .formatted(NAME, moving.axis, inputs.getFirst()));
    }
    Shape channels = Shape.of(shape.dim(axis));
    Place place = Place.of(axis, shape.rank(), shape.dim(axis));
    ScaleAndShift learned = options().declare(weights, channels, place.aligned);
    Variable mean = weights.addState("moving_mean", channels, moving.mean);
    Variable variance = weights.addState("moving_variance", channels, moving.variance);
    return (in, call) -> {
      Tensor x = in.one();
      Tensor wide = wide(x);
      double epsilon = options().epsilon();
      Tensor y;
      if (call.mode() == Mode.TRAIN && isTrainable()) {
        Tensor mask = in.mask(0);
        Standard standard =
            mask == null
                ? Standard.of(wide, place.axis, epsilon)
                : Standard.of(wide, Axes.of(place.others).keep(), mask, epsilon);
        follow(mean, standard.mean, call);
        follow(variance, standard.variance, call);
        y = learned.apply(standard.y);
      } else {
        Tensor centered = wide.sub(mean.reshape(place.aligned).cast(wide.dtype()));
        Tensor spread = variance.reshape(place.aligned).cast(wide.dtype());
        y = learned.apply(centered, spread, epsilon);
      }
      return Values.of(y.cast(x.dtype()));
    };
  }

  private void follow(Variable average, Tensor present, Call call) {
    Tensor before = call.updated(average).cast(present.dtype());
    Tensor after =
        before.mul(moving.momentum).add(present.reshape(average.shape()).mul(1 - moving.momentum));
    call.update(average, after.cast(average.dtype()));
  }

  /// An input with mean 0 and variance 1, and the mean and variance that it had.
  private record Standard(Tensor y, Tensor mean, Tensor variance) {
    static Standard of(Tensor x, int axis, double epsilon) {
      List<Tensor> results = Tensor.apply(new BatchStandardize(epsilon), x.moveAxis(axis, -1));
      return new Standard(results.get(0).moveAxis(-1, axis), results.get(1), results.get(2));
    }

    /// Of what the mask lets count.
    static Standard of(Tensor x, Axes others, Tensor mask, double epsilon) {
      if (mask.rank() != x.rank() - 1) {
        throw new ShapeException(
            "%s: the mask must have one axis less than x; got mask=%s, x=%s"
                .formatted(NAME, mask.type(), x.type()));
      }
      Tensor counts = mask.expandDims(-1);
      Tensor number = counts.cast(x.dtype()).broadcastTo(x.shape()).sum(others).add(FUZZ);
      Tensor mean = counts.where(x, 0).sum(others).div(number);
      Tensor centered = x.sub(mean);
      Tensor variance = counts.where(centered.square(), 0).sum(others).div(number);
      return new Standard(centered.mul(variance.add(epsilon).rsqrt()), mean, variance);
    }
  }
}
