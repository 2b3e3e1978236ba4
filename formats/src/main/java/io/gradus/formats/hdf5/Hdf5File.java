package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HDF5 file, as far as h5py writes it when it keeps arrays and texts: groups with symbol tables
/// or links in their headers, attributes, datasets in one piece or in chunks, deflated or not.
///
/// All headers are read at once, so that afterwards it is known what the file holds and that it
/// takes no more memory than its bytes allow.
public final class Hdf5File {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  private static final int WORD = 8;
  private static final int MOST_DEPTH = 64;
  // What deflated chunks may take beyond the bytes of the file.
  private static final long SPARE = 24L << 20;

  private final Storage bytes;
  private final Map<Long, Hdf5Object> objects = new HashMap<>();
  private final Map<String, Dataset> datasets = new LinkedHashMap<>();
  private final Hdf5Object root;
  private long size;

  private Hdf5File(Storage bytes) throws IOException {
    this.bytes = bytes;
    this.root = object(rootAddress(), "", 0);
  }

  /// {@return the file in these bytes}
  ///
  /// @throws IOException if it is none, or one that is not supported
  public static Hdf5File open(ByteSource source) throws IOException {
    return new Hdf5File(new Storage(source));
  }

  private long rootAddress() throws IOException {
    ByteBuffer start = bytes.structure(0, SIGNATURE.length + 1, "superblock");
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (start.get(i) != SIGNATURE[i]) {
        throw bytes.wrong(0, "no HDF5 file: it does not begin with \\x89HDF");
      }
    }
    int version = start.get(SIGNATURE.length);
    return switch (version) {
      case 0 -> rootAddress(13, 24, 40, 64);
      case 1 -> rootAddress(13, 28, 44, 68);
      case 2, 3 -> rootAddress(9, 12, 28, 36);
      default -> throw bytes.wrong(SIGNATURE.length, "superblock of version " + version);
    };
  }

  private long rootAddress(int widths, int base, int end, int root) throws IOException {
    ByteBuffer block = bytes.structure(0, root + WORD, "superblock");
    if (block.get(widths) != WORD || block.get(widths + 1) != WORD) {
      throw bytes.wrong(
          widths,
          "addresses of %d and lengths of %d bytes; supported: 8"
              .formatted(block.get(widths), block.get(widths + 1)));
    }
    if (block.getLong(base) != 0) {
      throw bytes.wrong(base, "a base address, " + Long.toUnsignedString(block.getLong(base)));
    }
    if (Long.compareUnsigned(block.getLong(end), bytes.length()) > 0) {
      throw bytes.wrong(
          end,
          String.format(
              Locale.ROOT,
              "the file is said to have %s bytes; %,d are there",
              Long.toUnsignedString(block.getLong(end)),
              bytes.length()));
    }
    return block.getLong(root);
  }

  private Hdf5Object object(long address, String path, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw bytes.wrong(address, "groups within groups, more than %d deep".formatted(MOST_DEPTH));
    }
    Hdf5Object object = Hdf5Object.read(bytes, address);
    objects.put(address, object);
    if (object.isDataset()) {
      Dataset dataset = object.dataset(path);
      size += dataset.size();
      if (size < 0 || size > bytes.length() + SPARE) {
        throw bytes.wrong(
            address,
            String.format(
                Locale.ROOT, "datasets of %,d bytes in a file of %,d", size, bytes.length()));
      }
      datasets.put(path, dataset);
    }
    for (Map.Entry<String, Long> link : object.links().entrySet()) {
      if (!objects.containsKey(link.getValue())) {
        String name = link.getKey();
        bytes.count(address, path.length() + name.length());
        object(link.getValue(), path.isEmpty() ? name : path + "/" + name, depth + 1);
      }
    }
    return object;
  }

  /// {@return the number of elements in all datasets}
  public long elements() throws IOException {
    return datasets().values().stream().mapToLong(set -> set.shape().size()).sum();
  }

  /// {@return the error for a problem at an offset of the file}
  public IOException wrong(long offset, String problem) {
    return bytes.wrong(offset, problem);
  }

  /// {@return the root group}
  public Hdf5Object root() {
    return root;
  }

  /// {@return what is at a path such as `layers/dense/vars`, or null}
  public @Nullable Hdf5Object find(String path) throws IOException {
    Hdf5Object found = root;
    for (String name : path.split("/")) {
      Long address = found.links().get(name);
      Hdf5Object next = address == null ? null : objects.get(address);
      if (next == null) {
        return null;
      }
      found = next;
    }
    return found;
  }

  /// {@return the datasets by path, in the file's order; one that has several paths is there once}
  public Map<String, Dataset> datasets() throws IOException {
    return datasets;
  }
}
