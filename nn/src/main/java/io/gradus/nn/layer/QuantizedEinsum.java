package io.gradus.nn.layer;

import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Zeros;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The kernel of an [EinsumDense] in 8-bit or 4-bit integers.
///
/// In `int8` the kernel keeps its axes, and the scale has those of the output, of length 1 where
/// the kernel has none. In `int4` it is a matrix: the axes that are summed over are its rows, the
/// others its columns.
final class QuantizedEinsum {
  private final Letters letters;
  private final @Nullable AbsMaxQuantizer rounding;
  private final Kernel kernel;

  private sealed interface Kernel {
    /// {@return the numbers that the integers stand for}
    Tensor value(DType dtype);
  }

  private record Int8(Variable integers, Variable scale, Letters letters) implements Kernel {
    @Override
    public Tensor value(DType dtype) {
      return integers.cast(dtype).div(ofKernel(dtype));
    }

    Tensor ofKernel(DType dtype) {
      return Letters.arranged(scale.cast(dtype), letters.output, letters.kernel);
    }
  }

  private record Int4(QuantizedMatrix matrix, Shape shape) implements Kernel {
    @Override
    public Tensor value(DType dtype) {
      return matrix.value(dtype).reshape(shape);
    }
  }

  /// The letters of all axes, those that `...` stands for too.
  private record Letters(String input, String kernel, String output) {
    static Letters of(EinsumFormula formula, int rank) {
      StringBuilder hidden = new StringBuilder();
      String named = formula.input() + formula.kernel() + formula.output();
      for (char letter = 'a'; hidden.length() < rank - formula.input().length(); letter++) {
        if (named.indexOf(letter) < 0) {
          hidden.append(letter);
        }
      }
      return formula.before()
          ? new Letters(hidden + formula.input(), formula.kernel(), hidden + formula.output())
          : new Letters(formula.input() + hidden, formula.kernel(), formula.output() + hidden);
    }

    /// {@return the axes of the input that the output does not have}
    int[] summed() {
      return IntStream.range(0, input.length())
          .filter(axis -> output.indexOf(input.charAt(axis)) < 0)
          .toArray();
    }

    /// {@return a tensor whose axes are called by letters with those of others: without the axes of
    /// length 1 that they have not, and with such where it has none}
    static Tensor arranged(Tensor x, String from, String to) {
      int[] surplus =
          IntStream.range(0, from.length())
              .filter(axis -> to.indexOf(from.charAt(axis)) < 0)
              .toArray();
      Tensor narrow = surplus.length == 0 ? x : x.squeeze(surplus);
      StringBuilder kept = new StringBuilder();
      from.chars().filter(letter -> to.indexOf(letter) >= 0).forEach(c -> kept.append((char) c));
      int[] order = to.chars().map(c -> kept.indexOf("" + (char) c)).filter(i -> i >= 0).toArray();
      Tensor turned = order.length < 2 ? narrow : narrow.transpose(order);
      for (int axis = 0; axis < to.length(); axis++) {
        if (kept.indexOf("" + to.charAt(axis)) < 0) {
          turned = turned.expandDims(axis);
        }
      }
      return turned;
    }
  }

  private QuantizedEinsum(Letters letters, @Nullable AbsMaxQuantizer rounding, Kernel kernel) {
    this.letters = letters;
    this.rounding = rounding;
    this.kernel = kernel;
  }

  /// {@return a kernel declared among a layer's weights}
  static QuantizedEinsum declare(
      Weights weights,
      EinsumFormula.Fitted fitted,
      Quantization quantization,
      @Nullable QuantizationConfig config) {
    Letters letters = Letters.of(fitted.formula(), fitted.type().shape().rank());
    Shape shape = fitted.kernel();
    if (quantization.mode() == Quantization.Mode.INT8) {
      Variable integers =
          weights.addState("kernel", new TensorType(DType.INT8, shape), new Zeros());
      weights.storeFirst(integers);
      Variable scale = weights.addState("kernel_scale", scales(letters, shape), new Ones());
      AbsMaxQuantizer rounding = QuantizationConfig.activations(config, quantization);
      return new QuantizedEinsum(letters, rounding, new Int8(integers, scale, letters));
    }
    QuantizedMatrix.Layout layout =
        new QuantizedMatrix.Layout(
            "kernel", size(shape, fitted.inputAxes()), size(shape, fitted.outputAxes()), 0, 1);
    int blockSize = QuantizationConfig.blockSize(config, quantization);
    QuantizedMatrix matrix =
        QuantizedMatrix.declare(weights, layout, quantization.mode(), blockSize);
    AbsMaxQuantizer rounding =
        blockSize > 0 ? null : QuantizationConfig.activations(config, quantization);
    return new QuantizedEinsum(letters, rounding, new Int4(matrix, shape));
  }

  private static Shape scales(Letters letters, Shape kernel) {
    return Shape.of(
        letters
            .output
            .chars()
            .map(letters.kernel::indexOf)
            .mapToLong(axis -> axis < 0 ? 1 : kernel.dim(axis))
            .toArray());
  }

  private static long size(Shape shape, int[] axes) {
    return IntStream.of(axes).mapToLong(shape::dim).reduce(1, Math::multiplyExact);
  }

  // How many products are summed; beyond measure where that is not known.
  private long summed(Shape input) {
    long count = 1;
    for (int axis : letters.summed()) {
      if (!input.isKnown(axis)) {
        return Long.MAX_VALUE;
      }
      count = Math.multiplyExact(count, input.dim(axis));
    }
    return count;
  }

  /// {@return the product of the input with the kernel}
  Tensor product(Tensor x) {
    DType dtype = x.dtype();
    String formula = letters.input + "," + letters.kernel + "->" + letters.output;
    if (rounding == null) {
      return Tensor.einsum(formula, x, kernel.value(dtype));
    }
    AbsMaxQuantizer.Quantized q = rounding.quantize(x.stopGradient(), letters.summed());
    Tensor inputScale = Letters.arranged(q.scale(), letters.input, letters.output);
    StraightThrough straight =
        new StraightThrough(letters.output + "," + letters.kernel + "->" + letters.input);
    return switch (kernel) {
      case Int8 int8 -> {
        DType sums = AbsMaxQuantizer.Quantized.sumsOf(summed(x.shape()));
        Tensor integers = int8.integers.cast(sums);
        Tensor exact = Tensor.einsum(formula, q.integers().cast(sums), integers);
        Tensor y = exact.cast(dtype).div(inputScale.mul(int8.scale.cast(dtype)));
        yield straight.of(y, x, int8.integers.value(), int8.ofKernel(dtype));
      }
      case Int4 int4 -> {
        Tensor value = int4.value(dtype);
        Tensor y = Tensor.einsum(formula, q.integers().cast(dtype), value).div(inputScale);
        yield straight.of(y, x, value, Tensor.full(Shape.of(), 1.0, dtype));
      }
    };
  }
}
