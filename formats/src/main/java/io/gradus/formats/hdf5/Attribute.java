package io.gradus.formats.hdf5;

import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An attribute of a group or dataset in an HDF5 file.
public final class Attribute {
  private static final int ALIGNMENT = 8;
  private static final int COLLECTION = 0x4C4F4347;
  private static final int COLLECTION_HEADER = 16;

  private final Storage bytes;
  private final String name;
  private final Datatype type;
  private final Shape shape;
  private final ByteBuffer data;
  private final long offset;

  private Attribute(
      Storage bytes, String name, Datatype type, Shape shape, ByteBuffer data, long offset) {
    this.bytes = bytes;
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.data = data;
    this.offset = offset;
  }

  /// {@return its name}
  public String name() {
    return name;
  }

  /// {@return the attribute that a message describes}
  static Attribute read(Storage bytes, ByteBuffer message, long offset) throws IOException {
    int version = message.get();
    int flags = message.get();
    if (version < 1 || version > 3) {
      throw bytes.wrong(offset, "attribute of version " + version);
    }
    if (version > 1 && flags != 0) {
      throw bytes.wrong(offset + 1, "an attribute whose type is kept elsewhere");
    }
    int nameSize = Short.toUnsignedInt(message.getShort());
    int typeSize = Short.toUnsignedInt(message.getShort());
    int spaceSize = Short.toUnsignedInt(message.getShort());
    if (version == 3) {
      message.get();
    }
    int unit = version == 1 ? ALIGNMENT : 1;
    byte[] name = new byte[Math.min(nameSize, message.remaining())];
    message.get(message.position(), name);
    int typeAt = message.position() + padded(nameSize, unit);
    int spaceAt = typeAt + padded(typeSize, unit);
    int dataAt = spaceAt + padded(spaceSize, unit);
    Datatype type = Datatype.read(message.position(typeAt));
    Shape shape = Hdf5Object.shape(bytes, message.position(spaceAt), offset);
    message.position(dataAt);
    return new Attribute(
        bytes,
        SymbolTable.text(name),
        type,
        shape,
        message.slice().order(message.order()),
        offset + dataAt);
  }

  private static int padded(int size, int unit) {
    return Math.ceilDiv(size, unit) * unit;
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
    List<String> texts = new ArrayList<>();
    long count = shape.size();
    if (count == 0) {
      return texts;
    }
    if (type.kind() != Datatype.Kind.TEXT && type.kind() != Datatype.Kind.VARIABLE_TEXT) {
      throw wrong("%s where text is expected".formatted(type.kind()));
    }
    int size = type.size();
    boolean whole = type.kind() == Datatype.Kind.TEXT ? size > 0 : size == Datatype.POINTER;
    if (!whole || count > data.remaining() / size) {
      throw wrong("%s texts of %d bytes each in %d".formatted(shape, size, data.remaining()));
    }
    for (int i = 0; i < count; i++) {
      if (type.kind() == Datatype.Kind.TEXT) {
        byte[] text = new byte[size];
        data.get(i * size, text);
        texts.add(SymbolTable.text(text));
      } else {
        texts.add(pointed(i * size));
      }
    }
    return texts;
  }

  /// {@return the text in a global heap that the pointer at an offset of the data leads to}
  private String pointed(int at) throws IOException {
    int length = data.getInt(at);
    long address = data.getLong(at + 4);
    int index = data.getInt(at + 12);
    if (length == 0) {
      return "";
    }
    ByteBuffer header = bytes.structure(address, COLLECTION_HEADER, "global heap");
    long size = header.getLong(8);
    if (header.getInt(0) != COLLECTION || size < COLLECTION_HEADER) {
      throw bytes.wrong(address, "no global heap");
    }
    long end = address + size;
    bytes.check(address, size, "global heap");
    long place = address + COLLECTION_HEADER;
    while (place + COLLECTION_HEADER <= end) {
      ByteBuffer object = bytes.structure(place, COLLECTION_HEADER, "global heap");
      int found = Short.toUnsignedInt(object.getShort(0));
      long taken = object.getLong(8);
      if (found == 0 || taken < 0 || taken > end - place - COLLECTION_HEADER) {
        break;
      }
      if (found == index) {
        if (length < 0 || length > taken) {
          throw bytes.wrong(place, "a text of %d bytes in %d".formatted(length, taken));
        }
        return SymbolTable.text(
            bytes.structure(place + COLLECTION_HEADER, length, "global heap").array());
      }
      place += COLLECTION_HEADER + Math.ceilDiv(taken, ALIGNMENT) * ALIGNMENT;
    }
    throw wrong("text %d is not in the global heap at byte %d".formatted(index, address));
  }

  private IOException wrong(String problem) {
    return bytes.wrong(offset, "attribute \"" + name + "\": " + problem);
  }
}
