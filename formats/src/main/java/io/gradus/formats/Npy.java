package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.nn.config.AtomicFile;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/// NumPy's format for one array, `.npy`: `numpy.save` and `numpy.load`.
///
/// Read are versions 1 to 3, of Python 2 and 3, elements of all types that tensors have but
/// `bfloat16`, which NumPy does not know, in either byte order, in C or Fortran order. Written is
/// version 1.0, little-endian, in C order. An array that is larger than memory is read by rows,
/// [#map].
public final class Npy {
  private Npy() {}

  /// {@return the array in a file}
  ///
  /// @throws ModelFormatException if the file holds no array that a tensor can be, or more than one
  public static Tensor read(Path file) throws IOException {
    return Bytes.guarded(
        file,
        () -> {
          try (FileChannel channel = Bytes.open(file)) {
            return read(source(file, channel));
          }
        });
  }

  /// Writes a tensor to a file, as a whole or not at all.
  ///
  /// @throws io.gradus.tensor.type.DTypeException if the type is `bfloat16`
  public static void write(Path file, Operand tensor) throws IOException {
    Tensor value = tensor.value();
    AtomicFile.write(file, out -> write(out, value));
  }

  /// {@return the array in a file, which stays there: rows of it are read when they are asked for}
  ///
  /// @throws ModelFormatException if the file holds no array whose rows a tensor can be, or more
  ///   than one
  public static MappedArray map(Path file) throws IOException {
    return MappedArray.of(file);
  }

  /// {@return the bytes of a file that begins as arrays do}
  static Source source(Path file, FileChannel channel) throws IOException {
    Bytes bytes = Bytes.of(file, channel);
    if (!FileSignature.isNpy(bytes)) {
      throw FileSignature.refusal(bytes, "no NumPy array");
    }
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
    return new Source(in, file, null, bytes.length());
  }

  static Tensor read(Source source) throws IOException {
    NpyHeader header = header(source);
    TensorType type = header.type();
    String obstacle = Elements.obstacle(type);
    if (obstacle != null) {
      throw source.wrong(obstacle);
    }
    ArrayStorage storage = Elements.allocate(type.dtype(), type.shape().size());
    Elements.read(
        type.dtype(),
        storage,
        header.elements().order(),
        (block, _) -> source.fill(block, "elements"));
    return tensor(storage, type.shape(), header.fortranOrder());
  }

  /// {@return the header, after which there are as many bytes as its array takes}
  static NpyHeader header(Source source) throws IOException {
    NpyHeader header = NpyHeader.read(source);
    TensorType type = header.type();
    long bytes = Elements.bytes(type.dtype(), type.shape());
    if (bytes != source.left()) {
      String needed =
          bytes < 0
              ? "more bytes than a long counts"
              : String.format(Locale.ROOT, "%,d bytes", bytes);
      throw source.wrong(
          String.format(Locale.ROOT, "%s takes %s; %,d are there", type, needed, source.left()));
    }
    return header;
  }

  /// {@return the tensor of elements that are in row-major order, or in Fortran's}
  static Tensor tensor(ArrayStorage storage, Shape shape, boolean fortranOrder) {
    if (!fortranOrder) {
      return Tensor.of(Strided.dense(storage, shape));
    }
    return Tensor.of(Strided.dense(storage, reversed(shape))).transpose();
  }

  private static Shape reversed(Shape shape) {
    long[] dims = new long[shape.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = shape.dim(dims.length - 1 - axis);
    }
    return Shape.of(dims);
  }

  static void write(OutputStream out, Tensor tensor) throws IOException {
    out.write(NpyHeader.bytes(tensor.type()));
    Elements.write(out, tensor);
  }
}
