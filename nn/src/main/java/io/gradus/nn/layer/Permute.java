package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Hints;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// Gives the axes of each sample another order (`keras.layers.Permute`). Axes count from 1: `new
/// Permute(2, 1)` transposes each sample.
///
/// Shapes: input `[n, …]` with as many further axes as are named, output with them in that order.
public final class Permute extends Layer {
  private static final ConfigKey<List<Integer>> DIMS =
      new ConfigKey<>("dims", Codec.listOf(Codec.INTEGER));

  /// The configuration, as Keras writes it.
  public static final Schema<Permute> SCHEMA =
      Layer.<Permute>schemaOf("Permute")
          .required(DIMS, permute -> permute.dims)
          .build(Permute::new);

  private final List<Integer> dims;

  /// A layer with the axes in this order.
  ///
  /// @throws IllegalArgumentException if they are not 1 up to their number, each once
  public Permute(int... dims) {
    this(Settings.DEFAULT, Lengths.of(dims));
  }

  private Permute(Settings settings, List<Integer> dims) {
    super(settings);
    List<Integer> all = IntStream.rangeClosed(1, dims.size()).boxed().toList();
    if (!dims.stream().sorted().toList().equals(all)) {
      throw new IllegalArgumentException("permute: needs each axis from 1 on once; got " + dims);
    }
    this.dims = dims;
  }

  private Permute(Config config) {
    this(settings(config), config.get(DIMS));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Permute named(String name) {
    return new Permute(settings().named(name), dims);
  }

  @Override
  public Schema<Permute> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() != dims.size() + 1) {
      throw new ShapeException(
          "permute: needs %d axes for the order %s; got x=%s%s"
              .formatted(
                  dims.size() + 1,
                  dims,
                  input,
                  Hints.oneSample(input.shape().rank(), dims.size() + 1)));
    }
    int[] order = IntStream.concat(IntStream.of(0), dims.stream().mapToInt(d -> d)).toArray();
    return Forward.single((x, _) -> x.transpose(order));
  }
}
