package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// The members of a group in an HDF5 file: a tree of tables of symbols whose names are in a heap.
final class SymbolTable {
  private static final int TREE = 0x45455254;
  private static final int TABLE = 0x444F4E53;
  private static final int HEAP = 0x50414548;
  private static final int TREE_HEADER = 24;
  private static final int TABLE_HEADER = 8;
  private static final int ENTRY = 40;
  private static final int HEAP_HEADER = 32;
  private static final int WORD = 8;
  private static final int SOFT = 2;

  private final Storage bytes;
  private final ByteBuffer names;
  private final Members members;
  private final Set<Long> seen = new HashSet<>();

  /// Takes the members one after the other.
  @FunctionalInterface
  interface Members {
    /// Takes a member.
    ///
    /// @param name its name
    /// @param header where its header is
    /// @param offset where this is said
    void take(String name, long header, long offset) throws IOException;
  }

  private SymbolTable(Storage bytes, ByteBuffer names, Members members) {
    this.bytes = bytes;
    this.names = names;
    this.members = members;
  }

  /// Gives the members in the tree at an address, with names in the heap at another, to the taker.
  static void read(Storage bytes, long tree, long heap, Members members) throws IOException {
    ByteBuffer header = bytes.structure(heap, HEAP_HEADER, "local heap");
    if (header.getInt(0) != HEAP) {
      throw bytes.wrong(heap, "no local heap");
    }
    ByteBuffer names = bytes.structure(header.getLong(24), header.getLong(8), "local heap");
    new SymbolTable(bytes, names, members).tree(tree, Byte.MAX_VALUE);
  }

  /// {@return the text in these bytes, up to the first zero}
  static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private void tree(long address, int below) throws IOException {
    visit(address);
    ByteBuffer header = bytes.structure(address, TREE_HEADER, "tree node");
    int level = Byte.toUnsignedInt(header.get(5));
    if (header.getInt(0) != TREE || header.get(4) != 0 || level >= below) {
      throw bytes.wrong(address, "no node of a tree of symbols");
    }
    int count = Short.toUnsignedInt(header.getShort(6));
    ByteBuffer children =
        bytes.structure(address + TREE_HEADER, (2L * count + 1) * WORD, "tree node");
    for (int i = 0; i < count; i++) {
      long child = children.getLong((2 * i + 1) * WORD);
      if (level > 0) {
        tree(child, level);
      } else {
        table(child);
      }
    }
  }

  private void table(long address) throws IOException {
    visit(address);
    ByteBuffer header = bytes.structure(address, TABLE_HEADER, "symbol table");
    if (header.getInt(0) != TABLE || header.get(4) != 1) {
      throw bytes.wrong(address, "no symbol table");
    }
    int count = Short.toUnsignedInt(header.getShort(6));
    long first = address + TABLE_HEADER;
    ByteBuffer entries = bytes.structure(first, (long) count * ENTRY, "symbol table");
    for (int i = 0; i < count; i++) {
      int entry = i * ENTRY;
      if (entries.getInt(entry + 2 * WORD) != SOFT) {
        String name = name(entries.getLong(entry), first + entry);
        members.take(name, entries.getLong(entry + WORD), first + entry);
      }
    }
  }

  private String name(long at, long offset) throws IOException {
    if (at < 0 || at >= names.limit()) {
      throw bytes.wrong(offset, "a name that is not in the heap");
    }
    int end = (int) at;
    while (end < names.limit() && names.get(end) != 0) {
      end++;
    }
    // Many names may be the same bytes of the heap.
    bytes.count(offset, end - at);
    byte[] name = new byte[end - (int) at];
    names.get((int) at, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private void visit(long address) throws IOException {
    if (!seen.add(address)) {
      throw bytes.wrong(address, "a part of a group that is there twice");
    }
  }
}
