package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Relation;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Truth values and questions about single elements, all answered as `bool`. A number counts as
/// true when it is not 0, so NaN does. No gradient flows through them.
public sealed interface Logic extends Valued permits Operand {

  /// {@return where both are true}
  default Tensor logicalAnd(Operand other) {
    return Apply.binary(new LogicalAnd(), value(), other.value());
  }

  /// {@return where either is true}
  default Tensor logicalOr(Operand other) {
    return Apply.binary(new LogicalOr(), value(), other.value());
  }

  /// {@return where one of both is true}
  default Tensor logicalXor(Operand other) {
    return Apply.binary(new LogicalXor(), value(), other.value());
  }

  /// {@return where this is not true}
  default Tensor logicalNot() {
    return Apply.one(new LogicalNot(), value());
  }

  /// {@return where there is no number; nowhere for integers and `bool`}
  default Tensor isNan() {
    return Apply.one(new IsNan(), value());
  }

  /// {@return where there is ∞ or −∞}
  default Tensor isInf() {
    return Apply.one(new IsInf(), value());
  }

  /// {@return where there is neither an infinity nor NaN}
  default Tensor isFinite() {
    return Apply.one(new IsFinite(), value());
  }

  /// {@return where there is ∞}
  default Tensor isPosInf() {
    return value().equal(Double.POSITIVE_INFINITY);
  }

  /// {@return where there is −∞}
  default Tensor isNegInf() {
    return value().equal(Double.NEGATIVE_INFINITY);
  }

  /// {@return where the sign is minus, as of −0 too (`numpy.signbit`)}
  default Tensor signBit() {
    Tensor x = value();
    boolean signed = x.dtype() != DType.BOOL && !x.dtype().isUnsigned();
    return signed ? Apply.one(new SignBit(), x) : x.less(0);
  }

  /// {@return whether [#isClose(Operand, double, double, boolean)] holds of all elements, a scalar
  /// (`numpy.allclose`)}
  default Tensor allClose(Operand other, double relative, double absolute, boolean equalNan) {
    return isClose(other, relative, absolute, equalNan).all();
  }

  /// {@return where `|this − other| ≤ 1e-8 + 1e-5·|other|` (`numpy.isclose`)}
  default Tensor isClose(Operand other) {
    return isClose(other, 1e-5, 1e-8, false);
  }

  /// {@return where `|this − other| ≤ absolute + relative·|other|`, computed in double precision}
  /// Infinities are close to themselves alone.
  ///
  /// @param other the other operand; it sets the scale
  /// @param relative the relative tolerance
  /// @param absolute the absolute tolerance
  /// @param equalNan whether NaN is close to NaN
  default Tensor isClose(Operand other, double relative, double absolute, boolean equalNan) {
    return Apply.binary(new IsClose(relative, absolute, equalNan), value(), other.value());
  }

  /// {@return each element, but 0 for NaN and the largest numbers of the type for the infinities}
  default Tensor nanToNum() {
    double largest = value().dtype().largest();
    return nanToNum(0, largest, -largest);
  }

  /// {@return each element, but these numbers for NaN, ∞ and −∞ (`numpy.nan_to_num`)} The gradient
  /// passes where the element is not changed.
  default Tensor nanToNum(double nan, double positive, double negative) {
    Tensor x = value();
    if (!x.dtype().isFloating()) {
      return x;
    }
    Tensor numbers = x.isNan().logicalNot().where(x, nan);
    Tensor below = numbers.notEqual(Double.POSITIVE_INFINITY).where(numbers, positive);
    return below.notEqual(Double.NEGATIVE_INFINITY).where(below, negative);
  }

  /// A question about single elements.
  interface Test extends Op.Single, Relation {
    /// {@return the answer for a floating-point number}
    boolean holds(double x);

    /// {@return the answer for an integer or `bool`}
    boolean holds(long x);

    @Override
    default boolean holds(double x, double y) {
      return holds(x);
    }

    @Override
    default boolean holds(long x, long y) {
      return holds(x);
    }

    @Override
    default TensorType type(List<TensorType> inputs) {
      return inputs.getFirst().withDType(DType.BOOL);
    }

    /// Compares the operand with itself, of which the question reads only one.
    @Override
    default void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.compare(this, out, inputs.getFirst(), inputs.getFirst());
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

  /// `x ≠ 0 ∧ y ≠ 0`.
  record LogicalAnd() implements Comparison.Compare {
    @Override
    public boolean holds(double x, double y) {
      return x != 0 && y != 0;
    }

    @Override
    public boolean holds(long x, long y) {
      return x != 0 && y != 0;
    }
  }

  /// `x ≠ 0 ∨ y ≠ 0`.
  record LogicalOr() implements Comparison.Compare {
    @Override
    public boolean holds(double x, double y) {
      return x != 0 || y != 0;
    }

    @Override
    public boolean holds(long x, long y) {
      return x != 0 || y != 0;
    }
  }

  /// Either `x ≠ 0` or `y ≠ 0`.
  record LogicalXor() implements Comparison.Compare {
    @Override
    public boolean holds(double x, double y) {
      return x != 0 ^ y != 0;
    }

    @Override
    public boolean holds(long x, long y) {
      return x != 0 ^ y != 0;
    }
  }

  /// `|x − y| ≤ absolute + relative·|y|`, in double precision.
  ///
  /// @param relative the relative tolerance
  /// @param absolute the absolute tolerance
  /// @param equalNan whether NaN is close to NaN
  record IsClose(double relative, double absolute, boolean equalNan) implements Comparison.Compare {
    /// Checks the tolerances.
    public IsClose {
      if (!(relative >= 0 && absolute >= 0)) {
        throw new IllegalArgumentException(
            "isClose: tolerances must be at least 0; got relative=%s, absolute=%s"
                .formatted(relative, absolute));
      }
    }

    @Override
    public boolean holds(double x, double y) {
      if (Double.isNaN(x) && Double.isNaN(y)) {
        return equalNan;
      }
      boolean near = Math.abs(x - y) <= absolute + relative * Math.abs(y);
      return x == y || (Double.isFinite(y) && near);
    }

    @Override
    public boolean holds(long x, long y) {
      return x == y || holds((double) x, (double) y);
    }
  }

  /// `x = 0`.
  record LogicalNot() implements Test {
    @Override
    public boolean holds(double x) {
      return x == 0;
    }

    @Override
    public boolean holds(long x) {
      return x == 0;
    }
  }

  /// Whether there is no number.
  record IsNan() implements Test {
    @Override
    public boolean holds(double x) {
      return Double.isNaN(x);
    }

    @Override
    public boolean holds(long x) {
      return false;
    }
  }

  /// Whether there is an infinity.
  record IsInf() implements Test {
    @Override
    public boolean holds(double x) {
      return Double.isInfinite(x);
    }

    @Override
    public boolean holds(long x) {
      return false;
    }
  }

  /// Whether there is a number that is no infinity.
  record IsFinite() implements Test {
    @Override
    public boolean holds(double x) {
      return Double.isFinite(x);
    }

    @Override
    public boolean holds(long x) {
      return true;
    }
  }

  /// Whether the sign is minus.
  record SignBit() implements Test {
    @Override
    public boolean holds(double x) {
      return Math.copySign(1, x) < 0;
    }

    @Override
    public boolean holds(long x) {
      return x < 0;
    }
  }
}
