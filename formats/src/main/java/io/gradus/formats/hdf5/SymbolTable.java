package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// The members of a group of the earlier kind: a tree of tables of symbols whose names are in a
/// heap.
///
/// HDF5 File Format Specification 3.0, parts III.A.1, III.B, III.C and III.D.
final class SymbolTable {
  private static final int TREE_HEADER = 8;
  private static final int TABLE_HEADER = 8;
  private static final int SCRATCH = 16;
  private static final int SOFT = 2;
  private static final String NODE = "tree node";
  private static final String TABLE = "symbol table";
  private static final String HEAP = "local heap";

  private final Storage storage;
  private final Block names;
  private final Members members;
  private final Set<Long> seen = new HashSet<>();

  /// Takes members.
  @FunctionalInterface
  interface Members {
    /// Takes a member.
    ///
    /// @param at where this is said
    void take(Link.Named link, long at) throws IOException;
  }

  private SymbolTable(Storage storage, Block names, Members members) {
    this.storage = storage;
    this.names = names;
    this.members = members;
  }

  /// Gives the members in the tree at an address, with names in the heap at another, to the taker.
  static void read(Storage storage, long tree, long heap, Members members) throws IOException {
    int length = 8 + 2 * storage.lengthWidth() + storage.addressWidth();
    Block header = storage.block(heap, length, HEAP).signature("HEAP").version(0);
    header.skip(3);
    long size = header.length();
    header.skip(storage.lengthWidth());
    Block names = storage.block(header.address(), size, HEAP);
    new SymbolTable(storage, names, members).tree(tree, 1 + 0xFF);
  }

  private void tree(long address, int below) throws IOException {
    visit(address);
    int header = TREE_HEADER + 2 * storage.addressWidth();
    Block node = storage.block(address, header, NODE).signature("TREE");
    int kind = node.u8();
    int level = node.u8();
    if (kind != 0 || level >= below) {
      throw storage.wrong(address, "no node of a tree of symbols");
    }
    int count = node.u16();
    long entry = (long) storage.addressWidth() + storage.lengthWidth();
    Block children = storage.block(address + header, count * entry, NODE);
    for (int i = 0; i < count; i++) {
      children.skip(storage.lengthWidth());
      long child = children.address();
      if (level > 0) {
        tree(child, level);
      } else {
        table(child);
      }
    }
  }

  private void table(long address) throws IOException {
    visit(address);
    Block header = storage.block(address, TABLE_HEADER, TABLE).signature("SNOD").version(1);
    header.skip(1);
    int count = header.u16();
    long entry = (long) storage.addressWidth() + storage.lengthWidth() + 8 + SCRATCH;
    Block entries = storage.block(address + TABLE_HEADER, count * entry, TABLE);
    for (int i = 0; i < count; i++) {
      long at = entries.at();
      String name = name(entries.number(storage.lengthWidth()), at);
      long object = entries.address();
      boolean soft = entries.u32() == SOFT;
      entries.skip(4);
      Block scratch = entries.part(SCRATCH, TABLE);
      Link link = soft ? new Link.Soft(name(scratch.u32(), at)) : new Link.Hard(object);
      members.take(new Link.Named(name, -1, link), at);
    }
  }

  private String name(long place, long at) throws IOException {
    if (place < 0 || place >= names.whole().limit()) {
      throw storage.wrong(at, "a name that is not in the heap");
    }
    names.seek((int) place);
    long from = names.at();
    String name = names.text();
    // Many names may be the same bytes of the heap.
    storage.count(at, names.at() - from);
    return name;
  }

  private void visit(long address) throws IOException {
    if (!seen.add(address)) {
      throw storage.wrong(address, "a part of a group that is there twice");
    }
  }
}
