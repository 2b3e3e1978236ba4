package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A B-tree of version 2, whose records are all of one length.
///
/// HDF5 File Format Specification 3.0, part III.A.2.
final class LaterTree {
  private static final int PREFIX = 6;
  private static final int CHECKSUM = 4;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_NODE = 1 << 18;
  private static final double MOST_RECORDS = 0x1p62;
  private static final String NAME = "tree node";

  private final Storage storage;
  private final int type;
  private final long nodeSize;
  private final int recordSize;
  private final int depth;
  private final long root;
  private final int rootRecords;
  private final int countWidth;
  // By depth, the bytes of the number of all records below a node.
  private final int[] totalWidth;
  private final Set<Long> seen = new HashSet<>();

  /// Takes records.
  @FunctionalInterface
  interface Records {
    void take(Block record) throws IOException;
  }

  /// A tree.
  ///
  /// @param types the types that its records may have
  LaterTree(Storage storage, long address, List<Integer> types) throws IOException {
    this.storage = storage;
    int length = 22 + storage.addressWidth() + storage.lengthWidth();
    Block header = storage.checked(address, length, "tree header").signature("BTHD").version(0);
    type = header.u8();
    if (!types.contains(type)) {
      throw header.wrong("is of a tree of records of type %d, not %s".formatted(type, types));
    }
    nodeSize = header.u32();
    recordSize = header.u16();
    depth = header.u16();
    header.skip(2);
    root = header.address();
    rootRecords = header.u16();
    if (recordSize == 0
        || nodeSize < PREFIX + CHECKSUM + recordSize
        || nodeSize > MOST_NODE
        || depth > MOST_DEPTH) {
      throw header.wrong(
          "is of a tree of depth %d with records of %d bytes in nodes of %d"
              .formatted(depth, recordSize, nodeSize));
    }
    long inner = nodeSize - PREFIX - CHECKSUM;
    long leaf = inner / recordSize;
    countWidth = Widths.of(leaf);
    totalWidth = new int[depth + 1];
    double total = leaf;
    for (int level = 1; level <= depth; level++) {
      int pointer = storage.addressWidth() + countWidth + totalWidth[level - 1];
      long most = (inner - pointer) / (recordSize + pointer);
      total = (most + 1) * total + most;
      if (most < 1 || total > MOST_RECORDS) {
        throw header.wrong("is of a tree of depth %d, beyond measure".formatted(depth));
      }
      totalWidth[level] = Widths.of((long) total);
    }
  }

  /// {@return the type of its records}
  int type() {
    return type;
  }

  /// {@return the bytes of a record}
  int recordSize() {
    return recordSize;
  }

  /// Gives the records in order.
  void each(Records records) throws IOException {
    if (root != Storage.UNDEFINED && rootRecords > 0) {
      node(root, depth, rootRecords, records);
    }
  }

  private void node(long address, int level, long count, Records records) throws IOException {
    if (!seen.add(address)) {
      throw storage.wrong(address, "a tree node that is there twice");
    }
    int pointer = level == 0 ? 0 : storage.addressWidth() + countWidth + totalWidth[level - 1];
    long length = PREFIX + count * recordSize + (level == 0 ? 0 : count + 1) * pointer + CHECKSUM;
    if (length > nodeSize) {
      throw storage.wrong(
          address, "a tree node of %d bytes, of %d records".formatted(nodeSize, count));
    }
    Block node = storage.checked(address, length, NAME);
    node.signature(level == 0 ? "BTLF" : "BTIN").version(0);
    if (node.u8() != type) {
      throw storage.wrong(address, "a node of a tree of other records");
    }
    Block own = node.part(count * recordSize, "record");
    for (long i = 0; i <= count; i++) {
      if (level > 0) {
        long child = node.address();
        long below = node.number(countWidth);
        node.skip(totalWidth[level - 1]);
        node(child, level - 1, below, records);
      }
      if (i < count) {
        records.take(own.part(recordSize, "record"));
      }
    }
  }
}
