package io.gradus.tensor;

import io.gradus.tensor.kernel.BinaryFunction;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.UnaryFunction;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Arithmetic and the most used functions of single elements. Operands are promoted to a common
/// type and broadcast by NumPy's rule before the operation sees them.
public sealed interface Elementwise extends Valued permits Operand {

  /// {@return the sum; of two `bool` operands whether either is true}
  default Tensor add(Operand other) {
    return areTruths(value(), other.value())
        ? value().logicalOr(other)
        : Apply.binary(new Add(), value(), other.value());
  }

  /// {@return the sum} The number is weak: a floating tensor keeps its type.
  default Tensor add(double other) {
    return Apply.binary(new Add(), value(), other);
  }

  /// {@return the sum} The number is weak: the tensor keeps its type.
  default Tensor add(long other) {
    return Apply.binary(new Add(), value(), other);
  }

  /// {@return the difference}
  default Tensor sub(Operand other) {
    return Apply.binary(new Sub(), value(), other.value());
  }

  /// {@return the difference} The number is weak: a floating tensor keeps its type.
  default Tensor sub(double other) {
    return Apply.binary(new Sub(), value(), other);
  }

  /// {@return the difference} The number is weak: the tensor keeps its type.
  default Tensor sub(long other) {
    return Apply.binary(new Sub(), value(), other);
  }

  /// {@return the product; of two `bool` operands whether both are true}
  default Tensor mul(Operand other) {
    return areTruths(value(), other.value())
        ? value().logicalAnd(other)
        : Apply.binary(new Mul(), value(), other.value());
  }

  /// {@return the product} The number is weak: a floating tensor keeps its type.
  default Tensor mul(double other) {
    return Apply.binary(new Mul(), value(), other);
  }

  /// {@return the product} The number is weak: the tensor keeps its type.
  default Tensor mul(long other) {
    return Apply.binary(new Mul(), value(), other);
  }

  /// {@return the true quotient; integers give `float32`}
  default Tensor div(Operand other) {
    return Apply.binary(new Div(), value(), other.value());
  }

  /// {@return the true quotient; integers give `float32`} The number is weak: a floating tensor
  /// keeps its type.
  default Tensor div(double other) {
    return Apply.binary(new Div(), value(), other);
  }

  /// {@return the true quotient; integers give `float32`} The number is weak: the tensor keeps its
  /// type.
  default Tensor div(long other) {
    return Apply.binary(new Div(), value(), other);
  }

  /// {@return the negative}
  default Tensor neg() {
    return Apply.unary(new Neg(), value());
  }

  /// {@return e to the power of each element; integers give `float32`}
  default Tensor exp() {
    return Apply.unary(new Exp(), value());
  }

  /// {@return the natural logarithm; −∞ at 0, NaN below; integers give `float32`}
  default Tensor log() {
    return Apply.unary(new Log(), value());
  }

  /// {@return the square root; NaN below 0; integers give `float32`}
  default Tensor sqrt() {
    return Apply.unary(new Sqrt(), value());
  }

  /// {@return the square; of `bool` as `int32`}
  default Tensor square() {
    Tensor x = value();
    return Apply.unary(new Square(), x.dtype() == DType.BOOL ? x.cast(DType.INT32) : x);
  }

  /// {@return the larger of each element and 0; the gradient at 0 is 0; `bool` stays}
  default Tensor relu() {
    Tensor x = value();
    return x.dtype() == DType.BOOL ? x : Apply.unary(new Relu(), x);
  }

  private static boolean areTruths(Tensor x, Tensor y) {
    return x.dtype() == DType.BOOL && y.dtype() == DType.BOOL;
  }

  /// An element-wise operation of one operand, which is also its scalar function.
  interface Unary extends Op.Single, Op.BySample, UnaryFunction {
    /// {@return the type of the result: the operand's, which must be a number}
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (x.dtype() == DType.BOOL) {
        throw new DTypeException(name() + ": needs numbers; got " + x);
      }
      return x;
    }

