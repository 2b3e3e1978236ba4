package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// The larger and the smaller of two, size and sign. NaN passes through all of them, and of zeros
/// the positive one is larger.
public sealed interface Magnitudes extends Valued permits Operand {

  /// {@return the larger of each pair, NaN if one is (`numpy.maximum`)} Of equals the gradient goes
  /// to this operand alone, as in TensorFlow. `bool` operands give `bool`.
  default Tensor maximum(Operand other) {
    return Apply.binary(new Maximum(), value(), other.value());
  }

  /// {@return the larger of each element and the number} The number is weak: a floating tensor
  /// keeps its type.
  default Tensor maximum(double other) {
    return Apply.binary(new Maximum(), value(), other);
  }

  /// {@return the larger of each element and the number} The number is weak: the tensor keeps its
  /// type.
  default Tensor maximum(long other) {
    return Apply.binary(new Maximum(), value(), other);
  }

  /// {@return the smaller of each pair, NaN if one is (`numpy.minimum`)} Of equals the gradient
  /// goes to this operand alone, as in TensorFlow. `bool` operands give `bool`.
  default Tensor minimum(Operand other) {
    return Apply.binary(new Minimum(), value(), other.value());
  }

  /// {@return the smaller of each element and the number} The number is weak: a floating tensor
  /// keeps its type.
  default Tensor minimum(double other) {
    return Apply.binary(new Minimum(), value(), other);
  }

  /// {@return the smaller of each element and the number} The number is weak: the tensor keeps its
  /// type.
  default Tensor minimum(long other) {
    return Apply.binary(new Minimum(), value(), other);
  }

  /// {@return the larger of each pair, and where one is NaN the other (`numpy.fmax`)}
  default Tensor fmax(Operand other) {
    return unlessNan(value(), other.value(), maximum(other));
  }

  /// {@return the smaller of each pair, and where one is NaN the other (`numpy.fmin`)}
  default Tensor fmin(Operand other) {
    return unlessNan(value(), other.value(), minimum(other));
  }

  private static Tensor unlessNan(Tensor x, Tensor y, Tensor chosen) {
    return y.isNan().where(x, x.isNan().where(y, chosen));
  }

  /// {@return 0 of a negative element, 1 of a positive one, and the other tensor's at 0; NaN of NaN
  /// (`numpy.heaviside`)} Integers give `float32`, two `bool` operands `bool`.
  default Tensor heaviside(Operand atZero) {
    DType common = value().dtype().promote(atZero.value().dtype());
    DType dtype = common == DType.BOOL ? common : common.toFloating();
    Tensor x = value().cast(dtype);
    Tensor step = x.isNan().where(x, x.greater(0).cast(dtype));
    return x.equal(0).where(atZero.value().cast(dtype), step);
  }

  /// {@return each element, held between the bounds: `min(max(x, low), high)` (`numpy.clip`)} Where
  /// `low > high` the result is `high`. The gradient passes where the element is not changed.
  default Tensor clip(Operand low, Operand high) {
    return maximum(low).minimum(high);
  }

  /// {@return each element, held between the bounds} The numbers are weak: a floating tensor keeps
  /// its type.
  default Tensor clip(double low, double high) {
    return maximum(low).minimum(high);
  }

  /// {@return each element, held between the bounds} The numbers are weak: the tensor keeps its
  /// type. A bound beyond the type's range holds nothing back.
  default Tensor clip(long low, long high) {
    DType dtype = value().dtype().promoteWeakInteger();
    if (dtype.holds(low) && dtype.holds(high)) {
      return maximum(low).minimum(high);
    }
    long least = (long) dtype.least();
    long most = (long) dtype.largest();
    if (low > most || high < least) {
      throw new DTypeException(
          "clip: %s holds no number from %d to %d; got %s"
              .formatted(dtype, low, high, value().type()));
    }
    return maximum(Math.max(low, least)).minimum(Math.min(high, most));
  }

  /// {@return the absolute value; the gradient at 0 is 0} The smallest integer of a type has none
  /// and stays, as `bool` does.
  default Tensor abs() {
    Tensor x = value();
    return x.dtype() == DType.BOOL ? x : Apply.unary(new Abs(), x);
  }

  /// {@return −1, 0 or 1 by the sign of each element; NaN of NaN; `bool` stays} The gradient is 0.
  default Tensor sign() {
    Tensor x = value();
    return x.dtype() == DType.BOOL ? x : Apply.unary(new Sign(), x);
  }

  /// A choice of one of two operands, which may be `bool`.
  interface Choice extends Elementwise.Binary {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType y = inputs.get(1);
      return new TensorType(x.dtype().promote(y.dtype()), Shape.broadcast(name(), x, y));
    }

    @Override
    default boolean readsInput(int input) {
      return true;
    }
  }

  /// The larger one. `dx = g` where `x ≥ y`, `dy = g` elsewhere.
  record Maximum() implements Choice {
    @Override
    public float apply(float x, float y) {
      return Math.max(x, y);
    }

    @Override
    public double apply(double x, double y) {
      return Math.max(x, y);
    }

    @Override
    public int apply(int x, int y) {
      return Math.max(x, y);
    }

    @Override
    public long apply(long x, long y) {
      return Math.max(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.compareUnsigned(x, y) >= 0 ? x : y;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return chosen(at.input(0).greaterEqual(at.input(1)), input, at.gradient());
    }
  }

  /// The smaller one. `dx = g` where `x ≤ y`, `dy = g` elsewhere.
  record Minimum() implements Choice {
    @Override
    public float apply(float x, float y) {
      return Math.min(x, y);
    }

    @Override
    public double apply(double x, double y) {
      return Math.min(x, y);
    }

    @Override
    public int apply(int x, int y) {
      return Math.min(x, y);
    }

    @Override
    public long apply(long x, long y) {
      return Math.min(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return Long.compareUnsigned(x, y) <= 0 ? x : y;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return chosen(at.input(0).lessEqual(at.input(1)), input, at.gradient());
    }
  }

  private static Tensor chosen(Tensor first, int input, Tensor g) {
    return input == 0 ? first.where(g, 0) : first.logicalNot().where(g, 0);
  }

  /// The absolute value. `dx = g·sign(x)`.
  record Abs() implements Elementwise.Unary {
    @Override
    public float apply(float x) {
      return Math.abs(x);
    }

    @Override
    public double apply(double x) {
      return Math.abs(x);
    }

    @Override
    public int apply(int x) {
      return Math.abs(x);
    }

    @Override
    public long apply(long x) {
      return Math.abs(x);
    }

    @Override
    public long applyUnsigned(long x) {
      return x;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).sign());
    }
  }

  /// The sign. `dx = 0`.
  record Sign() implements Elementwise.Unary {
    @Override
    public double apply(double x) {
      return x == 0 ? 0 : Math.signum(x);
    }

    @Override
    public int apply(int x) {
      return Integer.signum(x);
    }

    @Override
    public long apply(long x) {
      return Long.signum(x);
    }

    @Override
    public long applyUnsigned(long x) {
      return x == 0 ? 0 : 1;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Tensor.zeros(at.inputType(0));
    }
  }
}
