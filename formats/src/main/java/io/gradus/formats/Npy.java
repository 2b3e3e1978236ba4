package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// NumPy's format for one array, `.npy`: `numpy.save` and `numpy.load`.
///
/// Read are versions 1 to 3, little-endian elements of all types that tensors have but `bfloat16`,
/// which NumPy does not know, in C or Fortran order. Written is version 1.0 in C order.
public final class Npy {
  private Npy() {}

  /// {@return the array in a file}
  ///
  /// @throws ModelFormatException if the file holds no array that a tensor can be, or more than one
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(new Source(in, file, null, Files.size(file)));
    }
  }

  /// Writes a tensor to a file, as a whole or not at all.
  ///
  /// @throws io.gradus.tensor.type.DTypeException if the type is `bfloat16`
  public static void write(Path file, Operand tensor) throws IOException {
    Tensor value = tensor.value();
    AtomicFile.write(file, out -> write(out, value));
  }

  static Tensor read(Source source) throws IOException {
    NpyHeader header = NpyHeader.read(source);
    DType dtype = header.dtype();
    long bytes = Elements.bytes(dtype, header.shape());
    if (bytes != source.left()) {
      TensorType type = new TensorType(dtype, header.shape());
      String needed =
          bytes < 0
              ? "more bytes than a long counts"
              : String.format(Locale.ROOT, "%,d bytes", bytes);
      throw source.wrong(
          String.format(Locale.ROOT, "%s takes %s; %,d are there", type, needed, source.left()));
    }
    long size = bytes / dtype.bytes();
    if (size > ArrayStorage.MAX_LENGTH) {
      throw source.wrong(
          String.format(
              Locale.ROOT,
              "%,d elements, more than the %,d a tensor can have",
              size,
              ArrayStorage.MAX_LENGTH));
    }
    ArrayStorage storage = Elements.allocate(dtype, size);
    Elements.read(dtype, storage, (block, _) -> source.fill(block, "elements"));
    if (!header.fortranOrder()) {
      return Tensor.of(Strided.dense(storage, header.shape()));
    }
    return Tensor.of(Strided.dense(storage, reversed(header.shape()))).transpose();
  }

  private static Shape reversed(Shape shape) {
    long[] dims = new long[shape.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = shape.dim(dims.length - 1 - axis);
    }
    return Shape.of(dims);
  }

  static void write(OutputStream out, Tensor tensor) throws IOException {
    out.write(new NpyHeader(tensor.dtype(), false, tensor.shape()).bytes());
    Elements.write(out, tensor);
  }
}
