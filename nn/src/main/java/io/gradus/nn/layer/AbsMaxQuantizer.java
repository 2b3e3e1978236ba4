package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rounds numbers to 8-bit integers (`keras.quantizers.AbsMaxQuantizer`): along some axes the
/// largest of `|x|` gets the largest integer, `round(x·s)` with `s = high/(max|x| + epsilon)`.
///
/// @param axes the axes, where the layer does not say them; null for the last
/// @param range the least and the largest integer
/// @param epsilon what keeps the scale of zeros finite
record AbsMaxQuantizer(@Nullable List<Integer> axes, List<Integer> range, double epsilon)
    implements Configured {
  /// Integers from −127 to 127, as Keras has it unless told otherwise.
  static final AbsMaxQuantizer DEFAULT = new AbsMaxQuantizer(null, List.of(-127, 127), 1e-7);

  private static final String INT8 = "int8";
  private static final ConfigKey<@Nullable List<Integer>> AXIS =
      new ConfigKey<>(
          "axis",
          new Codec<>(
              value -> value == null ? null : Codec.INTEGERS.read().apply(value), axes -> axes));
  private static final ConfigKey<List<Integer>> RANGE =
      new ConfigKey<>("value_range", Codec.listOf(Codec.INTEGER));
  private static final ConfigKey<Double> EPSILON = new ConfigKey<>("epsilon", Codec.NUMBER);
  private static final ConfigKey<String> DTYPE = new ConfigKey<>("output_dtype", Codec.TEXT);

  private static final Schema<AbsMaxQuantizer> SCHEMA =
      Schema.<AbsMaxQuantizer>of("AbsMaxQuantizer")
          .optional(RANGE, AbsMaxQuantizer::range, DEFAULT.range)
          .optional(EPSILON, AbsMaxQuantizer::epsilon, DEFAULT.epsilon)
          .optional(DTYPE, _ -> INT8, INT8)
          .extra(AXIS, AbsMaxQuantizer::axes, null)
          .build(config -> {
            if (!config.get(DTYPE).equals(INT8)) {
              throw new UnsupportedConfigException(
                  "AbsMaxQuantizer: output_dtype %s does not exist here; int8 does"
                      .formatted(config.get(DTYPE)));
            }
            return new AbsMaxQuantizer(config.get(AXIS), config.get(RANGE), config.get(EPSILON));
          });

  /// Quantizers as Keras writes them.
  static final Codec<@Nullable AbsMaxQuantizer> CODEC =
      Codec.object(
              new SchemaTable<AbsMaxQuantizer>(
                  AbsMaxQuantizer.class, "quantizer", "keras.quantizers", List.of(SCHEMA)))
          .orNull();

  /// What numbers are rounded to.
  ///
  /// @param integers `int8`, of the numbers' shape
  /// @param scale what they were multiplied by, of that shape with the axes of length 1
  record Quantized(Tensor integers, Tensor scale) {
    // A float32 holds the sum of so many products of 8-bit integers, 2¹⁴ at most, whatever the
    // order.
    private static final long SUMMED_IN_FLOAT32 = 1 << 10;

    /// {@return a floating type in which products of such integers are summed without rounding, and
    /// faster than in `int32`}
    ///
    /// @param count how many are summed
    static DType sumsOf(long count) {
      return count <= SUMMED_IN_FLOAT32 ? DType.FLOAT32 : DType.FLOAT64;
    }
  }

  AbsMaxQuantizer {
    if (range.size() != 2 || range.get(0) < -128 || range.get(1) > 127 || range.get(1) < 1) {
      throw new IllegalArgumentException(
          "AbsMaxQuantizer: value_range must be two numbers within −128 and 127, got " + range);
    }
    range = List.copyOf(range);
  }

  /// {@return the numbers rounded, with a scale for each of the parts along these axes}
  Quantized quantize(Tensor x, int... along) {
    DType dtype = x.dtype();
    Tensor size = x.abs();
    Tensor largest = along.length == 0 ? size : size.max(Axes.of(along).keep());
    Tensor scale = Tensor.full(Shape.of(), (double) range.get(1), dtype).div(largest.add(epsilon));
    Tensor rounded = x.mul(scale).round().clip((double) range.get(0), (double) range.get(1));
    return new Quantized(rounded.cast(DType.INT8), scale);
  }

  /// {@return the numbers rounded along its own axes}
  Quantized quantize(Tensor x) {
    return quantize(
        x, axes == null ? new int[] {-1} : axes.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public Schema<AbsMaxQuantizer> schema() {
    return SCHEMA;
  }
}
