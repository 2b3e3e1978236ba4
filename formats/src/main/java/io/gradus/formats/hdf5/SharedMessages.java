package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages that stand elsewhere, since several objects have the same: as a named type, or in a
/// heap of such messages.
///
/// HDF5 File Format Specification 3.0, parts III.H and IV.A.2.
final class SharedMessages {
  private static final int ID = 8;
  private static final int CHECKSUM = 4;
  private static final int IN_HEAP = 1;
  private static final String NAME = "table of shared messages";

  private final Storage storage;
  private final List<Index> indexes = new ArrayList<>();
  // The headers of named types.
  private final Map<Long, List<ObjectHeader.Message>> headers = new HashMap<>();

  /// The messages of some types.
  private static final class Index {
    private final int types;
    private final long address;
    private final Map<ByteBuffer, Block> messages = new HashMap<>();
    private @Nullable FractalHeap heap;

    Index(int types, long address) {
      this.types = types;
      this.address = address;
    }

    Block message(Storage storage, byte[] id) throws IOException {
      ByteBuffer key = ByteBuffer.wrap(id);
      Block known = messages.get(key);
      if (known == null) {
        FractalHeap found = heap == null ? new FractalHeap(storage, address) : heap;
        heap = found;
        known = found.object(id, "message");
        messages.put(key, known);
      }
      return known.again();
    }
  }

  /// The shared messages of a file.
  ///
  /// @param extension where the header with more about the file is, or [Storage#UNDEFINED]
  SharedMessages(Storage storage, long extension) throws IOException {
    this.storage = storage;
    if (extension != Storage.UNDEFINED) {
      for (ObjectHeader.Message message : ObjectHeader.read(storage, extension)) {
        if (message.type() == ObjectHeader.SHARED_TABLE) {
          Block content = message.content().version(0);
          table(content.address(), content.u8());
        }
      }
    }
  }

  private void table(long address, int count) throws IOException {
    long entry = 14 + 2L * storage.addressWidth();
    Block table = storage.checked(address, 4 + count * entry + CHECKSUM, NAME).signature("SMTB");
    for (int i = 0; i < count; i++) {
      table.version(0);
      table.skip(1);
      int types = table.u16();
      table.skip(10);
      table.address();
      indexes.add(new Index(types, table.address()));
    }
  }

  /// {@return the content of a message, wherever it is}
  Block content(ObjectHeader.Message message) throws IOException {
    Block own = message.content().again();
    return message.isShared() ? content(own, message.type()) : own;
  }

  /// {@return the content of the message that a block leads to}
  ///
  /// @param type the type of the message
  Block content(Block pointer, int type) throws IOException {
    int version = pointer.u8();
    int kind = pointer.u8();
    if (version < 1 || version > 3) {
      throw pointer.wrong("leads elsewhere, version %d".formatted(version));
    }
    if (version == 3 && kind == IN_HEAP) {
      return inHeap(pointer.bytes(ID), type, pointer);
    }
    pointer.skip(version == 1 ? 6 : 0);
    long address = pointer.address();
    List<ObjectHeader.Message> messages = headers.get(address);
    if (messages == null) {
      messages = ObjectHeader.read(storage, address);
      headers.put(address, messages);
    }
    for (ObjectHeader.Message message : messages) {
      if (message.type() == type && !message.isShared()) {
        return message.content().again();
      }
    }
    throw pointer.wrong("leads to byte %d, where there is no such message".formatted(address));
  }

  /// {@return the content of the message with an identifier in the heap of messages}
  ///
  /// @param at what leads there, for messages
  Block inHeap(byte[] id, int type, Block at) throws IOException {
    for (Index index : indexes) {
      if ((index.types >> type & 1) != 0) {
        return index.message(storage, id);
      }
    }
    throw at.wrong("is shared, but the file has no such messages");
  }
}
