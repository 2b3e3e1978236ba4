package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations on the bits of integers. On `bool` the bitwise ones are the logical ones. There are
/// no gradients.
public sealed interface Bits extends Valued permits Operand {

  /// {@return the bits that both have}
  default Tensor bitwiseAnd(Operand other) {
    return Apply.binary(new BitwiseAnd(), value(), other.value());
  }

  /// {@return the bits that both have} The number is weak: the tensor keeps its type.
  default Tensor bitwiseAnd(long other) {
    return Apply.binary(new BitwiseAnd(), value(), other);
  }

  /// {@return the bits that either has}
  default Tensor bitwiseOr(Operand other) {
    return Apply.binary(new BitwiseOr(), value(), other.value());
  }

  /// {@return the bits that either has} The number is weak: the tensor keeps its type.
  default Tensor bitwiseOr(long other) {
    return Apply.binary(new BitwiseOr(), value(), other);
  }

  /// {@return the bits that one of both has}
  default Tensor bitwiseXor(Operand other) {
    return Apply.binary(new BitwiseXor(), value(), other.value());
  }

  /// {@return the bits that one of both has} The number is weak: the tensor keeps its type.
  default Tensor bitwiseXor(long other) {
    return Apply.binary(new BitwiseXor(), value(), other);
  }

  /// {@return the bits that each element has not; the logical opposite of `bool`}
  default Tensor bitwiseNot() {
    Tensor x = value();
    return x.dtype() == DType.BOOL ? x.logicalNot() : Apply.unary(new BitwiseNot(), x);
  }

  /// {@return the bits moved up by so many places, zeros moving in} A shift by less than 0 or by as
  /// many places as there are gives 0, as in NumPy; two `bool` operands count as `int8`.
  default Tensor leftShift(Operand places) {
    return shift(new LeftShift(), value(), places.value());
  }

  private static Tensor shift(Op.Single op, Tensor x, Tensor places) {
    DType dtype = x.dtype().promote(places.dtype());
    if (dtype.isFloating()) {
      return Apply.binary(op, x, places);
    }
    DType bits = dtype == DType.BOOL ? DType.INT8 : dtype;
    return Apply.binary(op, x.cast(bits), places.cast(bits));
  }

  /// {@return the bits moved up by so many places, zeros moving in}
  default Tensor leftShift(long places) {
    return Apply.binary(new LeftShift(), value(), places);
  }

  /// {@return the bits moved down by so many places; the sign stays} A shift by less than 0 or by
  /// as many places as there are gives 0, or −1 of negative numbers, as in NumPy; two `bool`
  /// operands count as `int8`.
  default Tensor rightShift(Operand places) {
    return shift(new RightShift(), value(), places.value());
  }

  /// {@return the bits moved down by so many places; the sign stays}
  default Tensor rightShift(long places) {
    return Apply.binary(new RightShift(), value(), places);
  }

  /// An operation on the bits of two integers or `bool`s.
  interface Bitwise extends Elementwise.Binary {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType y = inputs.get(1);
      if (x.dtype().isFloating() || y.dtype().isFloating()) {
        throw new DTypeException("%s: needs integers or bool; got %s, %s".formatted(name(), x, y));
      }
      return new TensorType(x.dtype().promote(y.dtype()), Shape.broadcast(name(), x, y));
    }

    @Override
    default float apply(float x, float y) {
      throw new UnsupportedOperationException(this + " of floats");
    }

    @Override
    default double apply(double x, double y) {
      throw new UnsupportedOperationException(this + " of doubles");
    }

    @Override
    default boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    default @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// A shift of the bits of integers.
  interface Shift extends Bitwise {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType y = inputs.get(1);
      if (!x.dtype().isInteger() || !y.dtype().isInteger()) {
        throw new DTypeException("%s: needs integers; got %s, %s".formatted(name(), x, y));
      }
      return Bitwise.super.type(inputs);
    }
  }

  /// The bits that both have.
  record BitwiseAnd() implements Bitwise {
    @Override
    public int apply(int x, int y) {
      return x & y;
    }

    @Override
    public long apply(long x, long y) {
      return x & y;
    }
  }

  /// The bits that either has.
  record BitwiseOr() implements Bitwise {
    @Override
    public int apply(int x, int y) {
      return x | y;
    }

    @Override
    public long apply(long x, long y) {
      return x | y;
    }
  }

  /// The bits that one of both has.
  record BitwiseXor() implements Bitwise {
    @Override
    public int apply(int x, int y) {
      return x ^ y;
    }

    @Override
    public long apply(long x, long y) {
      return x ^ y;
    }
  }

  /// The bits that an integer has not.
  record BitwiseNot() implements Elementwise.Unary {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      if (!x.dtype().isInteger()) {
        throw new DTypeException(name() + ": needs integers or bool; got " + x);
      }
      return x;
    }

    @Override
    public double apply(double x) {
      throw new UnsupportedOperationException(this + " of doubles");
    }

    @Override
    public int apply(int x) {
      return ~x;
    }

    @Override
    public long apply(long x) {
      return ~x;
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// A shift to higher places.
  record LeftShift() implements Shift {
    @Override
    public int apply(int x, int y) {
      return y < 0 || y >= Integer.SIZE ? 0 : x << y;
    }

    @Override
    public long apply(long x, long y) {
      return y < 0 || y >= Long.SIZE ? 0 : x << y;
    }
  }

  /// A shift to lower places that keeps the sign.
  record RightShift() implements Shift {
    @Override
    public int apply(int x, int y) {
      return x >> (y < 0 || y >= Integer.SIZE ? Integer.SIZE - 1 : y);
    }

    @Override
    public long apply(long x, long y) {
      return x >> (y < 0 || y >= Long.SIZE ? Long.SIZE - 1 : y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return y < 0 || y >= Long.SIZE ? 0 : x >>> y;
    }
  }
}
