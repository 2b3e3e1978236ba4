package io.gradus.tensor.type;

import java.util.Locale;

/// The type of a tensor's elements. The order of the constants is the order of promotion: of two
/// types the later one holds the result, as `docs/promotion.md` lists (Keras' rules, with true
/// 64-bit types).
public enum DType {
  /// Truth values, a byte each.
  BOOL(1),
  /// Unsigned 8-bit integers, 0 to 255; arithmetic wraps around.
  UINT8(1),
  /// Signed 32-bit integers.
  INT32(4),
  /// Signed 64-bit integers.
  INT64(8),
  /// IEEE 754 single precision; the default of `zeros`, `ones` and random tensors.
  FLOAT32(4),
  /// IEEE 754 double precision.
  FLOAT64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /// {@return the size of one element in bytes}
  public int bytes() {
    return bytes;
  }

  /// {@return whether this is a floating-point type, the only ones that gradients flow through}
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /// {@return whether this is an integer type; [#BOOL] is not}
  public boolean isInteger() {
    return this == UINT8 || this == INT32 || this == INT64;
  }

  /// {@return the type that holds the result of an operation on `this` and `other`}
  public DType promote(DType other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// {@return the result type of `this` with a Java integer, which is weak: it keeps every number
  /// type and makes `bool` an `int32`}
  public DType promoteWeakInteger() {
    return this == BOOL ? INT32 : this;
  }

  /// {@return the result type of `this` with a Java floating-point number, which is weak: it keeps
  /// floating types and makes all others `float32`}
  public DType promoteWeakFloat() {
    return toFloating();
  }

  /// {@return the type of true division, mean, `exp` and the like: this one when floating, else
  /// `float32`}
  public DType toFloating() {
    return isFloating() ? this : FLOAT32;
  }

  /// {@return the type in which sums of this one are taken: `int32` for smaller integers and
  /// `bool`}
  public DType ofSum() {
    return this == BOOL || this == UINT8 ? INT32 : this;
  }

  /// {@return the type of the given name, as in `"float32"`}
  ///
  /// @throws DTypeException if there is none, listing the names there are
  public static DType of(String name) {
    for (DType dtype : values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    throw new DTypeException(
        "dtype: unknown name \"" + name + "\"; known: " + java.util.Arrays.toString(values()));
  }

  /// {@return the name as NumPy writes it, such as `float32`}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
