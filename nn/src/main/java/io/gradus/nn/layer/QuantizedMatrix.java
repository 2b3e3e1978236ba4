package io.gradus.nn.layer;

import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Zeros;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// A matrix in 8-bit or 4-bit integers. Along one axis, that of inputs, all integers have a scale
/// `s` in common, and stand for `q/s`; or those of a block have a scale and a zero point `z`, and
/// stand for `(q − z)·s`.
final class QuantizedMatrix {
  private static final StraightThrough PRODUCT = new StraightThrough("...u,iu->...i");

  private final Layout layout;
  private final Variable integers;
  private final Variable scale;
  private final @Nullable PackedAxis packing;
  private final @Nullable Blocks blocks;

  /// The zero points of blocks, and which block an input is in.
  private record Blocks(Variable zero, Variable index) {}

  /// How a matrix is kept.
  ///
  /// @param name the weight's name
  /// @param rows its rows
  /// @param columns its columns
  /// @param inputAxis the axis along which integers have a scale in common
  /// @param packedAxis the axis along which a byte holds two integers of 4 bits
  record Layout(String name, long rows, long columns, int inputAxis, int packedAxis) {
    private Shape bytes(Quantization.Mode mode) {
      if (mode == Quantization.Mode.INT8) {
        return Shape.of(rows, columns);
      }
      return packedAxis == 0
          ? Shape.of(PackedAxis.bytesOfInt4(rows), columns)
          : Shape.of(rows, PackedAxis.bytesOfInt4(columns));
    }

    private Shape scales(int blockSize) {
      if (blockSize == 0) {
        return Shape.of(inputAxis == 0 ? columns : rows);
      }
      long blocks = (inputs() + blockSize - 1) / blockSize;
      return inputAxis == 0 ? Shape.of(blocks, columns) : Shape.of(rows, blocks);
    }

    private long inputs() {
      return inputAxis == 0 ? rows : columns;
    }
  }

  private QuantizedMatrix(
      Layout layout,
      Variable integers,
      Variable scale,
      @Nullable PackedAxis packing,
      @Nullable Blocks blocks) {
    this.layout = layout;
    this.integers = integers;
    this.scale = scale;
    this.packing = packing;
    this.blocks = blocks;
  }

  /// {@return a matrix declared among a layer's weights; files keep its integers before the bias,
  /// as Keras' do}
  ///
  /// @param blockSize how many inputs have a scale in common, 0 for all
  static QuantizedMatrix declare(
      Weights weights, Layout layout, Quantization.Mode mode, int blockSize) {
    Variable integers = integers(weights, layout, mode);
    weights.storeFirst(integers);
    Variable scale = weights.addState(layout.name + "_scale", layout.scales(blockSize), new Ones());
    if (blockSize == 0) {
      return new QuantizedMatrix(layout, integers, scale, packing(layout, mode), null);
    }
    TensorType points = new TensorType(DType.INT8, scale.shape());
    Variable zero = weights.addState(layout.name + "_zero", points, new Zeros());
    Variable index = indexOfBlocks(weights, layout.inputs(), blockSize);
    Blocks blocks = new Blocks(zero, index);
    return new QuantizedMatrix(layout, integers, scale, packing(layout, mode), blocks);
  }

  /// {@return a second matrix of the same layer, whose blocks are those of the first; its zero
  /// points have the type of weights, as in Keras}
  QuantizedMatrix declareBeside(
      Weights weights, Layout second, Quantization.Mode mode, int blockSize) {
    Variable other = integers(weights, second, mode);
    Variable scales =
        weights.addState(second.name + "_scale", second.scales(blockSize), new Ones());
    Blocks own =
        blocks == null
            ? null
            : new Blocks(
                weights.addState(second.name + "_zero", scales.shape(), new Zeros()), blocks.index);
    return new QuantizedMatrix(second, other, scales, packing(second, mode), own);
  }

  private static Variable integers(Weights weights, Layout layout, Quantization.Mode mode) {
    return weights.addState(
        layout.name, new TensorType(DType.INT8, layout.bytes(mode)), new Zeros());
  }

  private static @Nullable PackedAxis packing(Layout layout, Quantization.Mode mode) {
    if (mode == Quantization.Mode.INT8) {
      return null;
    }
    return layout.packedAxis == 0
        ? PackedAxis.int4(layout.rows, 1)
        : PackedAxis.int4(layout.columns, 0);
  }

