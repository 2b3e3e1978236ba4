package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two recurrent layers over one sequence, one from each end, and their outputs merged
/// (`keras.layers.Bidirectional`; Schuster and Paliwal, *Bidirectional Recurrent Neural Networks*,
/// 1997). The layer given goes forward; the other is like it or given too. Both are new layers with
/// weights of their own, named `forward_…` and `backward_…`.
///
/// Outputs of all steps are in the order of time for both. Where the layers return the outputs of
/// all steps, masked ones are zeros. States returned follow the output, the forward layer's first;
/// of first states given the first half is the forward layer's.
public final class Bidirectional extends Layer {
  private static final ConfigKey<MergeMode> MERGE = new ConfigKey<>("merge_mode", MergeMode.CODEC);
  private static final ConfigKey<Recurrent<?>> FORWARD =
      new ConfigKey<>("layer", new Codec<>(Bidirectional::read, InnerLayers::write));
  private static final ConfigKey<@Nullable Recurrent<?>> BACKWARD =
      new ConfigKey<>(
          "backward_layer", new Codec<>(Bidirectional::readOrNull, Bidirectional::write));

  /// The configuration, as Keras writes it.
  public static final Schema<Bidirectional> SCHEMA =
      Layer.<Bidirectional>schemaOf("Bidirectional")
          .optional(MERGE, layer -> layer.merge, MergeMode.CONCAT)
          .required(FORWARD, layer -> layer.forward)
          .optional(BACKWARD, layer -> layer.backward, null)
          .build(Bidirectional::new);

  private final Recurrent<?> forward;
  private final Recurrent<?> backward;
  private final MergeMode merge;

  /// Two layers like this one, their outputs one after the other along the last axis.
  public Bidirectional(Recurrent<?> layer) {
    this(Settings.DEFAULT, layer, null, MergeMode.CONCAT);
  }

  /// A layer like the first, and the second, which must go the other way.
  ///
  /// @throws IllegalArgumentException if both go the same way, or differ in what they return or
  ///   keep
  public Bidirectional(Recurrent<?> layer, Recurrent<?> backward) {
    this(Settings.DEFAULT, layer, backward, MergeMode.CONCAT);
  }

  private Bidirectional(Config config) {
    this(settings(config), config.get(FORWARD), config.get(BACKWARD), config.get(MERGE));
  }

  private Bidirectional(
      Settings settings, Recurrent<?> layer, @Nullable Recurrent<?> other, MergeMode merge) {
    super(settings);
    this.forward = renamed("forward_", layer, layer.loop());
    LoopOptions loop = layer.loop();
    this.backward =
        other == null
            ? renamed(
                "backward_",
                ownCell(layer),
                loop.runs(!loop.goBackwards(), loop.stateful(), loop.unroll()))
            : zeroing(other.settings(), other, other.loop());
    this.merge = merge;
    check(forward.loop(), backward.loop());
  }

  // Both directions have weights of their own; a cell that was given would be in both.
  private static Recurrent<?> ownCell(Recurrent<?> layer) {
    if (!(layer instanceof RNN)) {
      return layer;
    }
    try {
      return (Recurrent<?>) Layers.readInner(Layers.writeInner(layer));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "bidirectional: the cell of %s cannot be copied; give the backward layer too (%s)"
              .formatted(layer, e.getMessage()),
          e);
    }
  }

  private static Recurrent<?> renamed(String prefix, Recurrent<?> layer, LoopOptions loop) {
    String name = layer.name().startsWith(prefix) ? layer.name() : prefix + layer.name();
    return zeroing(layer.settings().named(name), layer, loop);
  }

  private static Recurrent<?> zeroing(Settings settings, Recurrent<?> layer, LoopOptions loop) {
    return layer.with(settings, loop.zeroOutputForMask(loop.returnSequences()));
  }

  private static void check(LoopOptions forward, LoopOptions backward) {
    if (forward.goBackwards() == backward.goBackwards()) {
      throw new IllegalArgumentException(
          "bidirectional: the two layers must go opposite ways; got go_backwards=%s for both"
              .formatted(forward.goBackwards()));
    }
    boolean alike =
        forward.returnSequences() == backward.returnSequences()
            && forward.returnState() == backward.returnState()
            && forward.stateful() == backward.stateful();
    if (!alike) {
      throw new IllegalArgumentException(
          "bidirectional: the two layers must agree in return_sequences, return_state and"
              + " stateful; got %s, %s, %s and %s, %s, %s"
                  .formatted(
                      forward.returnSequences(),
                      forward.returnState(),
                      forward.stateful(),
                      backward.returnSequences(),
                      backward.returnState(),
                      backward.stateful()));
    }
  }

  private static Recurrent<?> read(@Nullable Object value) {
    return InnerLayers.read(Recurrent.class, "a recurrent layer", value);
  }

  private static @Nullable Recurrent<?> readOrNull(@Nullable Object value) {
    return value == null ? null : read(value);
  }

  private static @Nullable Object write(@Nullable Recurrent<?> layer) {
    return layer == null ? null : InnerLayers.write(layer);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Bidirectional named(String name) {
    return new Bidirectional(settings().named(name), forward, backward, merge);
  }

  /// {@return this layer, unbuilt, making something else of the two outputs}
  public Bidirectional mergeMode(MergeMode changed) {
    return new Bidirectional(settings(), forward, backward, changed);
  }

  /// {@return the layer from the beginning of the sequence on}
  public Recurrent<?> forwardLayer() {
    return forward;
  }

  /// {@return the layer from its end}
  public Recurrent<?> backwardLayer() {
    return backward;
  }

  /// Makes the states that the two layers keep zeros again.
  ///
  /// @throws IllegalStateException if they are not stateful
  public void resetStates() {
    forward.resetStates();
    backward.resetStates();
  }

  @Override
  public Schema<Bidirectional> schema() {
    return SCHEMA;
  }

  @Override
  List<Layer> wrapped() {
    return List.of(forward, backward);
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    weights.child("forward_layer", forward, inputs.getFirst());
    weights.child("backward_layer", backward, inputs.getFirst());
    return this::run;
  }

  private Values run(Values in, Call call) {
    List<Tensor> given = in.all().subList(1, in.all().size());
    List<Tensor> states = given.isEmpty() ? in.arguments().tensors("initial_state") : given;
    int half = states.size() / 2;
    List<Tensor> one = directed(forward, in, states.subList(0, half), call);
    List<Tensor> other = directed(backward, in, states.subList(half, states.size()), call);
    boolean sequences = forward.loop().returnSequences();
    Tensor back = sequences ? Recurrence.flipped(other.getFirst(), 1) : other.getFirst();
    List<Tensor> out = new ArrayList<>(merge.merged(one.getFirst(), back));
    int merged = out.size();
    out.addAll(one.subList(1, one.size()));
    out.addAll(other.subList(1, other.size()));
    return forward.loop().passesMask() && sequences
        ? new Values(out).maskedFirst(in.mask(0), merged)
        : new Values(out);
  }

  private static List<Tensor> directed(
      Recurrent<?> layer, Values in, List<Tensor> states, Call call) {
    List<Tensor> inputs = new ArrayList<>(List.of(in.all().getFirst()));
    inputs.addAll(states);
    List<@Nullable Tensor> masks =
        new ArrayList<@Nullable Tensor>(Collections.nCopies(inputs.size(), null));
    masks.set(0, in.mask(0));
    return layer.call(new Values(inputs).masked(masks), call).all();
  }
}
