package io.gradus.formats;

import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A group or a dataset in an HDF5 file: what its header says. Either has attributes.
final class Hdf5Object {
  private static final long UNDEFINED = -1;

  private final Bytes bytes;
  private final long address;
  private final Map<String, Long> links = new LinkedHashMap<>();
  private final Map<String, Hdf5Attribute> attributes = new LinkedHashMap<>();
  private @Nullable Hdf5Type type;
  private @Nullable Shape shape;
  private @Nullable Hdf5Layout layout;
  private Hdf5Filters filters = Hdf5Filters.NONE;
  private boolean group;

  private Hdf5Object(Bytes bytes, long address) {
    this.bytes = bytes;
    this.address = address;
  }

  /// {@return the object whose header is at an address}
  static Hdf5Object read(Bytes bytes, long address) throws IOException {
    Hdf5Object object = new Hdf5Object(bytes, address);
    Hdf5Header.read(bytes, address, object::take);
    return object;
  }

  private void take(int kind, boolean shared, ByteBuffer message, long offset) throws IOException {
    try {
      switch (kind) {
        case Hdf5Header.DATASPACE -> shape = shape(bytes, own(shared, message, offset), offset);
        case Hdf5Header.DATATYPE -> type = Hdf5Type.read(own(shared, message, offset));
        case Hdf5Header.LAYOUT -> layout = Hdf5Layout.read(bytes, message, offset);
        case Hdf5Header.FILTERS -> filters = Hdf5Filters.read(bytes, message, offset);
        case Hdf5Header.ATTRIBUTE -> {
          Hdf5Attribute attribute = Hdf5Attribute.read(bytes, own(shared, message, offset), offset);
          attributes.put(attribute.name(), attribute);
        }
        case Hdf5Header.SYMBOLS -> {
          group = true;
          Hdf5Symbols.read(bytes, message.getLong(), message.getLong(), this::link);
        }
        case Hdf5Header.LINK -> {
          group = true;
          link(message, offset);
        }
        case Hdf5Header.LINK_INFO -> {
          group = true;
          message.position((message.get(1) & 0x1) == 0 ? 2 : 10);
          refuseDense(message.getLong(), offset, "links");
        }
        case Hdf5Header.ATTRIBUTE_INFO -> {
          message.position((message.get(1) & 0x1) == 0 ? 2 : 4);
          refuseDense(message.getLong(), offset, "attributes");
        }
        default -> {
          // Times, comments, fill values: nothing a model needs.
        }
      }
    } catch (RuntimeException e) {
      throw (IOException) bytes.wrong(offset, "a message that is not whole").initCause(e);
    }
  }

  private ByteBuffer own(boolean shared, ByteBuffer message, long offset) throws IOException {
    if (shared) {
      throw bytes.wrong(offset, "a message kept elsewhere, which is not supported");
    }
    return message;
  }

  private void refuseDense(long heap, long offset, String what) throws IOException {
    if (heap != UNDEFINED) {
      throw bytes.wrong(offset, what + " in a fractal heap, which is not supported");
    }
  }

  /// {@return the lengths in a dataspace message}
  static Shape shape(Bytes bytes, ByteBuffer message, long offset) throws IOException {
    int version = message.get();
    int rank = message.get();
    message.get();
    int kind = message.get();
    if (version != 1 && version != 2) {
      throw bytes.wrong(offset, "dataspace of version " + version);
    }
    if (version == 1) {
      message.getInt();
    } else if (kind == 2) {
      return Shape.of(0);
    }
    if (rank < 0 || rank > Shape.MAX_RANK) {
      throw bytes.wrong(
          offset + 1,
          "%d axes, more than the %d there can be"
              .formatted(Byte.toUnsignedInt((byte) rank), Shape.MAX_RANK));
    }
    long[] dims = new long[rank];
    long elements = 1;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = message.getLong();
      if (dims[axis] < 0) {
        throw bytes.wrong(
            offset, "axis %d is %s long".formatted(axis, Long.toUnsignedString(dims[axis])));
      }
      long length = Math.max(1, dims[axis]);
      if (elements > Long.MAX_VALUE / length) {
        throw bytes.wrong(offset, "more elements than can be counted");
      }
      elements *= length;
    }
    return Shape.of(dims);
  }

  private void link(ByteBuffer message, long offset) throws IOException {
    int version = message.get();
    int flags = message.get();
    if (version != 1) {
      throw bytes.wrong(offset, "link of version " + version);
    }
    int kind = (flags & 0x8) == 0 ? 0 : message.get();
    if ((flags & 0x4) != 0) {
      message.getLong();
    }
    if ((flags & 0x10) != 0) {
      message.get();
    }
    long length = Hdf5Header.number(message, 1 << (flags & 0x3));
    if (length < 0 || length > message.remaining()) {
      throw bytes.wrong(offset, "a name of %d bytes".formatted(length));
    }
    byte[] name = new byte[(int) length];
    message.get(name);
    if (kind == 0) {
      link(Hdf5Symbols.text(name), message.getLong(), offset);
    }
  }

  private void link(String name, long target, long offset) throws IOException {
    if (links.putIfAbsent(name, target) != null) {
      throw bytes.wrong(offset, "the name \"" + name + "\" is there twice");
    }
  }

  /// {@return where its header is}
  long address() {
    return address;
  }

  /// {@return whether it is a group}
  boolean isGroup() {
    return group;
  }

  /// {@return the headers of its members by name, in the file's order}
  Map<String, Long> links() {
    return links;
  }

  /// {@return its attributes by name}
  Map<String, Hdf5Attribute> attributes() {
    return attributes;
  }

  /// {@return whether it is a dataset}
  boolean isDataset() {
    return layout != null && shape != null && type != null;
  }

  /// {@return the dataset that it is}
  ///
  /// @param path its path, for messages
  /// @throws ModelFormatException if it is none
  Hdf5Dataset dataset(String path) throws IOException {
    Hdf5Type elements = type;
    Shape lengths = shape;
    Hdf5Layout stored = layout;
    if (elements == null || lengths == null || stored == null) {
      throw bytes.wrong(address, "%s is no dataset".formatted(path));
    }
    return new Hdf5Dataset(bytes, path, address, elements, lengths, stored, filters, attributes);
  }
}