  // Files may name other blocks than those that follow each other.
  private static Variable indexOfBlocks(Weights weights, long inputs, int blockSize) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(inputs));
    Variable index = weights.addState("g_idx", type, new Zeros());
    float[] following = new float[Math.toIntExact(inputs)];
    for (int i = 0; i < following.length; i++) {
      following[i] = Math.floorDiv(i, blockSize);
    }
    index.assign(Tensor.of(following));
    return index;
  }

  /// {@return whether the integers of a block have a scale in common, rather than all of a unit}
  boolean hasBlocks() {
    return blocks != null;
  }

  /// {@return the integers, `int8`}
  Tensor integers() {
    return packing == null ? integers.value() : packing.unpack(integers.value(), layout.packedAxis);
  }

  /// {@return the scale of each unit}
  ///
  /// @throws IllegalStateException if blocks have scales
  Tensor scale(DType dtype) {
    if (blocks != null) {
      throw new IllegalStateException("the scales of %s are of blocks".formatted(layout.name));
    }
    return scale.cast(dtype);
  }

  /// {@return the numbers that the integers stand for}
  Tensor value(DType dtype) {
    if (blocks != null) {
      return inBlocks(blocks, integers(), scale.cast(dtype), blocks.zero.value(), layout.inputAxis);
    }
    Tensor s = scale(dtype);
    return integers().cast(dtype).div(layout.inputAxis == 0 ? s : s.expandDims(-1));
  }

  private static Tensor inBlocks(Blocks in, Tensor q, Tensor scales, Tensor zeros, int axis) {
    Tensor index = in.index.cast(DType.INT32);
    Tensor s = scales.gather(index, axis);
    Tensor z = zeros.gather(index, axis).cast(s.dtype());
    return q.cast(s.dtype()).sub(z).mul(s);
  }

  /// {@return the numbers of the rows at these positions, where the integers of a row have scales
  /// in common}
  Tensor rows(Tensor positions, DType dtype) {
    Tensor found = integers.value().gather(positions, 0);
    Tensor q = packing == null ? found : packing.unpack(found, -1);
    Tensor s = scale.value().gather(positions, 0);
    // In the type of weights, as Keras does here, though not in products.
    Tensor numbers =
        blocks == null
            ? q.cast(s.dtype()).div(s.expandDims(-1))
            : inBlocks(blocks, q, s, blocks.zero.value().gather(positions, 0), -1);
    return numbers.cast(dtype);
  }

  /// {@return `x·W`, the integers of a column of `W` having scales in common}
  ///
  /// @param rounding how `x` is rounded, or null where it is not; with blocks it is not
  Tensor product(Tensor x, @Nullable AbsMaxQuantizer rounding) {
    DType dtype = x.dtype();
    if (blocks != null) {
      return x.matmul(value(dtype));
    }
    return product(x, integers(), scale(dtype), rounding == null ? null : rounded(rounding, x));
  }

  /// {@return `x·Wᵀ`, the integers of a row of `W` having scales in common; or `x·W` where those of
  /// a column have. With blocks `x` is rounded too}
  Tensor scores(Tensor x, @Nullable AbsMaxQuantizer rounding) {
    DType dtype = x.dtype();
    AbsMaxQuantizer.Quantized q = rounding == null ? null : rounding.quantize(x.stopGradient());
    boolean turned = layout.inputAxis == 1;
    if (blocks == null) {
      return product(x, turned ? integers().transpose() : integers(), scale(dtype), q);
    }
    Tensor kernel = turned ? value(dtype).transpose() : value(dtype);
    if (q == null) {
      return x.matmul(kernel);
    }
    Tensor y = q.integers().cast(dtype).matmul(kernel).div(q.scale());
    return PRODUCT.of(y, x, kernel, Tensor.full(Shape.of(), 1.0, dtype));
  }

  private static AbsMaxQuantizer.Quantized rounded(AbsMaxQuantizer rounding, Tensor x) {
    return rounding.quantize(x.stopGradient(), -1);
  }

  private static Tensor product(
      Tensor x, Tensor integers, Tensor scale, AbsMaxQuantizer.@Nullable Quantized q) {
    if (q == null) {
      return x.matmul(integers.cast(x.dtype())).div(scale);
    }
    DType sums = AbsMaxQuantizer.Quantized.sumsOf(integers.dim(0));
    Tensor exact = q.integers().cast(sums).matmul(integers.cast(sums));
    Tensor y = exact.cast(x.dtype()).div(scale.mul(q.scale()));
    return PRODUCT.of(y, x, integers, scale);
  }
}
