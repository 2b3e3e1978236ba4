package io.gradus.formats.hdf5;

import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A group or a dataset in an HDF5 file: what its header says. Either has attributes.
public final class Hdf5Object {
  private static final long UNDEFINED = -1;

  private final Storage bytes;
  private final long address;
  private final Map<String, Long> links = new LinkedHashMap<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private @Nullable Datatype type;
  private @Nullable Shape shape;
  private @Nullable Layout layout;
  private FilterPipeline filters = FilterPipeline.NONE;
  private boolean group;

  private Hdf5Object(Storage bytes, long address) {
    this.bytes = bytes;
    this.address = address;
  }

  /// {@return the object whose header is at an address}
  static Hdf5Object read(Storage bytes, long address) throws IOException {
    Hdf5Object object = new Hdf5Object(bytes, address);
    ObjectHeader.read(bytes, address, object::take);
    return object;
  }

  private void take(int kind, boolean shared, ByteBuffer message, long offset) throws IOException {
    try {
      switch (kind) {
        case ObjectHeader.DATASPACE -> shape = shape(bytes, own(shared, message, offset), offset);
        case ObjectHeader.DATATYPE -> type = Datatype.read(own(shared, message, offset));
        case ObjectHeader.LAYOUT -> layout = Layout.read(bytes, message, offset);
        case ObjectHeader.FILTERS -> filters = FilterPipeline.read(bytes, message, offset);
        case ObjectHeader.ATTRIBUTE -> {
          Attribute attribute = Attribute.read(bytes, own(shared, message, offset), offset);
          attributes.put(attribute.name(), attribute);
        }
        case ObjectHeader.SYMBOLS -> {
          group = true;
          SymbolTable.read(bytes, message.getLong(), message.getLong(), this::link);
        }
        case ObjectHeader.LINK -> {
          group = true;
          link(message, offset);
        }
        case ObjectHeader.LINK_INFO -> {
          group = true;
          message.position((message.get(1) & 0x1) == 0 ? 2 : 10);
          refuseDense(message.getLong(), offset, "links");
        }
        case ObjectHeader.ATTRIBUTE_INFO -> {
          message.position((message.get(1) & 0x1) == 0 ? 2 : 4);
          refuseDense(message.getLong(), offset, "attributes");
        }
        default -> {
          // Times, comments, fill values: nothing a model needs.
        }
      }
    } catch (RuntimeException e) {
      IOException wrong = bytes.wrong(offset, "a message that is not whole");
      wrong.initCause(e);
      throw wrong;
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
  static Shape shape(Storage bytes, ByteBuffer message, long offset) throws IOException {
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
    long length = ObjectHeader.number(message, 1 << (flags & 0x3));
    if (length < 0 || length > message.remaining()) {
      throw bytes.wrong(offset, "a name of %d bytes".formatted(length));
    }
    byte[] name = new byte[(int) length];
    message.get(name);
    if (kind == 0) {
      link(SymbolTable.text(name), message.getLong(), offset);
    }
  }

  private void link(String name, long target, long offset) throws IOException {
    if (links.putIfAbsent(name, target) != null) {
      throw bytes.wrong(offset, "the name \"" + name + "\" is there twice");
    }
  }

  /// {@return where its header is}
  public long address() {
    return address;
  }

  /// {@return whether it is a group}
  public boolean isGroup() {
    return group;
  }

  /// {@return the headers of its members by name, in the file's order}
  Map<String, Long> links() {
    return links;
  }

  /// {@return the names of its members, in the file's order}
  public Set<String> members() throws IOException {
    return links.keySet();
  }

  /// {@return its attributes by name}
  public Map<String, Attribute> attributes() throws IOException {
    return attributes;
  }

  /// {@return whether it is a dataset}
  public boolean isDataset() {
    return layout != null && shape != null && type != null;
  }

  /// {@return the dataset that it is}
  ///
  /// @param path its path, for messages
  /// @throws IOException if it is none
  public Dataset dataset(String path) throws IOException {
    Datatype elements = type;
    Shape lengths = shape;
    Layout stored = layout;
    if (elements == null || lengths == null || stored == null) {
      throw bytes.wrong(address, "%s is no dataset".formatted(path));
    }
    return new Dataset(bytes, path, address, elements, lengths, stored, filters, attributes);
  }
}
