package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A merging layer with the masks of Keras 1 and 2, for their files: the result counts where all
/// inputs that have a mask do, and masks do not choose among elements. In Keras 3 the result of
/// [Add] and its like counts where any input does. Keras does not know the class.
public final class UnanimousMerge extends MergingLayer {
  private static final ConfigKey<Layer> LAYER =
      new ConfigKey<>(
          "layer",
          new Codec<>(
              value -> {
                if (value instanceof java.util.Map<?, ?> object) {
                  return Layers.readInner(object);
                }
                throw new IllegalArgumentException("expected a layer, got " + value);
              },
              Layers::writeInner));

  /// The configuration, of Gradus alone.
  public static final Schema<UnanimousMerge> SCHEMA =
      Layer.<UnanimousMerge>schemaOf("UnanimousMerge")
          .required(LAYER, merge -> merge.merging)
          .build(config -> new UnanimousMerge(settings(config), config.get(LAYER)));

  private final Layer merging;

  /// A layer that merges as another does, such as [Add].
  ///
  /// @throws IllegalArgumentException if the other is no merging layer
  public UnanimousMerge(Layer merging) {
    this(Settings.DEFAULT, merging);
  }

  private UnanimousMerge(Settings settings, Layer merging) {
    super(settings);
    this.merging = merging;
    if (!(merging instanceof MergingLayer)) {
      throw new IllegalArgumentException("unanimous merge: needs a merging layer, got " + merging);
    }
  }

  @Override
  public Schema<UnanimousMerge> schema() {
    return SCHEMA;
  }

  @Override
  List<Layer> wrapped() {
    return List.of(merging);
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return (in, call) -> {
      Values merged = merging.call(new Values(in.all()), call);
      if (merging instanceof Concatenate joined
          && !joined.isAlongLast(in.all().getFirst().rank())) {
        // One after the other, as their masks.
        return merged;
      }
      return merged.masked(merging instanceof Dot ? null : all(in.masks()));
    };
  }

  private static @Nullable Tensor all(List<@Nullable Tensor> masks) {
    return masks.stream().filter(Objects::nonNull).reduce(Tensor::logicalAnd).orElse(null);
  }
}
