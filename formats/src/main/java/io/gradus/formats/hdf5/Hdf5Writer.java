package io.gradus.formats.hdf5;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes an HDF5 file as h5py does by default: a superblock of version 0, groups with symbol
/// tables, texts in global heaps, datasets in one piece. The same contents give the same bytes.
///
/// All addresses are known before the first byte is written, so that elements go straight from
/// tensors to the file.
public final class Hdf5Writer {
  private static final int WORD = 8;
  private static final int SUPERBLOCK = 96;
  private static final int OBJECT_PREFIX = 16;
  private static final int MESSAGE_PREFIX = 8;
  private static final int HEAP_HEADER = 32;
  private static final int TABLE_ENTRIES = 8;
  private static final int TABLE_ENTRY = 40;
  private static final int TREE_CHILDREN = 32;
  private static final int TREE_HEADER = 24;
  private static final int TREE_LENGTH = TREE_HEADER + (2 * TREE_CHILDREN + 1) * WORD;
  private static final int TABLE_LENGTH = 8 + TABLE_ENTRIES * TABLE_ENTRY;
  private static final int COLLECTION = 4096;
  private static final int FILL = 0x5;
  private static final long UNDEFINED = -1;

  // HDF5 looks names up by their bytes.
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b));

  private final Group root = new Group();
  private final List<Piece> pieces = new ArrayList<>();
  private final Texts texts = new Texts();
  private long end = SUPERBLOCK;
  private long header = UNDEFINED;

  /// A stretch of the file.
  private sealed interface Piece {
    long address();
  }

  private record Structure(long address, ByteBuffer content) implements Piece {}

  private record Data(long address, Tensor tensor) implements Piece {}

  /// A group under way.
  public static final class Group {
    private final Map<String, Group> groups = new TreeMap<>(BY_BYTES);
    private final Map<String, Tensor> datasets = new TreeMap<>(BY_BYTES);
    private final Map<String, String> attributes = new TreeMap<>();

    private Group() {}

    /// {@return the group of this name inside this one, made if it is not there}
    public Group group(String name) {
      return groups.computeIfAbsent(name, _ -> new Group());
    }

    /// Adds a dataset.
    public void dataset(String name, Tensor tensor) {
      datasets.put(name, tensor);
    }

    /// Adds an attribute.
    public void attribute(String name, String text) {
      attributes.put(name, text);
    }
  }

  /// Texts in global heaps, several in each.
  private static final class Texts {
    private final List<ByteBuffer> collections = new ArrayList<>();
    private final List<Long> addresses = new ArrayList<>();
    private int index;
  }

  /// A file without contents.
  public Hdf5Writer() {}

  /// {@return the root group}
  public Group root() {
    return root;
  }

  /// {@return the number of bytes of the file} Nothing can be added afterwards.
  public long length() {
    if (header == UNDEFINED) {
      header = group(root);
      texts.collections.forEach(Hdf5Writer::close);
      pieces.sort(Comparator.comparingLong(Piece::address));
    }
    return end;
  }

  /// Writes the file, the same each time. Nothing can be added afterwards.
  public void writeTo(OutputStream out) throws IOException {
    long length = length();
    write(out, superblock());
    long at = SUPERBLOCK;
    for (Piece piece : pieces) {
      out.write(new byte[Math.toIntExact(piece.address() - at)]);
      switch (piece) {
        case Structure(long address, ByteBuffer content) -> {
          write(out, content);
          at = address + content.capacity();
        }
        case Data(long address, Tensor tensor) -> {
          Elements.write(out, tensor);
          at = address + tensor.type().bytes();
        }
      }
    }
    out.write(new byte[Math.toIntExact(length - at)]);
  }

  private static void write(OutputStream out, ByteBuffer content) throws IOException {
    byte[] bytes = new byte[content.capacity()];
    content.get(0, bytes);
    out.write(bytes);
  }

  /// {@return where the next `length` bytes go}
  private long place(long length) {
    long address = end;
    end += Math.ceilDiv(length, WORD) * WORD;
    return address;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ByteBuffer superblock() {
    ByteBuffer block = buffer(SUPERBLOCK);
    block.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'});
    block.putInt(0).put((byte) 0).put((byte) WORD).put((byte) WORD).put((byte) 0);
    block.putShort((short) (TABLE_ENTRIES / 2)).putShort((short) (TREE_CHILDREN / 2)).putInt(0);
    block.putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
    block.putLong(0).putLong(header);
    return block;
  }

  /// Lays out a group and what is in it; returns where its header is.
  private long group(Group group) {
    int attributes =
        group.attributes.keySet().stream().mapToInt(name -> MESSAGE_PREFIX + attribute(name)).sum();
    int messages = MESSAGE_PREFIX + 2 * WORD + attributes;
    long address = place(OBJECT_PREFIX + messages);
    Map<String, Long> members = new HashMap<>();
    List<String> names = new ArrayList<>(group.groups.keySet());
    names.addAll(group.datasets.keySet());
    names.sort(BY_BYTES);
    ByteBuffer heap = buffer(heapLength(names));
    heap.putLong(0);
    List<Integer> places = new ArrayList<>();
    for (String name : names) {
      places.add(heap.position());
      put(heap, bytes(name), padded(bytes(name).length + 1));
    }
    long heapAddress = place(HEAP_HEADER);
    long heapData = place(heap.capacity());
    pieces.add(new Structure(heapData, heap));
    ByteBuffer heapHeader = buffer(HEAP_HEADER);
    heapHeader.put(bytes("HEAP")).putInt(0).putLong(heap.capacity()).putLong(1).putLong(heapData);
    pieces.add(new Structure(heapAddress, heapHeader));
    group.groups.forEach((name, inner) -> members.put(name, group(inner)));
    group.datasets.forEach((name, tensor) -> members.put(name, dataset(tensor)));
    long tree = tree(names, places, members);
    ByteBuffer object = buffer(OBJECT_PREFIX + messages);
    prefix(object, 1 + group.attributes.size(), messages);
    message(object, ObjectHeader.SYMBOLS, 0, 2 * WORD).putLong(tree).putLong(heapAddress);
    group.attributes.forEach((name, text) -> attribute(object, name, text));
    pieces.add(new Structure(address, object));
    return address;
  }

  private static int heapLength(List<String> names) {
    return WORD + names.stream().mapToInt(name -> padded(bytes(name).length + 1)).sum();
  }

  private static void prefix(ByteBuffer object, int messages, int length) {
    object
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) messages)
        .putInt(1)
        .putInt(length)
        .putInt(0);
  }

  private static ByteBuffer message(ByteBuffer object, int type, int flags, int length) {
    return object.putShort((short) type).putShort((short) length).putInt(flags);
  }

  /// Lays out the tables of a group's members and the tree over them; returns where this is.
  private long tree(List<String> names, List<Integer> places, Map<String, Long> members) {
    List<Long> children = new ArrayList<>();
    List<Integer> keys = new ArrayList<>(List.of(0));
    for (int from = 0; from < names.size(); from += TABLE_ENTRIES) {
      int to = Math.min(from + TABLE_ENTRIES, names.size());
      ByteBuffer table = buffer(TABLE_LENGTH);
      table.put(bytes("SNOD")).put((byte) 1).put((byte) 0).putShort((short) (to - from));
      for (int i = from; i < to; i++) {
        table.putLong(places.get(i)).putLong(members.getOrDefault(names.get(i), UNDEFINED));
        table.position(table.position() + TABLE_ENTRY - 2 * WORD);
      }
      long address = place(TABLE_LENGTH);
      pieces.add(new Structure(address, table));
      children.add(address);
      keys.add(places.get(to - 1));
    }
    for (int level = 0; ; level++) {
      List<Long> parents = new ArrayList<>();
      List<Integer> parentKeys = new ArrayList<>(List.of(0));
      int count = Math.max(1, Math.ceilDiv(children.size(), TREE_CHILDREN));
      long first = end;
      for (int node = 0; node < count; node++) {
        int from = node * TREE_CHILDREN;
        int to = Math.min(from + TREE_CHILDREN, children.size());
        ByteBuffer tree = buffer(TREE_LENGTH);
        tree.put(bytes("TREE")).put((byte) 0).put((byte) level).putShort((short) (to - from));
        tree.putLong(node == 0 ? UNDEFINED : first + (long) (node - 1) * TREE_LENGTH);
        tree.putLong(node == count - 1 ? UNDEFINED : first + (long) (node + 1) * TREE_LENGTH);
        tree.putLong(keys.get(from));
        for (int i = from; i < to; i++) {
          tree.putLong(children.get(i)).putLong(keys.get(i + 1));
        }
        long address = place(TREE_LENGTH);
        pieces.add(new Structure(address, tree));
        parents.add(address);
        parentKeys.add(keys.get(to));
      }
      if (count == 1) {
        return parents.getFirst();
      }
      children = parents;
      keys = parentKeys;
    }
  }

  private static int padded(int length) {
    return Math.ceilDiv(length, WORD) * WORD;
  }

  /// {@return the bytes of the message of an attribute that is a text}
  private static int attribute(String name) {
    int scalar = WORD;
    int pointer = 2 * WORD;
    return WORD
        + padded(bytes(name).length + 1)
        + padded(DatatypeEncoding.variableText().length)
        + scalar
        + pointer;
  }

  private void attribute(ByteBuffer object, String name, String text) {
    byte[] type = DatatypeEncoding.variableText();
    ByteBuffer message = message(object, ObjectHeader.ATTRIBUTE, 0, attribute(name));
    message.putShort((short) 1).putShort((short) (bytes(name).length + 1));
    message.putShort((short) type.length).putShort((short) WORD);
    put(message, bytes(name), padded(bytes(name).length + 1));
    put(message, type, padded(type.length));
    message.putLong(1);
    byte[] encoded = bytes(text);
    message.putInt(encoded.length).putLong(text(encoded)).putInt(texts.index);
  }

  private static void put(ByteBuffer message, byte[] bytes, int length) {
    message.put(bytes).position(message.position() + length - bytes.length);
  }

  /// Puts a text into a global heap; returns where that is.
  private long text(byte[] text) {
    int length = 2 * WORD + padded(text.length);
    ByteBuffer last = texts.collections.isEmpty() ? null : texts.collections.getLast();
    if (last == null || last.remaining() < length + 2 * WORD) {
      last = buffer(Math.max(COLLECTION, length + 4 * WORD));
      last.put(bytes("GCOL")).putInt(1).putLong(last.capacity());
      texts.collections.add(last);
      texts.addresses.add(place(last.capacity()));
      pieces.add(new Structure(texts.addresses.getLast(), last));
      texts.index = 0;
    }
    texts.index++;
    last.putShort((short) texts.index).putShort((short) 0).putInt(0).putLong(text.length);
    put(last, text, padded(text.length));
    return texts.addresses.getLast();
  }

  /// Marks the rest of a heap as free.
  private static void close(ByteBuffer collection) {
    if (collection.remaining() >= 2 * WORD) {
      int free = collection.remaining();
      collection.putLong(0).putLong(free);
    }
  }

  /// Lays out a dataset; returns where its header is.
  private long dataset(Tensor tensor) {
    DType dtype = tensor.dtype();
    long[] dims = tensor.shape().dims();
    byte[] type = DatatypeEncoding.message(dtype);
    int space = WORD + 2 * dims.length * WORD;
    int attributes = dtype == DType.BFLOAT16 ? MESSAGE_PREFIX + attribute("dtype") : 0;
    int messages = 4 * MESSAGE_PREFIX + space + padded(type.length) + WORD + 3 * WORD + attributes;
    ByteBuffer object = buffer(OBJECT_PREFIX + messages);
    prefix(object, attributes == 0 ? 4 : 5, messages);
    message(object, ObjectHeader.DATASPACE, 0, space);
    object.put((byte) 1).put((byte) dims.length).put((byte) (dims.length == 0 ? 0 : 1));
    object.position(object.position() + 5);
    for (int times = 0; times < 2; times++) {
      Arrays.stream(dims).forEach(object::putLong);
    }
    message(object, ObjectHeader.DATATYPE, 1, padded(type.length));
    put(object, type, padded(type.length));
    // Storage is taken when it is written, and holds zeros where it is not.
    message(object, FILL, 1, WORD).putInt(0x01020202).putInt(0);
    long bytes = tensor.type().bytes();
    long address = place(OBJECT_PREFIX + messages);
    long data = bytes == 0 ? UNDEFINED : place(bytes);
    message(object, ObjectHeader.LAYOUT, 0, 3 * WORD);
    object.put((byte) 3).put((byte) 1).putLong(data).putLong(bytes);
    object.position(object.position() + 6);
    if (attributes > 0) {
      attribute(object, "dtype", dtype.toString());
    }
    pieces.add(new Structure(address, object));
    if (bytes > 0) {
      pieces.add(new Data(data, tensor));
    }
    return address;
  }
}
