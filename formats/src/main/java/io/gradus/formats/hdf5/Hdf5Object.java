package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A group, a dataset or a named type in an HDF5 file. Members and attributes are read when they
/// are first asked for.
public final class Hdf5Object {
  private static final int FOR_SMALL = 1 << 18;
  private static final int BYTES_EACH = 512;
  private static final int MOST_ATTRIBUTES = 1 << 16;
  private static final int ATTRIBUTE_ID = 8;
  private static final int LINK_ID = 7;
  private static final int NAMED_LINKS = 5;
  private static final int ORDERED_LINKS = 6;
  private static final int NAMED_ATTRIBUTES = 8;
  private static final int SHARED = 0x2;

  // HDF5 sorts names by their bytes.
  private static final Comparator<Link.Named> ORDER =
      Comparator.comparingLong(Link.Named::order)
          .thenComparing(
              link -> link.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final Storage storage;
  private final SharedMessages shared;
  private final long address;
  private final String path;
  private final List<ObjectHeader.Message> messages;
  private @Nullable Map<String, Link> links;
  private @Nullable Map<String, Attribute> attributes;

  /// The object whose header is at an address.
  ///
  /// @param path its path, for messages
  Hdf5Object(Storage storage, SharedMessages shared, long address, String path) throws IOException {
    this.storage = storage;
    this.shared = shared;
    this.address = address;
    this.path = path;
    this.messages = ObjectHeader.read(storage, address);
  }

  /// {@return where its header is}
  public long address() {
    return address;
  }

  /// {@return a path that leads to it; empty for the root}
  public String path() {
    return path;
  }

  /// {@return whether it has a message}
  boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type() == type);
  }

  /// {@return the message of a type}
  ///
  /// @throws IOException if it has none
  ObjectHeader.Message message(int type) throws IOException {
    for (ObjectHeader.Message message : messages) {
      if (message.type() == type) {
        return message;
      }
    }
    throw storage.wrong(address, "%s: no message of type %d".formatted(path, type));
  }

  /// {@return whether it is a group}
  public boolean isGroup() {
    return has(ObjectHeader.SYMBOLS) || has(ObjectHeader.LINK_INFO) || has(ObjectHeader.LINK);
  }

  /// {@return whether it is a dataset}
  public boolean isDataset() {
    return has(ObjectHeader.LAYOUT) && has(ObjectHeader.DATASPACE) && has(ObjectHeader.DATATYPE);
  }

  /// {@return the dataset that it is}
  ///
  /// @throws IOException if it is none
  public Dataset dataset() throws IOException {
    if (!isDataset()) {
      throw storage.wrong(address, "%s is no dataset".formatted(path));
    }
    return new Dataset(storage, shared, this);
  }

  /// {@return the names of its members: in the order in which they were made where the file has it,
  /// else sorted}
  public Set<String> members() throws IOException {
    return Collections.unmodifiableSet(links().keySet());
  }

  /// {@return where its members are, by name}
  Map<String, Link> links() throws IOException {
    Map<String, Link> known = links;
    if (known == null) {
      List<Link.Named> found = new ArrayList<>();
      for (ObjectHeader.Message message : messages) {
        collectLinks(message, found);
      }
      found.sort(ORDER);
      known = new LinkedHashMap<>();
      for (Link.Named link : found) {
        if (known.putIfAbsent(link.name(), link.link()) != null) {
          throw storage.wrong(
              address, "%s: the name \"%s\" is there twice".formatted(path, link.name()));
        }
      }
      links = known;
    }
    return known;
  }

  private void collectLinks(ObjectHeader.Message message, List<Link.Named> found)
      throws IOException {
    switch (message.type()) {
      case ObjectHeader.SYMBOLS -> {
        Block content = message.content().again();
        long tree = content.address();
        SymbolTable.read(storage, tree, content.address(), (link, _) -> add(link, found));
      }
      case ObjectHeader.LINK -> add(Link.read(shared.content(message)), found);
      case ObjectHeader.LINK_INFO -> {
        Block content = message.content().again().version(0);
        int flags = content.u8();
        content.skip((flags & 1) == 0 ? 0 : 8);
        long heap = content.address();
        long tree = content.address();
        if (heap != Storage.UNDEFINED) {
          denseLinks(heap, tree, found);
        }
      }
      default -> {
        // Nothing about members.
      }
    }
  }

  private void denseLinks(long address, long tree, List<Link.Named> found) throws IOException {
    FractalHeap heap = new FractalHeap(storage, address);
    LaterTree names = new LaterTree(storage, tree, List.of(NAMED_LINKS, ORDERED_LINKS));
    names.each(record -> {
      record.skip(names.type() == NAMED_LINKS ? 4 : 8);
      add(Link.read(heap.object(record.bytes(LINK_ID), "link")), found);
    });
  }

  private void add(Link.Named link, List<Link.Named> found) throws IOException {
    if (found.size() >= FOR_SMALL + storage.length() / BYTES_EACH) {
      throw storage.wrong(address, "%s: more than %d members".formatted(path, found.size()));
    }
    found.add(link);
  }

  /// {@return its attributes by name, in the file's order}
  public Map<String, Attribute> attributes() throws IOException {
    Map<String, Attribute> known = attributes;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (ObjectHeader.Message message : messages) {
        if (message.type() == ObjectHeader.ATTRIBUTE) {
          add(shared.content(message), known);
        } else if (message.type() == ObjectHeader.ATTRIBUTE_INFO) {
          Block content = message.content().again().version(0);
          int flags = content.u8();
          content.skip((flags & 1) == 0 ? 0 : 2);
          long heap = content.address();
          long tree = content.address();
          if (heap != Storage.UNDEFINED) {
            denseAttributes(heap, tree, known);
          }
        }
      }
      attributes = known;
    }
    return Collections.unmodifiableMap(known);
  }

  private void denseAttributes(long address, long tree, Map<String, Attribute> found)
      throws IOException {
    FractalHeap heap = new FractalHeap(storage, address);
    new LaterTree(storage, tree, List.of(NAMED_ATTRIBUTES))
        .each(record -> {
          byte[] id = record.bytes(ATTRIBUTE_ID);
          boolean isShared = (record.u8() & SHARED) != 0;
          add(
              isShared
                  ? shared.inHeap(id, ObjectHeader.ATTRIBUTE, record)
                  : heap.object(id, "attribute"),
              found);
        });
  }

  private void add(Block content, Map<String, Attribute> found) throws IOException {
    Attribute attribute = Attribute.read(storage, shared, content);
    if (found.size() == MOST_ATTRIBUTES) {
      throw storage.wrong(address, "%s: more than %d attributes".formatted(path, found.size()));
    }
    found.put(attribute.name(), attribute);
  }
}
