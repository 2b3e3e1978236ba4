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
import org.jspecify.annotations.Nullable;

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
  // Over the devices of one step; here a step has one.
  private static final ConfigKey<Boolean> SYNCHRONIZED =
      new ConfigKey<>("synchronized", Codec.TRUTH);

  // Of configurations of earlier versions; Keras 3 knows none of them. What a model is saved
  // with is the first alone, since the others change nothing that is predicted.
  private static final ConfigKey<Boolean> ALWAYS = new ConfigKey<>("batch_statistics", Codec.TRUTH);
  private static final ConfigKey<Boolean> FROZEN_TOO =
      new ConfigKey<>("batch_statistics_when_frozen", Codec.TRUTH);
  private static final ConfigKey<Double> CORRECTION =
      new ConfigKey<>("sample_correction", Codec.NUMBER);
  private static final ConfigKey<Double> OFFSET = new ConfigKey<>("variance_offset", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<BatchNormalization> SCHEMA =
      Renormalization.keys(standardKeys(), layer -> layer.moving.renorm)
          .build(BatchNormalization::new);

  private static Schema.Builder<BatchNormalization> standardKeys() {
    return NormalizationOptions.keys(
            Layer.<BatchNormalization>schemaOf("BatchNormalization"), NormalizationLayer::options)
        .optional(AXIS, layer -> layer.moving.axis, -1)
        .optional(MOMENTUM, layer -> layer.moving.momentum, 0.99)
        .optional(MEAN, layer -> layer.moving.mean, new Zeros())
        .optional(VARIANCE, layer -> layer.moving.variance, new Ones())
        .optional(SYNCHRONIZED, layer -> layer.moving.isSynchronized, false)
        .extra(ALWAYS, layer -> layer.rules.always, false)
        .extra(FROZEN_TOO, _ -> false, false)
        .extra(CORRECTION, _ -> 0.0, 0.0)
        .extra(OFFSET, _ -> 0.0, 0.0);
  }

  private final Moving moving;
  private final Rules rules;

  /// What earlier versions of Keras did otherwise.
  ///
  /// @param always whether the batch's own statistics normalize it in inference too, and the moving
  ///   ones stay (mode 2 of Keras 1)
  /// @param frozenToo whether they do in training while the layer is frozen (up to Keras 2.3)
  /// @param correction what is taken off the number `n` of elements before the batch's variance
  ///   goes into the moving one times `n/(n − correction)`
  /// @param offset what is added to that variance first, as by Theano
  private record Rules(boolean always, boolean frozenToo, double correction, double offset) {
    static final Rules CURRENT = new Rules(false, false, 0, 0);
  }

  private record Moving(
      int axis,
      double momentum,
      Initializer mean,
      Initializer variance,
      boolean isSynchronized,
      @Nullable Renormalization renorm) {
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
        new Moving(axis, 0.99, new Zeros(), new Ones(), false, null),
        Rules.CURRENT);
  }

  private BatchNormalization(
      Settings settings, NormalizationOptions options, Moving moving, Rules rules) {
    super(NAME, settings, options);
    this.moving = moving;
    this.rules = rules;
  }

  private BatchNormalization(Config config) {
    this(
        settings(config),
        NormalizationOptions.of(config),
        new Moving(
            config.get(AXIS),
            config.get(MOMENTUM),
            config.get(MEAN),
            config.get(VARIANCE),
            config.get(SYNCHRONIZED),
            Renormalization.of(config)),
        new Rules(
            config.get(ALWAYS),
            config.get(FROZEN_TOO),
            config.get(CORRECTION),
            config.get(OFFSET)));
  }

  @Override
  BatchNormalization with(Settings settings, NormalizationOptions changed) {
    return new BatchNormalization(settings, changed, moving, rules);
  }

  private BatchNormalization with(
      double momentum, Initializer mean, Initializer variance, @Nullable Renormalization renorm) {
    return new BatchNormalization(
        settings(),
        options(),
        new Moving(moving.axis, momentum, mean, variance, moving.isSynchronized, renorm),
        rules);
  }

  /// {@return this layer, unbuilt, keeping another share of the moving means in each step, in [0,
  /// 1]}
  public BatchNormalization momentum(double momentum) {
    return with(momentum, moving.mean, moving.variance, moving.renorm);
  }

  /// {@return this layer, unbuilt, with other first values of the moving mean; zeros unless told
  /// otherwise}
  public BatchNormalization movingMeanInitializer(Initializer changed) {
    return with(moving.momentum, changed, moving.variance, moving.renorm);
  }

  /// {@return this layer, unbuilt, with other first values of the moving variance; ones unless told
  /// otherwise}
  public BatchNormalization movingVarianceInitializer(Initializer changed) {
    return with(moving.momentum, moving.mean, changed, moving.renorm);
  }

  /// {@return this layer, unbuilt, with batch renormalization (Ioffe 2017), without bounds: in
  /// training outputs are corrected towards what the running statistics would give}
  public BatchNormalization renorm() {
    return renorm(null, null, null, 0.99);
  }

  /// {@return this layer, unbuilt, with batch renormalization}
  ///
  /// @param rmin the least correction of the deviation, or null
  /// @param rmax the greatest, or null
  /// @param dmax the greatest correction of the mean, in deviations, or null
  /// @param momentum the share of the running statistics that is kept in a step, in [0, 1]
  /// @throws IllegalArgumentException if a bound contradicts another, or dmax is negative
  public BatchNormalization renorm(
      @Nullable Double rmin, @Nullable Double rmax, @Nullable Double dmax, double momentum) {
    return with(
        moving.momentum,
        moving.mean,
        moving.variance,
        new Renormalization(rmin, rmax, dmax, momentum));
  }

  @Override
  public Schema<BatchNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
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
    Renormalization renorm = moving.renorm;
    Renormalization.Running running =
        renorm == null ? null : renorm.declare(weights, channels, moving.mean, moving.variance);
    return (in, call) -> {
      Tensor x = in.one();
      Tensor wide = wide(x);
      double epsilon = options().epsilon();
      Tensor y;
      boolean trained = call.mode() == Mode.TRAIN && (isTrainable() || rules.frozenToo);
      if (trained || rules.always) {
        Tensor mask = in.mask(0);
        Standard standard =
            mask == null
                ? Standard.of(wide, place.axis, epsilon)
                : Standard.of(wide, Axes.of(place.others).keep(), mask, epsilon);
        y = standard.y;
        boolean follows = isTrainable() && !rules.always;
        if (follows && renorm != null && running != null) {
          Tensor deviation = standard.variance.add(epsilon).sqrt();
          Tensor r = renorm.r(running, deviation.reshape(channels), epsilon, call);
          Tensor d = renorm.d(running, standard.mean.reshape(channels), epsilon, call);
          y = y.mul(r.reshape(place.aligned)).add(d.reshape(place.aligned));
          follow(running.mean(), standard.mean, renorm.momentum(), call);
          follow(running.spread(), deviation, renorm.momentum(), call);
          Tensor next = follow(running.deviation(), deviation, moving.momentum, call);
          Tensor squared = next.square().sub(epsilon).relu();
          call.update(variance, squared.cast(variance.dtype()));
        } else if (follows) {
          follow(variance, corrected(standard.variance, wide), moving.momentum, call);
        }
        if (follows) {
          follow(mean, standard.mean, moving.momentum, call);
        }
        y = learned.apply(y);
      } else {
        Tensor centered = wide.sub(mean.reshape(place.aligned).cast(wide.dtype()));
        Tensor spread = variance.reshape(place.aligned).cast(wide.dtype());
        y = learned.apply(centered, spread, epsilon);
      }
      return Values.of(y.cast(x.dtype()));
    };
  }

  private Tensor corrected(Tensor variance, Tensor x) {
    if (rules.correction == 0 && rules.offset == 0) {
      return variance;
    }
    double number = (double) x.shape().size() / variance.shape().size();
    return variance.add(rules.offset).mul(number / (number - rules.correction));
  }

  private static Tensor follow(Variable average, Tensor present, double momentum, Call call) {
    Tensor before = call.updated(average).cast(present.dtype());
    Tensor after = before.mul(momentum).add(present.reshape(average.shape()).mul(1 - momentum));
    call.update(average, after.cast(average.dtype()));
    return after;
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
