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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Normalizes the channels of each sample in groups, over a group's channels and all positions, to
/// mean 0 and variance 1, then scales and shifts each channel: `(x − mean)/√(variance +
/// epsilon)·gamma + beta` (Wu and He 2018; `keras.layers.GroupNormalization`). With −1 for the
/// number of groups each channel is a group of its own, which is instance normalization. By default
/// 32 groups of channels on the last axis, with epsilon 1e-3.
///
/// Shapes: `gamma` and `beta` have the length of the axis; the output has the input's shape. Halves
/// are normalized as `float32`.
public final class GroupNormalization extends NormalizationLayer<GroupNormalization> {
  private static final String NAME = "group normalization";
  private static final int EACH_CHANNEL = -1;
  private static final ConfigKey<Integer> GROUPS = new ConfigKey<>("groups", Codec.INTEGER);
  private static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<GroupNormalization> SCHEMA =
      NormalizationOptions.keys(
              Layer.<GroupNormalization>schemaOf("GroupNormalization"), NormalizationLayer::options)
          .optional(GROUPS, layer -> layer.groups, 32)
          .optional(AXIS, layer -> layer.axis, -1)
          .build(GroupNormalization::new);

  private final int groups;
  private final int axis;

  /// A layer with 32 groups of channels on the last axis.
  public GroupNormalization() {
    this(32);
  }

  /// A layer with so many groups of channels on the last axis, or −1 for one a channel.
  public GroupNormalization(int groups) {
    this(groups, -1);
  }

  /// A layer with so many groups of channels on this axis, or −1 for one a channel; a negative axis
  /// counts from the end.
  public GroupNormalization(int groups, int axis) {
    this(Settings.DEFAULT, NormalizationOptions.DEFAULT, groups, axis);
  }

  private GroupNormalization(
      Settings settings, NormalizationOptions options, int groups, int axis) {
    super(NAME, settings, options);
    if (groups < 1 && groups != EACH_CHANNEL) {
      throw new IllegalArgumentException(
          NAME + ": groups must be at least 1, or -1 for one a channel, got " + groups);
    }
    this.groups = groups;
    this.axis = axis;
  }

  private GroupNormalization(Config config) {
    this(settings(config), NormalizationOptions.of(config), config.get(GROUPS), config.get(AXIS));
  }

  @Override
  GroupNormalization with(Settings settings, NormalizationOptions changed) {
    return new GroupNormalization(settings, changed, groups, axis);
  }

  @Override
  public Schema<GroupNormalization> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    int at = input.shape().axis(NAME, axis);
    if (at == 0 || !input.shape().isKnown(at)) {
      throw new ShapeException(
          "%s: needs an axis behind that of samples, of known length; got axis %d for x=%s"
              .formatted(NAME, axis, input));
    }
    long channels = input.shape().dim(at);
    long count = groups == EACH_CHANNEL ? channels : groups;
    if (count == 0 || channels % count != 0) {
      throw new ShapeException(
          "%s: %d channels do not make %d groups of equal size; got x=%s"
              .formatted(NAME, channels, count, input));
    }
    long[] aligned = new long[input.shape().rank() - at];
    Arrays.fill(aligned, 1);
    aligned[0] = channels;
    ScaleAndShift learned = options().declare(weights, Shape.of(channels), Shape.of(aligned));
    return Forward.single((x, _) ->
        x.shape().from(1).isKnown()
            ? normalized(wide(x), at, count, learned).cast(x.dtype())
            // Only the type counts then, which is the input's.
            : x);
  }

  private Tensor normalized(Tensor x, int at, long count, ScaleAndShift learned) {
    long[] dims = x.shape().dims();
    long[] grouped = new long[dims.length + 1];
    System.arraycopy(dims, 0, grouped, 0, at);
    grouped[at] = count;
    grouped[at + 1] = dims[at] / count;
    System.arraycopy(dims, at + 1, grouped, at + 2, dims.length - at - 1);
    int[] inGroup = IntStream.range(1, grouped.length).filter(other -> other != at).toArray();
    Axes over = Axes.of(inGroup).keep();
    Tensor groups = x.reshape(grouped);
    Tensor centered = groups.sub(groups.mean(over));
    Tensor deviation = centered.square().mean(over).add(options().epsilon()).sqrt();
    return learned.apply(centered.div(deviation).reshape(dims));
  }
}
