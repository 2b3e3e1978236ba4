package io.gradus.tensor;

import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Common divisors and multiples of integers. There are no gradients.
public sealed interface Divisors extends Valued permits Operand {
  /// {@return the greatest common divisor, never negative; that with 0 is the other number's size
  /// (`numpy.gcd`)}
  ///
  /// @throws DTypeException if an operand does not hold integers
  default Tensor gcd(Operand other) {
    return Apply.binary(new Gcd(), value(), other.value());
  }

  /// {@return the least common multiple, never negative; 0 where a number is 0 (`numpy.lcm`)} It
  /// wraps around where the type does not hold it.
  ///
  /// @throws DTypeException if an operand does not hold integers
  default Tensor lcm(Operand other) {
    return Apply.binary(new Lcm(), value(), other.value());
  }

  /// An operation on two integers.
  interface OfIntegers extends Bits.Bitwise {
    @Override
    default TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType y = inputs.get(1);
      boolean meet = x.dtype().promote(y.dtype()).isInteger();
      if (!x.dtype().isInteger() || !y.dtype().isInteger() || !meet) {
        throw new DTypeException(
            "%s: needs integers of a common integer type; got %s, %s".formatted(name(), x, y));
      }
      return Bits.Bitwise.super.type(inputs);
    }

    @Override
    default int apply(int x, int y) {
      return (int) apply((long) x, (long) y);
    }
  }

  /// The greatest common divisor, by Euclid's algorithm.
  record Gcd() implements OfIntegers {
    @Override
    public long apply(long x, long y) {
      return Math.abs(of(x, y));
    }

    private static long of(long x, long y) {
      long a = x;
      long b = y;
      while (b != 0) {
        long rest = a % b;
        a = b;
        b = rest;
      }
      return a;
    }

    @Override
    public long applyUnsigned(long x, long y) {
      long a = x;
      long b = y;
      while (b != 0) {
        long rest = Long.remainderUnsigned(a, b);
        a = b;
        b = rest;
      }
      return a;
    }
  }

  /// The least common multiple: the product over the greatest common divisor.
  record Lcm() implements OfIntegers {
    @Override
    public long apply(long x, long y) {
      return x == 0 || y == 0 ? 0 : Math.abs(x / Gcd.of(x, y) * y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      long divisor = new Gcd().applyUnsigned(x, y);
      return divisor == 0 ? 0 : Long.divideUnsigned(x, divisor) * y;
    }
  }
}
