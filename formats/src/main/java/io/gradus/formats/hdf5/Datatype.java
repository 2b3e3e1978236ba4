package io.gradus.formats.hdf5;

import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The type of the elements of a dataset or attribute in an HDF5 file.
///
/// @param kind what the elements are
/// @param label what they are, in words
/// @param size the bytes of one
/// @param dtype the type that tensors have for numbers; null where they have none
/// @param order the order of a number's bytes
/// @param padding of texts of a fixed length, what fills the rest
/// @param inner where each element is an array of numbers, its lengths
record Datatype(
    Kind kind,
    String label,
    long size,
    @Nullable DType dtype,
    ByteOrder order,
    Padding padding,
    long[] inner) {
  /// What elements are.
  enum Kind {
    /// Numbers, truth values, or arrays of them.
    NUMBERS,
    /// Texts of a fixed number of bytes.
    TEXT,
    /// Texts whose bytes are in a global heap.
    VARIABLE_TEXT,
    /// Bytes without a meaning, as h5py writes what HDF5 does not know.
    OPAQUE,
    /// Anything else.
    OTHER
  }

  /// What stands behind a text that is shorter than its place.
  enum Padding {
    /// A zero; what follows has no meaning.
    TERMINATED,
    /// Zeros.
    ZEROS,
    /// Spaces.
    SPACES
  }

  /// {@return elements that are neither numbers nor text}
  static Datatype other(String label, long size) {
    return of(Kind.OTHER, label, size);
  }

  /// {@return elements that are no numbers}
  static Datatype of(Kind kind, String label, long size) {
    return new Datatype(
        kind, label, size, null, ByteOrder.LITTLE_ENDIAN, Padding.TERMINATED, new long[0]);
  }

  /// {@return numbers}
  static Datatype numbers(DType dtype, ByteOrder order) {
    return new Datatype(
        Kind.NUMBERS,
        dtype.toString(),
        dtype.bytes(),
        dtype,
        order,
        Padding.TERMINATED,
        new long[0]);
  }

  /// {@return texts with a fixed number of bytes}
  static Datatype text(long size, Padding padding) {
    return new Datatype(
        Kind.TEXT, "text", size, null, ByteOrder.LITTLE_ENDIAN, padding, new long[0]);
  }

  /// {@return arrays of these numbers}
  ///
  /// @param size the bytes of an array
  Datatype arrays(long size, long[] lengths) {
    return new Datatype(kind, label, size, dtype, order, padding, lengths);
  }

  /// {@return opaque bytes, taken for numbers}
  Datatype as(DType numbers) {
    return numbers(numbers, order);
  }

  /// {@return the lengths of a space, and those of the arrays that are elements}
  long[] dims(Dataspace space) {
    int rank = space.dims().length;
    long[] all = Arrays.copyOf(space.dims(), rank + inner.length);
    System.arraycopy(inner, 0, all, rank, inner.length);
    return all;
  }

  boolean isText() {
    return kind == Kind.TEXT || kind == Kind.VARIABLE_TEXT;
  }

  /// {@return the type that a message describes}
  static Datatype read(Block message) throws IOException {
    return new DatatypeMessage(message).read();
  }
}
