package io.gradus.formats.hdf5;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An attribute of a group or dataset in an HDF5 file.
public final class Attribute {
  private static final int ALIGNMENT = 8;
  private static final int SHARED_TYPE = 1;
  private static final int SHARED_SPACE = 2;

  private final Storage storage;
  private final String name;
  private final Datatype type;
  private final Dataspace space;
  private final Block data;

  private Attribute(Storage storage, String name, Datatype type, Dataspace space, Block data) {
    this.storage = storage;
    this.name = name;
    this.type = type;
    this.space = space;
    this.data = data;
  }

  /// {@return the attribute that a message describes}
  static Attribute read(Storage storage, SharedMessages shared, Block message) throws IOException {
    int version = message.u8();
    int flags = message.u8();
    if (version < 1 || version > 3) {
      throw message.wrong("tells of an attribute of version %d".formatted(version));
    }
    int nameSize = message.u16();
    int typeSize = message.u16();
    int spaceSize = message.u16();
    message.skip(version == 3 ? 1 : 0);
    int unit = version == 1 ? ALIGNMENT : 1;
    Block name = part(message, nameSize, unit);
    Block type = part(message, typeSize, unit);
    Block space = part(message, spaceSize, unit);
    boolean sharesType = version > 1 && (flags & SHARED_TYPE) != 0;
    boolean sharesSpace = version > 1 && (flags & SHARED_SPACE) != 0;
    return new Attribute(
        storage,
        text(name),
        Datatype.read(sharesType ? shared.content(type, ObjectHeader.DATATYPE) : type),
        Dataspace.read(sharesSpace ? shared.content(space, ObjectHeader.DATASPACE) : space),
        message.part(message.remaining(), "attribute"));
  }

  private static Block part(Block message, int size, int unit) throws IOException {
    Block part = message.part(size, "attribute");
    message.skip(Math.ceilDiv(size, unit) * unit - size);
    return part;
  }

  private static String text(Block name) throws IOException {
    byte[] bytes = name.bytes(name.remaining());
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /// {@return its name}
  public String name() {
    return name;
  }

  /// {@return whether it holds text}
  public boolean isText() {
    return type.isText();
  }

  /// {@return whether it is one value, without axes}
  public boolean isScalar() {
    return space.dims().length == 0;
  }

  /// {@return the only text}
  ///
  /// @throws IOException if the attribute holds anything else
  public String text() throws IOException {
    List<String> all = texts();
    if (all.size() != 1) {
      throw wrong("%d texts where one is expected".formatted(all.size()));
    }
    return all.getFirst();
  }

  /// {@return the texts; none if the attribute is empty, whatever its type}
  ///
  /// @throws IOException if the attribute holds anything else
  public List<String> texts() throws IOException {
    if (space.size() == 0) {
      return List.of();
    }
    if (!type.isText()) {
      throw wrong("%s where text is expected".formatted(type.label()));
    }
    return Texts.read(storage, type, data.again(), space.size());
  }

  /// {@return the numbers}
  ///
  /// @throws IOException if the attribute holds anything else
  public Tensor tensor() throws IOException {
    DType dtype = type.dtype();
    if (dtype == null) {
      throw wrong("%s where numbers are expected".formatted(type.label()));
    }
    long[] dims = type.dims(space);
    if (dims.length > Shape.MAX_RANK) {
      throw wrong("%d axes, more than the %d there can be".formatted(dims.length, Shape.MAX_RANK));
    }
    long count = space.size();
    ByteBuffer bytes = data.whole().order(type.order());
    if (count > bytes.remaining() / type.size()) {
      throw wrong(
          "%d elements of %d bytes each in %d".formatted(count, type.size(), bytes.remaining()));
    }
    int numbers = (int) (count * (type.size() / dtype.bytes()));
    ArrayStorage array = Elements.allocate(dtype, numbers);
    Elements.take(bytes, dtype, array.array(), 0, numbers);
    return Tensor.of(Strided.dense(array, Shape.of(dims)));
  }

  private IOException wrong(String problem) {
    return storage.wrong(data.at(), "attribute \"%s\": %s".formatted(name, problem));
  }
}
