package io.gradus.tensor.kernel;

/// Functions of `uint64`, whose elements are held as the bits of a `long`.
final class Unsigned {
  private Unsigned() {}

  /// A function of one operand.
  record Unary(UnaryFunction f) implements UnaryFunction {
    @Override
    public double apply(double x) {
      throw new UnsupportedOperationException(f + " of floating-point numbers");
    }

    @Override
    public long apply(long x) {
      return f.applyUnsigned(x);
    }
  }

  /// A function of two operands.
  record Binary(BinaryFunction f) implements BinaryFunction {
    @Override
    public float apply(float x, float y) {
      throw new UnsupportedOperationException(f + " of floating-point numbers");
    }

    @Override
    public double apply(double x, double y) {
      throw new UnsupportedOperationException(f + " of floating-point numbers");
    }

    @Override
    public long apply(long x, long y) {
      return f.applyUnsigned(x, y);
    }
  }

  /// A comparison.
  record Compare(Relation r) implements Relation {
    @Override
    public boolean holds(double x, double y) {
      return r.holds(x, y);
    }

    @Override
    public boolean holds(long x, long y) {
      return r.holds(flipped(x), flipped(y));
    }
  }

  /// {@return the number moved by −2⁶³, so that signed order is the unsigned one; twice, the number
  /// itself}
  static long flipped(long x) {
    return x ^ Long.MIN_VALUE;
  }

  /// Flips all elements of a dense view of `long`s in place. Returns it.
  static Strided flip(Strided x) {
    long[] v = x.longs();
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(x.offset() + x.size());
    for (int k = from; k < to; k++) {
      v[k] = flipped(v[k]);
    }
    return x;
  }
}