    @Override
    default void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.unary(this, out, inputs.getFirst());
    }
  }

  /// An element-wise operation of one operand with floating results: integers and `bool` are
  /// converted first.
  interface Floating extends Unary {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      return x.withDType(x.dtype().toFloating());
    }
  }

  /// An element-wise operation of two operands, which is also its scalar function.
  interface Binary extends Op.Single, Op.BySample, BinaryFunction {
    /// {@return the promoted type and the broadcast shape of the operands}
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType y = inputs.get(1);
      DType dtype = x.dtype().promote(y.dtype());
      if (dtype == DType.BOOL) {
        throw new DTypeException("%s: needs numbers; got %s, %s".formatted(name(), x, y));
      }
      return new TensorType(dtype, Shape.broadcast(name(), x, y));
    }

    @Override
    default void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.binary(this, out, inputs.get(0), inputs.get(1));
    }
  }

  /// An element-wise operation of two operands with floating results: integers and `bool` are
  /// converted first.
  interface FloatingBinary extends Binary {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType y = inputs.get(1);
      DType dtype = x.dtype().promote(y.dtype()).toFloating();
      return new TensorType(dtype, Shape.broadcast(name(), x, y));
    }

    /// {@return the function of `float`s: the `double` result rounded}
    @Override
    default float apply(float x, float y) {
      return (float) apply((double) x, (double) y);
    }
  }

  /// The sum. `dx = g`, `dy = g`.
  record Add() implements Binary {
    @Override
    public float apply(float x, float y) {
      return x + y;
    }

    @Override
    public double apply(double x, double y) {
      return x + y;
    }

    @Override
    public int apply(int x, int y) {
      return x + y;
    }

    @Override
    public long apply(long x, long y) {
      return x + y;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient();
    }
  }

  /// The difference. `dx = g`, `dy = −g`.
  record Sub() implements Binary {
    @Override
    public float apply(float x, float y) {
      return x - y;
    }

    @Override
    public double apply(double x, double y) {
      return x - y;
    }

    @Override
    public int apply(int x, int y) {
      return x - y;
    }

    @Override
    public long apply(long x, long y) {
      return x - y;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return input == 0 ? at.gradient() : at.gradient().neg();
    }
  }

  /// The product. `dx = g·y`, `dy = g·x`.
  record Mul() implements Binary {
    @Override
    public float apply(float x, float y) {
      return x * y;
    }

    @Override
    public double apply(double x, double y) {
      return x * y;
    }

    @Override
    public int apply(int x, int y) {
      return x * y;
    }

    @Override
    public long apply(long x, long y) {
      return x * y;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(1 - input));
    }
  }

  /// The quotient. `dx = g/y`, `dy = −g·(x/y)/y`.
  record Div() implements FloatingBinary {
    @Override
    public float apply(float x, float y) {
      return x / y;
    }

    @Override
    public double apply(double x, double y) {
      return x / y;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 1;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor y = at.input(1);
      Tensor dx = at.gradient().div(y);
      return input == 0 ? dx : dx.mul(at.output(0)).neg();
    }
  }

  /// The negative. `dx = −g`.
  record Neg() implements Unary {
    @Override
    public float apply(float x) {
      return -x;
    }

    @Override
    public double apply(double x) {
      return -x;
    }

    @Override
    public int apply(int x) {
      return -x;
    }

    @Override
    public long apply(long x) {
      return -x;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().neg();
    }
  }

  /// The exponential. `dx = g·y`.
  record Exp() implements Floating {
    @Override
    public double apply(double x) {
      return StrictMath.exp(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0));
    }
  }

  /// The natural logarithm. `dx = g/x`.
  record Log() implements Floating {
    @Override
    public double apply(double x) {
      return StrictMath.log(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.input(0));
    }
  }

  /// The square root. `dx = g/(2·y)`.
  record Sqrt() implements Floating {
    @Override
    public double apply(double x) {
      return Math.sqrt(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.output(0).mul(2));
    }
  }

  /// The square. `dx = 2·g·x`.
  record Square() implements Unary {
    @Override
    public float apply(float x) {
      return x * x;
    }

    @Override
    public double apply(double x) {
      return x * x;
    }

    @Override
    public int apply(int x) {
      return x * x;
    }

    @Override
    public long apply(long x) {
      return x * x;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0)).mul(2);
    }
  }

  /// `max(x, 0)`. `dx = g` where `y > 0`, else 0.
  record Relu() implements Unary {
    @Override
    public float apply(float x) {
      return Math.max(x, 0);
    }

    @Override
    public double apply(double x) {
      return Math.max(x, 0);
    }

    @Override
    public int apply(int x) {
      return Math.max(x, 0);
    }

    @Override
    public long apply(long x) {
      return Math.max(x, 0);
    }

    @Override
    public long applyUnsigned(long x) {
      return x;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.output(0).greater(0).where(at.gradient(), 0);
    }
  }
}
