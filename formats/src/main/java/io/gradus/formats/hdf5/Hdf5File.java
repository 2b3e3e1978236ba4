package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An HDF5 file, as libhdf5 and h5py write it, of all versions up to 2.0: groups with symbol tables
/// or links in headers and heaps, attributes, datasets in one piece or in chunks.
///
/// Only what is asked for is read: opening a file reads no more than the header of the root group.
/// Not for several threads at the same time.
public final class Hdf5File {
  private static final int MOST_DEPTH = 64;
  private static final int MOST_SOFT = 16;
  // What datasets that were never written may add to those that are stored.
  private static final long SPARE = 8L << 20;

  private final Storage storage;
  private final SharedMessages shared;
  private final Map<Long, Hdf5Object> objects = new HashMap<>();
  private final Hdf5Object root;
  private int softLinks;

  private Hdf5File(Superblock superblock) throws IOException {
    storage = superblock.storage();
    shared = new SharedMessages(storage, superblock.extension());
    root = object(superblock.root(), "");
  }

  /// {@return the file in these bytes}
  ///
  /// @throws IOException if it is none, or one that is not supported
  public static Hdf5File open(ByteSource source) throws IOException {
    return new Hdf5File(Superblock.read(source));
  }

  private Hdf5Object object(long address, String path) throws IOException {
    Hdf5Object known = objects.get(address);
    if (known == null) {
      storage.count(address, path.length());
      known = new Hdf5Object(storage, shared, address, path);
      objects.put(address, known);
    }
    return known;
  }

  /// {@return the error for a problem at an offset of the file}
  public IOException wrong(long offset, String problem) {
    return storage.wrong(offset, problem);
  }

  /// {@return the root group}
  public Hdf5Object root() {
    return root;
  }

  /// {@return what is at a path such as `layers/dense/vars`, or null} Soft links are followed.
  ///
  /// @throws IOException if the path leads out of the file
  public @Nullable Hdf5Object find(String path) throws IOException {
    softLinks = 0;
    return find(root, path);
  }

