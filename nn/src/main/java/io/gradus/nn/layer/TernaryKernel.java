package io.gradus.nn.layer;

import io.gradus.nn.initializer.Constant;
import io.gradus.nn.initializer.Ones;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// A kernel of −1, 0 and 1, five in a byte, with one scale for all.
final class TernaryKernel {
  // A byte of five zeros.
  private static final int ZEROS = 121;

  private final Variable packed;
  private final Variable scale;
  private final PackedAxis packing;

  private TernaryKernel(Variable packed, Variable scale, PackedAxis packing) {
    this.packed = packed;
    this.scale = scale;
    this.packing = packing;
  }

  /// {@return a kernel declared among a layer's weights; files keep it before the bias}
  static TernaryKernel declare(Weights weights, long inputs, long units) {
    Shape bytes = Shape.of(PackedAxis.bytesOfTernary(inputs), units);
    Variable packed =
        weights.addState("kernel", new TensorType(DType.UINT8, bytes), new Constant(ZEROS));
    weights.storeFirst(packed);
    Variable scale = weights.addState("kernel_scale", Shape.of(), new Ones());
    return new TernaryKernel(packed, scale, PackedAxis.ternary(inputs, 1));
  }

  /// {@return `scale·(x·W)`}
  Tensor product(Tensor x) {
    Tensor kernel = packing.unpack(packed.value(), 0).cast(x.dtype());
    return x.matmul(kernel).mul(scale.cast(x.dtype()));
  }
}
