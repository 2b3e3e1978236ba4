package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Softmax over an axis, or over several as one (`keras.layers.Softmax`). With a mask, what does
/// not count gets 0.
public final class Softmax extends Layer {
  private static final Codec<List<Integer>> AXES = new Codec<>(Softmax::readAxes, Softmax::write);
  private static final ConfigKey<List<Integer>> AXIS = new ConfigKey<>("axis", AXES);

  /// The configuration, as Keras writes it.
  public static final Schema<Softmax> SCHEMA =
      Layer.<Softmax>schemaOf("Softmax")
          .optional(AXIS, softmax -> softmax.axes, List.of(-1))
          .build(config -> new Softmax(settings(config), config.get(AXIS)));

  private final List<Integer> axes;

  /// Softmax over the last axis.
  public Softmax() {
    this(-1);
  }

  /// Softmax over these axes; negative ones count from the end.
  public Softmax(int... axes) {
    this(Settings.DEFAULT, Arrays.stream(axes).boxed().toList());
  }

  private Softmax(Settings settings, List<Integer> axes) {
    super(settings);
    if (axes.isEmpty()) {
      throw new IllegalArgumentException("softmax: needs at least one axis");
    }
    this.axes = axes;
  }

  private static List<Integer> readAxes(@Nullable Object value) {
    List<?> axes = value instanceof List<?> several ? several : Arrays.asList(value);
    return axes.stream().map(axis -> Codec.INTEGER.read().apply(axis)).toList();
  }

  private static Object write(List<Integer> axes) {
    return axes.size() == 1 ? axes.getFirst() : axes;
  }

  /// {@return this layer, unbuilt, with the given name}
  public Softmax named(String name) {
    return new Softmax(settings().named(name), axes);
  }

  @Override
  public Schema<Softmax> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    int rank = inputs.getFirst().shape().rank();
    int[] over =
        axes.stream().mapToInt(axis -> inputs.getFirst().shape().axis("softmax", axis)).toArray();
    if (over.length == 1) {
      Activation softmax = Activation.softmax(over[0] == rank - 1 ? -1 : over[0]);
      return (in, _) -> Values.of(masked(in.one(), in.mask(0), softmax::apply));
    }
    return (in, _) -> Values.of(masked(in.one(), in.mask(0), x -> overSeveral(x, over)));
  }

  private static Tensor masked(Tensor x, @Nullable Tensor mask, UnaryOperator<Tensor> softmax) {
    if (mask == null) {
      return softmax.apply(x);
    }
    Tensor open = mask;
    while (open.rank() < x.rank()) {
      open = open.expandDims(-1);
    }
    // Keras' numbers; the second is beyond the range of halves.
    double low = x.dtype() == DType.FLOAT16 ? -3e4 : -1e9;
    return open.where(softmax.apply(open.where(x, low)), 0);
  }

  /// Moves the axes to the end, where they become one.
  private static Tensor overSeveral(Tensor x, int[] over) {
    int[] order =
        IntStream.concat(
                IntStream.range(0, x.rank())
                    .filter(axis -> Arrays.stream(over).noneMatch(a -> a == axis)),
                Arrays.stream(over))
            .toArray();
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    Tensor moved = x.transpose(order);
    int kept = x.rank() - over.length;
    long[] dims = new long[kept + 1];
    long[] all = moved.shape().dims();
    System.arraycopy(all, 0, dims, 0, kept);
    dims[kept] = moved.shape().from(kept).size();
    return moved.reshape(dims).softmax(-1).reshape(all).transpose(back);
  }
}
