package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Trace;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Applies a layer to each step of a sequence, with the same weights
/// (`keras.layers.TimeDistributed`). Where the layer keeps something of each call, such as the
/// moving statistics of a normalization in training, it is called once per time step; otherwise it
/// gets all steps at once as samples, `[batch·time, …]`, which computes the same.
///
/// Shapes: input `[batch, time, …]`, output `[batch, time]` and what the layer gives for `[batch,
/// …]`. The layer gets the mask of the steps; the output has none, as in Keras since 3.16.
public final class TimeDistributed extends Layer {
  private static final ConfigKey<Layer> LAYER =
      new ConfigKey<>(
          "layer",
          new Codec<>(
              value -> InnerLayers.read(Layer.class, "a layer", value), InnerLayers::write));

  // As up to Keras 2; Keras 3 does not know the key.
  private static final ConfigKey<Boolean> PASSES_MASK = new ConfigKey<>("passes_mask", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<TimeDistributed> SCHEMA =
      Layer.<TimeDistributed>schemaOf("TimeDistributed")
          .required(LAYER, layer -> layer.inner)
          .extra(PASSES_MASK, layer -> layer.passesMask, false)
          .build(TimeDistributed::new);

  private final Layer inner;
  private final boolean passesMask;

  /// Applies this layer to each step.
  public TimeDistributed(Layer layer) {
    this(Settings.DEFAULT, layer, false);
  }

  private TimeDistributed(Settings settings, Layer inner, boolean passesMask) {
    super(settings);
    this.inner = inner;
    this.passesMask = passesMask;
  }

  private TimeDistributed(Config config) {
    this(settings(config), config.get(LAYER), config.get(PASSES_MASK));
  }

  /// {@return this layer, unbuilt, with the given name, of the same inner layer}
  public TimeDistributed named(String name) {
    return new TimeDistributed(settings().named(name), inner, passesMask);
  }

  /// {@return the layer applied to each step}
  public Layer layer() {
    return inner;
  }

  @Override
  public Schema<TimeDistributed> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return passesMask;
  }

  @Override
  List<Layer> wrapped() {
    return List.of(inner);
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    for (TensorType x : inputs) {
      if (x.shape().rank() < 3) {
        throw new ShapeException(
            "time distributed: needs the axes [batch, time, …], three at least; got x=%s%s"
                .formatted(x, Hints.oneSample(x.shape().rank(), 3)));
      }
    }
    TensorType[] steps =
        inputs.stream()
            .map(x -> x.withShape(Shape.of(Shape.UNKNOWN).concat(x.shape().from(2))))
            .toArray(TensorType[]::new);
    weights.child("layer", inner, steps);
    return this::run;
  }

  private Values run(Values in, Call call) {
    Tensor first = in.all().getFirst();
    List<@Nullable Tensor> masks = new ArrayList<>();
    in.masks().forEach(mask -> masks.add(mask == null ? null : checked(mask, first)));
    Values steps = in.masked(masks);
    if (call.mode() == Mode.INFER
        || !first.shape().isKnown(1)
        || first.symbolOf() instanceof TypeTrace) {
      return atOnce(steps, call);
    }
    // A trial call: if it changes nothing but its output, that is the output of the step-wise
    // calls.
    Call trial = call.trial();
    Values out = atOnce(steps, trial);
    return trial.changesState() ? stepByStep(steps, call) : out;
  }

  private Values atOnce(Values in, Call call) {
    Tensor first = in.all().getFirst();
    Values out = inner.call(eachOf(in, TimeDistributed::together), call);
    return new Values(out.all().stream().map(y -> apart(y, first)).toList());
  }

  private Values stepByStep(Values in, Call call) {
    List<List<Tensor>> outputs = new ArrayList<>();
    for (long step = 0; step < in.all().getFirst().dim(1); step++) {
      Index[] at = {Index.from(0), Index.at(step)};
      // Each step has a path of its own, so that dropout differs from step to step.
      Call own = call.inside(Long.toString(step));
      outputs.add(inner.call(eachOf(in, x -> x.get(at)), own).all());
    }
    List<Tensor> stacked = new ArrayList<>();
    for (int i = 0; i < outputs.getFirst().size(); i++) {
      int output = i;
      stacked.add(
          Tensor.stack(1, outputs.stream().map(out -> out.get(output)).toArray(Tensor[]::new)));
    }
    return new Values(stacked);
  }

  /// {@return inputs and masks, each changed; the arguments of the call as they are}
  private static Values eachOf(Values in, UnaryOperator<Tensor> change) {
    List<@Nullable Tensor> masks = new ArrayList<>();
    in.masks().forEach(mask -> masks.add(mask == null ? null : change.apply(mask)));
    return new Values(in.all().stream().map(change).toList(), masks, in.arguments());
  }

  private static Tensor checked(Tensor mask, Tensor x) {
    boolean fits = mask.rank() >= 2;
    for (int axis = 0; fits && axis < 2; axis++) {
      fits =
          !mask.shape().isKnown(axis) || !x.shape().isKnown(axis) || mask.dim(axis) == x.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "time distributed: the mask needs the first axes of the input; got mask=%s, x=%s"
              .formatted(mask.type(), x.type()));
    }
    return mask;
  }

  /// `[batch, time, …]` as `[batch·time, …]`.
  private static Tensor together(Tensor x) {
    Shape shape = x.shape();
    long samples =
        shape.isKnown(0) && shape.isKnown(1) ? shape.dim(0) * shape.dim(1) : Shape.UNKNOWN;
    return arranged(x, Shape.of(samples).concat(shape.from(2)));
  }

  private static Tensor apart(Tensor y, Tensor x) {
    return arranged(y, x.shape().slice(0, 2).concat(y.shape().from(1)));
  }

  // With unknown lengths the type alone counts; programs know all.
  private static Tensor arranged(Tensor x, Shape shape) {
    return !(x.shape().isKnown() && shape.isKnown()) && x.symbolOf() instanceof Trace trace
        ? Tensor.symbolic(x.type().withShape(shape), trace)
        : x.reshape(shape);
  }
}