  private @Nullable Hdf5Object find(Hdf5Object from, String path) throws IOException {
    Hdf5Object found = path.startsWith("/") ? root : from;
    for (String name : path.split("/")) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      Hdf5Object next = member(found, name);
      if (next == null) {
        return null;
      }
      found = next;
    }
    return found;
  }

  private @Nullable Hdf5Object member(Hdf5Object group, String name) throws IOException {
    String path = path(group, name);
    return switch (group.links().get(name)) {
      case null -> null;
      case Link.Hard(long address) -> object(address, path);
      case Link.Soft(String target) -> {
        if (++softLinks > MOST_SOFT) {
          throw storage.wrong(
              group.address(), "%s: more than %d soft links".formatted(path, MOST_SOFT));
        }
        yield find(group, target);
      }
      case Link.Elsewhere(String label) ->
          throw storage.wrong(
              group.address(), "%s is %s, which is not followed".formatted(path, label));
    };
  }

  /// Takes the objects of a file.
  public interface Visitor {
    /// Takes a group or a dataset.
    void visit(Hdf5Object object) throws IOException;

    /// Takes a link that is not followed.
    ///
    /// @param target where it leads, in words
    void link(String path, String target) throws IOException;

    /// Takes what cannot be read.
    void unreadable(String path, IOException problem) throws IOException;
  }

  /// Gives all groups and datasets below the root to a visitor, each once, groups before their
  /// members. Soft and external links are not followed.
  ///
  /// @throws IOException if groups are within groups beyond measure
  public void walk(Visitor visitor) throws IOException {
    new Walk(visitor).members(root, 0);
  }

  /// A walk through the file. What is visited is not kept, since there may be very many objects.
  private final class Walk {
    private final Storage own = storage.again();
    private final Set<Long> seen = new HashSet<>(Set.of(root.address()));
    private final Visitor visitor;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    void members(Hdf5Object group, int depth) throws IOException {
      if (depth > MOST_DEPTH) {
        throw own.wrong(
            group.address(), "groups within groups, more than %d deep".formatted(MOST_DEPTH));
      }
      Map<String, Link> links;
      try {
        links = group.links();
      } catch (IOException e) {
        visitor.unreadable(group.path(), e);
        return;
      }
      for (Map.Entry<String, Link> link : links.entrySet()) {
        String path = path(group, link.getKey());
        if (!isName(link.getKey())) {
          visitor.unreadable(path, own.wrong(group.address(), "a name to which no path leads"));
          continue;
        }
        switch (link.getValue()) {
          case Link.Hard(long address) -> {
            if (seen.add(address)) {
              member(address, path, depth);
            }
          }
          case Link.Soft(String target) -> visitor.link(path, "a soft link to " + target);
          case Link.Elsewhere(String label) -> visitor.link(path, label);
        }
      }
    }

    private static boolean isName(String name) {
      return !name.isEmpty() && !name.equals(".") && name.indexOf('/') < 0;
    }

    private void member(long address, String path, int depth) throws IOException {
      Hdf5Object member;
      try {
        own.count(address, path.length());
        member = new Hdf5Object(own, shared, address, path);
      } catch (IOException e) {
        visitor.unreadable(path, e);
        return;
      }
      visitor.visit(member);
      if (member.isGroup()) {
        members(member, depth + 1);
      }
    }
  }

  private static String path(Hdf5Object group, String name) {
    return group.path().isEmpty() ? name : group.path() + "/" + name;
  }

  /// {@return the datasets by path, in the file's order; one that has several paths is there once}
  ///
  /// @throws IOException if a group or a dataset cannot be read
  public Map<String, Dataset> datasets() throws IOException {
    Map<String, Dataset> datasets = new LinkedHashMap<>();
    walk(
        new Visitor() {
          @Override
          public void visit(Hdf5Object object) throws IOException {
            if (object.isDataset()) {
              datasets.put(object.path(), object.dataset());
            }
          }

          @Override
          public void link(String path, String target) {
            // Leads to a dataset that has a path of its own, or out of the file.
          }

          @Override
          public void unreadable(String path, IOException problem) throws IOException {
            throw problem;
          }
        });
    return datasets;
  }

  /// {@return the number of elements in all datasets, as far as they can come out of the bytes that
  /// are stored, but for some MB that were never written}
  ///
  /// @throws IOException if datasets cannot be what they are said to be
  public long elements() throws IOException {
    ElementCount count = new ElementCount(storage.length());
    walk(count);
    return count.elements;
  }

  /// {@return the number of bytes that these elements are}
  ///
  /// @throws IOException if datasets cannot be what they are said to be
  public long bytes() throws IOException {
    ElementCount count = new ElementCount(storage.length());
    walk(count);
    return count.bytes;
  }

  /// Counts the elements of datasets.
  private static final class ElementCount implements Visitor {
    private final long length;
    private long spare = SPARE;
    private long stored;
    private long elements;
    private long bytes;

    ElementCount(long length) {
      this.length = length;
    }

    @Override
    public void visit(Hdf5Object object) throws IOException {
      if (!object.isDataset()) {
        return;
      }
      Dataset dataset = object.dataset();
      Dataset.Extent extent = dataset.extent();
      stored += extent.stored();
      if (stored > length) {
        throw dataset.wrong(
            String.format(
                Locale.ROOT, "datasets of %,d bytes together in a file of %,d", stored, length));
      }
      long unstored = Math.clamp(extent.bytes() - extent.most(), 0, spare);
      spare -= unstored;
      long there = Math.min(extent.bytes(), extent.most() + unstored);
      bytes += there;
      elements += there / extent.elementBytes();
    }

    @Override
    public void link(String path, String target) {
      // Leads to a dataset that is visited elsewhere, or out of the file.
    }

    @Override
    public void unreadable(String path, IOException problem) throws IOException {
      throw problem;
    }
  }
}
