package io.gradus.tensor.type;

import java.util.Locale;

/// The type of a tensor's elements. Results of operations on two types follow [#promote], Keras'
/// rule, which `docs/promotion.md` lists.
///
/// Kernels compute in `float`, `double`, `int` and `long` only; elements of the other types are
/// widened to the type that [#computed] names and narrowed again: integers wrap around,
/// floating-point numbers are rounded to the nearest, ties to even.
public enum DType {
  /// Truth values, a byte each.
  BOOL(1),
  /// Unsigned 8-bit integers, 0 to 255; arithmetic wraps around.
  UINT8(1),
  /// Unsigned 16-bit integers, 0 to 65,535; arithmetic wraps around.
  UINT16(2),
  /// Unsigned 32-bit integers, 0 to 2³² − 1; arithmetic wraps around.
  UINT32(4),
  /// Unsigned 64-bit integers, 0 to 2⁶⁴ − 1; arithmetic wraps around.
  UINT64(8),
  /// Signed 8-bit integers, −128 to 127; arithmetic wraps around.
  INT8(1),
  /// Signed 16-bit integers, −32,768 to 32,767; arithmetic wraps around.
  INT16(2),
  /// Signed 32-bit integers.
  INT32(4),
  /// Signed 64-bit integers.
  INT64(8),
  /// IEEE 754 half precision: 11 significant bits, up to 65,504.
  FLOAT16(2),
  /// The upper half of a `float32`: 8 significant bits, its range.
  BFLOAT16(2),
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
    return compareTo(FLOAT16) >= 0;
  }

  /// {@return whether this is an integer type; [#BOOL] is not}
  public boolean isInteger() {
    return this != BOOL && !isFloating();
  }

  /// {@return whether this is an integer type without negative numbers}
  public boolean isUnsigned() {
    return isInteger() && compareTo(UINT64) <= 0;
  }

  /// {@return the type that kernels compute in for elements of this one: [#FLOAT32], [#FLOAT64],
  /// [#INT32] or [#INT64], which holds every value of this type. Only [#UINT64] is held as its
  /// bits}
  public DType computed() {
    return switch (this) {
      case BOOL, UINT8, UINT16, INT8, INT16, INT32 -> INT32;
      case UINT32, UINT64, INT64 -> INT64;
      case FLOAT16, BFLOAT16, FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
    };
  }

  /// {@return whether kernels compute in this very type}
  public boolean isComputed() {
    return computed() == this;
  }

  /// {@return whether the number is one of this type's values; floating-point types round any}
  public boolean holds(long number) {
    return switch (this) {
      case BOOL -> number == 0 || number == 1;
      case UINT8, UINT16, UINT32 -> number >= 0 && number >>> (8 * bytes) == 0;
      case UINT64 -> number >= 0;
      case INT8 -> number == (byte) number;
      case INT16 -> number == (short) number;
      case INT32 -> number == (int) number;
      case INT64, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
    };
  }

  /// {@return the type that holds the result of an operation on `this` and `other`: Keras' table,
  /// on true 64-bit types}
  ///
  /// An integer with a floating-point type gives the latter, `float16` with `bfloat16` `float32`.
  /// An unsigned with a signed integer gives the next signed type that holds both, but `uint32`
  /// with a smaller or equal one `int32`, and `uint64` with any `float32`.
  public DType promote(DType other) {
    if (this == other || other == BOOL) {
      return this;
    }
    if (this == BOOL) {
      return other;
    }
    if (isFloating() != other.isFloating()) {
      return isFloating() ? this : other;
    }
    if (isUnsigned() != other.isUnsigned()) {
      return isUnsigned() ? mixed(this, other) : mixed(other, this);
    }
    if (bytes == other.bytes) {
      return FLOAT32;
    }
    return bytes > other.bytes ? this : other;
  }

  private static DType mixed(DType unsigned, DType signed) {
    DType least =
        switch (unsigned) {
          case UINT8 -> INT16;
          case UINT16, UINT32 -> INT32;
          default -> FLOAT32;
        };
    return least.compareTo(signed) >= 0 ? least : signed;
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
    return this == BOOL || (isInteger() && bytes < Integer.BYTES) ? INT32 : this;
  }

  /// {@return the largest finite number of the type}
  public double largest() {
    return switch (this) {
      case BOOL -> 1;
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.FEp127;
      case FLOAT32 -> Float.MAX_VALUE;
      case FLOAT64 -> Double.MAX_VALUE;
      default -> Math.scalb(1.0, 8 * bytes - (isUnsigned() ? 0 : 1)) - 1;
    };
  }

  /// {@return the least finite number of the type}
  public double least() {
    return isFloating() ? -largest() : this == BOOL || isUnsigned() ? 0 : -largest() - 1;
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
